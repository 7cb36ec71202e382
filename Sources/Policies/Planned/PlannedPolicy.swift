package import Agents
import Images
package import Interaction
import JSON

/// Carries out a plan, or holds another policy to it.
///
/// Waits, assertions, values and branches are the plan's alone: they are found out by our own grounder, in the plan's windows.
/// Where an act is due, the policy that is held is asked for it, with the present step behind the instruction; without one
/// the act is the plan's. ``Agents/PlanGate`` judges it directly before the hand moves.
package actor PlannedPolicy: Policy {
    package nonisolated let name: String
    package nonisolated let picturesNeeded: Int
    private let gate: PlanGate
    private let policy: (any Policy)?
    private let reader: any ValueReading
    private let resolver: PlanScopedResolver
    private let follower: ScriptedPolicy
    private let patience: ScriptedPolicy.Patience
    private let now: @Sendable () -> Duration

    private var rest: [PlanStep]
    private var present: PlanStep?
    private var act: ScriptStep?
    private var values: PlanValues
    private var notes: [PlanNote] = []
    /// Since when the present step has waited.
    private var since: Duration?
    /// Whether the policy did not do what is due, which therefore has to be found again.
    private var isStillDue = false

    /// - Parameters:
    ///   - gate: judges every action of the same run.
    ///   - policy: is held to the plan; `nil` to carry it out without one.
    ///   - reader: reads values.
    ///   - now: the time since some fixed moment.
    package init(
        _ gate: PlanGate, holding policy: (any Policy)? = nil, resolver: any TargetResolving, reader: any ValueReading,
        patience: ScriptedPolicy.Patience = ScriptedPolicy.Patience(),
        now: @escaping @Sendable () -> Duration = Gate.clock()
    ) {
        self.gate = gate
        self.policy = policy
        self.reader = reader
        self.patience = patience
        self.now = now
        let scoped = PlanScopedResolver(resolver: resolver, gate: gate)
        self.resolver = scoped
        follower = ScriptedPolicy(Script(steps: []), resolver: scoped, patience: patience, now: now)
        name = policy.map { "\($0.name), held to a plan" } ?? "plan"
        picturesNeeded = policy?.picturesNeeded ?? 0
        rest = gate.plan.steps
        values = PlanValues(gate.plan)
    }

    package func planNotes() -> [PlanNote] { notes }

    package func decide(_ observation: Observation, history: [HistoryStep]) async throws -> Decision {
        notes = []
        var seen = observation
        if isStillDue {
            seen = Observation(
                step: observation.step, instruction: observation.instruction, screen: observation.screen,
                feedback: .outdated("the act that is due was not decided on"))
            isStillDue = false
        }
        while true {
            let decision = try await follower.decide(seen, history: [])
            switch decision {
            case .finish(.success(let answer)):
                guard let step = rest.first else { return .finish(.success(answer: answer)) }
                if let other = try await begin(step, on: observation.screen) { return other }
            case .act(let own): return try await decide(own, observation, history)
            case .lookAgain: return decision
            case .assertion, .finish:
                noteStep()
                return decision
            }
        }
    }

    /// Goes on to a step, and takes it where it is a matter of looking; `nil` where the next has to be seen to.
    private func begin(_ step: PlanStep, on screen: ScreenState) async throws -> Decision? {
        if present != step {
            (present, act, since) = (step, nil, nil)
            await gate.enter(step, act: nil)
        }
        switch step.kind {
        case .script(let script):
            let (filled, textOnly, missing) = values.fill(script)
            if let missing { return fail("the value '\(missing)' was not read before") }
            act = filled
            await gate.enter(step, act: filled, textOnly: textOnly)
            await follower.append(filled)
            rest.removeFirst()
            return nil
        case .read(let value, let place): return try await read(value, at: place, on: screen)
        case .branch(let condition, let then, let otherwise):
            return try await choose(condition, then, otherwise, on: screen)
        }
    }

    private func read(_ value: String, at place: ValuePlace, on screen: ScreenState) async throws -> Decision? {
        var problem = "nothing stands there"
        do {
            if let found = try await reader.value(at: place, on: resolver.scoped(screen)) {
                guard let fault = values.take(found.text, as: value) else {
                    note(.read(value: value, text: found.text, box: found.box))
                    rest.removeFirst()
                    return nil
                }
                problem = "'\(found.text)' stands there, and \(fault)"
            }
        } catch let error as AmbiguousTarget { problem = "\(error)" }
        return wait(for: "the value '\(value)'", upTo: patience.target) ?? fail("the value '\(value)': \(problem)")
    }

    private func choose(
        _ condition: PlanCondition, _ then: [PlanStep], _ otherwise: [PlanStep], on screen: ScreenState
    ) async throws -> Decision? {
        let holds: Bool
        let reason: String
        switch condition {
        case .shows(let target, let within):
            holds = try await Assertion(target, present: true).evaluate(on: screen, by: resolver).holds
            reason = "\(target) is \(holds ? "" : "not ")on the screen"
            if !holds, let again = wait(for: "\(target) to appear", upTo: within) { return again }
        case .equals(let value, let text):
            guard let known = values[value] else { return fail("the value '\(value)' was not read before") }
            (holds, reason) = (known == text, "'\(value)' is '\(known)'")
        case .above(let value, let number), .below(let value, let number):
            guard let text = values[value], let known = PlanValue.number(text) else {
                return fail("the value '\(value)' was not read before")
            }
            let isAbove = if case .above = condition { true } else { false }
            (holds, reason) = (isAbove ? known > number : known < number, "'\(value)' is \(known)")
        }
        note(.branch(holds ? "then" : "else", reason: reason))
        rest.replaceSubrange(0...0, with: holds ? then : otherwise)
        return nil
    }

    /// The act that is due, or what the policy wants instead.
    private func decide(
        _ own: Proposal, _ observation: Observation, _ history: [HistoryStep]
    ) async throws -> Decision {
        guard await gate.isDue(own.action) else {
            if case .mouseMove(let point, _) = own.action { await gate.allow(aside: point) }
            return .act(own)
        }
        if own.action.keying != nil, await !gate.takesKeys(on: observation.screen) {
            isStillDue = true
            let title = observation.screen.activeWindow.map { "the window '\($0.title)' has the focus" }
            return wait(for: "a window of the plan to have the focus", upTo: patience.target)
                ?? fail("\(title ?? "no window has the focus"), which is not a window of the plan")
        }
        since = nil
        await gate.arm()
        noteStep()
        guard let policy, !own.action.isEpisodesOwn else { return .act(own) }
        return try await decide(by: policy, observation, history)
    }

    private func decide(
        by policy: any Policy, _ observation: Observation, _ history: [HistoryStep]
    ) async throws -> Decision {
        let step = act.map { "\n\nThe present step of the plan, and all that may be done now: \($0)" } ?? ""
        let decision = try await policy.decide(
            Observation(
                step: observation.step, instruction: observation.instruction + step, screen: observation.screen,
                feedback: observation.feedback), history: history)
        switch decision {
        case .act(let proposal):
            guard case .batch = proposal.action else { return alone(proposal) }
            return .finish(outside("\(proposal.action)", "the step allows one act"))
        case .lookAgain, .assertion:
            isStillDue = true
            return decision
        case .finish(.success): return .finish(outside("ending in success", "it has steps left"))
        case .finish: return decision
        }
    }

    private func alone(_ proposal: Proposal) -> Decision {
        switch proposal.action {
        // It does nothing.
        case .wait:
            isStillDue = true
            return .act(proposal)
        case .answer, .terminate: return .finish(outside("\(proposal.action)", "the step says something else"))
        default: return .act(proposal)
        }
    }

    private func outside(_ attempt: String, _ reason: String) -> Outcome {
        let step = act.map { "; its step \(present?.number ?? 0) is \($0)" } ?? ""
        return .outsidePlan(reason: "\(attempt) is outside of the plan: \(reason)\(step)")
    }

    /// Another look while there is time; the second always, however slow the first was.
    private func wait(for what: String, upTo timeout: Duration) -> Decision? {
        let isFirst = since == nil
        let start = since ?? now()
        since = start
        let left = timeout - (now() - start)
        guard left > .zero || isFirst && timeout > .zero else { return nil }
        return .lookAgain(Waiting(what: what, interval: max(.milliseconds(50), min(left, patience.interval))))
    }

    private func fail(_ reason: String) -> Decision {
        noteStep()
        return .finish(.stuck(reason: "step \(present?.number ?? 0) of the plan: \(reason)"))
    }

    private func note(_ kind: PlanNote.Kind) { notes.append(PlanNote(step: present?.number ?? 0, kind)) }

    private func noteStep() { note(.step(act.map { "\($0)" } ?? present?.json.text ?? "")) }
}
