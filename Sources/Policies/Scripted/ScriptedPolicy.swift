package import Agents
import Images
package import Interaction

/// Carries out a script, step by step.
///
/// A target in words is waited for, after a while also as an icon that means it, as are the targets of waits; an assertion is given a moment to become true, by the
/// rules of ``Assertion``. A wait finds what an action's target would be, or the title of a window that shows. What
/// does not come in time, what several places fit, and an action that was refused or failed end the episode in failure,
/// with the step named.
package actor ScriptedPolicy: Policy {
    package nonisolated let name = "script"
    private var script: Script
    private let resolver: any TargetResolving
    private let icons: (any TargetResolving)?
    private let screens: (any ScreenComparing)?
    private let patience: Patience
    private let now: @Sendable () -> Duration

    /// The step to come, from 0.
    private var index = 0
    /// The step whose action was proposed last.
    private var proposed = 0
    /// Whether the pointer was moved away from a tooltip for the step to come.
    private var hasEvaded = false
    private var waiting: Wait?
    private var answer: String?
    private var typing = TypingRecord()
    /// Since when the targets that were found have changed before they were acted on.
    private var outdatedSince: Duration?

    /// How long a script waits where it does not say so itself.
    package struct Patience: Hashable, Sendable {
        /// For the target of an action to appear.
        var target: Duration
        /// For its words, before it may be an icon.
        var words: Duration
        /// For an assertion to become true.
        var assertion: Duration
        /// Until the next look, at most.
        var interval: Duration

        /// Creates waits, where none is named those of a script.
        package init(
            target: Duration = .seconds(10), words: Duration = .seconds(3), assertion: Duration = .seconds(2),
            interval: Duration = .seconds(1)
        ) {
            self.target = target
            self.words = words
            self.assertion = assertion
            self.interval = interval
        }
    }

    /// A wait in progress: since when, and how often the screen was looked at for it.
    private struct Wait {
        let since: Duration
        var looks: Int
    }

    /// - Parameters:
    ///   - script: with its parameters filled in.
    ///   - resolver: finds elements and words.
    ///   - icons: finds icons too, for an action whose target is not there as words.
    ///   - screens: compares parts of the screen with kept pictures; without it, such steps fail.
    ///   - now: the time since some fixed moment.
    package init(
        _ script: Script, resolver: any TargetResolving, icons: (any TargetResolving)? = nil,
        screens: (any ScreenComparing)? = nil, patience: Patience = Patience(),
        now: @escaping @Sendable () -> Duration = Gate.clock()
    ) {
        self.script = script
        self.resolver = resolver
        self.icons = icons
        self.screens = screens
        self.patience = patience
        self.now = now
    }

    /// Adds a step behind the others, to be taken when they are done.
    func append(_ step: ScriptStep) { script.steps.append(step) }

    package func decide(_ observation: Observation, history: [HistoryStep]) async throws -> Decision {
        typing.see(observation.screen)
        if let failureReason = failureReason(observation.feedback) { return fail(at: proposed, failureReason) }
        if let failure = returnToOutdated(observation.feedback) { return failure }
        while index < script.steps.count {
            if let decision = try await decide(script.steps[index], on: observation.screen) { return decision }
            advance()
        }
        return .finish(.success(answer: answer))
    }

    /// Decides one step; `nil` when there is nothing left to do for it.
    private func decide(_ step: ScriptStep, on screen: ScreenState) async throws -> Decision? {
        switch step {
        case .act, .actOn, .batch: return try await act(step, step.actions ?? [], on: screen)
        case .waitFor(let target, let present, let timeout):
            if try await isThere(target, on: screen) == present { return nil }
            if present, let aside = evade(on: screen) { return aside }
            return await wait(for: target, present: present, upTo: timeout, on: screen)
        case .assert(let target, let present, let softly):
            return try await assert(target, present: present, softly: softly, on: screen)
        case .screenLike(let claim): return try await compare(claim, on: screen)
        case .use: return fail(at: index, "steps of other files can be used in tasks and with 'deskhand run' only")
        }
    }

    /// Whether an action would find the target, or a window that shows has the title.
    private func isThere(_ target: Target, on screen: ScreenState) async throws -> Bool {
        if target.nth == nil, case .at = try await find(target, on: screen) { return true }
        return try await resolver.places(of: target, on: screen).count >= target.nth ?? 1
    }

    /// Finds every target of a step, and proposes its action; waits where one is not there yet.
    private func act(_ step: ScriptStep, _ actions: [ScriptAction], on screen: ScreenState) async throws -> Decision {
        var placed: [Action<ScreenSpace>] = []
        var groundings: [Int: Grounding] = [:]
        for (member, action) in actions.enumerated() {
            switch action {
            case .act(let action): placed.append(action)
            case .actOn(let target, let action):
                switch try await findToAct(typed(into: target), on: screen) {
                case .absent:
                    if let aside = evade(on: screen) { return aside }
                    return await wait(for: target, present: true, upTo: patience.target, on: screen)
                case .ambiguous(let error): return fail(at: index, error.description)
                case .at(let grounding):
                    guard let action = try action.action(at: grounding, on: screen) else {
                        return fail(at: index, "the grounder chose none of its candidates for \(target)")
                    }
                    placed.append(action)
                    groundings[member] = grounding
                }
            }
        }
        let action = step.joining(placed)
        if case .answer(let text) = action { answer = text }
        typing.note(action, on: screen)
        advance()
        // Nothing on this look speaks for or against a place that was known before.
        return .act(Proposal(action: action, groundings: groundings, isBoundToLook: !groundings.isEmpty))
    }

    /// A target of the step to come, with what the steps after it say of its use.
    private func typed(into target: Target) -> Target {
        var target = target
        let next = script.steps.dropFirst(index + 1).first { $0 != .act(.key([Key("ctrl"), Key("a")])) }
        if script.steps[index] == .actOn(target, .click(.left)), case .act(.type) = next { target.isTypedInto = true }
        return target
    }

    private func assert(
        _ target: Target, present: Bool, softly: Bool, on screen: ScreenState
    ) async throws -> Decision {
        var result = try await Assertion(target, present: present).evaluate(on: screen, by: resolver, since: typing)
        if !result.holds, present, let aside = evade(on: screen) { return aside }
        if !result.holds, let again = lookAgain(for: target, present: present, upTo: patience.assertion) {
            return again
        }
        advance()
        result.isSoft = softly
        return .assertion(result)
    }

    /// Claims that a part of the screen looks like a kept picture.
    private func compare(_ claim: ScreenLike, on screen: ScreenState) async throws -> Decision {
        guard let screens else {
            return fail(at: index, "pictures of screens are kept for tasks and with 'deskhand run' only")
        }
        var result = AssertionResult(claim: "\(claim)", holds: false, detail: "")
        if let part = try await claim.part(on: screen, by: resolver) {
            let ignored = try await claim.ignoredBoxes(within: part, on: screen, by: resolver)
            result = try await screens.compare(claim, part: part, ignoring: ignored, on: screen)
        } else {
            result.detail = "what is to be compared is not on the screen; \(await resolver.contents(of: screen))"
        }
        if !result.holds, let again = lookAgain(for: "\(claim)", upTo: claim.timeout ?? patience.assertion) {
            return again
        }
        advance()
        result.isSoft = claim.isSoft
        return .assertion(result)
    }

    /// Moves the pointer away, once a step, when a tooltip that it called up may lie over what is looked for; not
    /// before the second look, as most of what is missing only needs time.
    private func evade(on screen: ScreenState) -> Decision? {
        guard !hasEvaded, waiting != nil, let place = screen.placeAwayFromTooltip else { return nil }
        hasEvaded = true
        proposed = index
        return .act(Proposal(action: .mouseMove(place), isBoundToLook: false))
    }

    /// Looks again, or fails when it took too long.
    private func wait(
        for target: Target, present: Bool, upTo timeout: Duration, on screen: ScreenState
    ) async -> Decision {
        if let again = lookAgain(for: target, present: present, upTo: timeout) { return again }
        let change = present ? "did not appear" : "did not disappear"
        var reason = "\(target) \(change) within \(timeout / .seconds(1)) s; "
        if script.steps.indices.contains(index), case .batch = script.steps[index] {
            reason += "a batch begins when all of its targets are there; "
        }
        return fail(at: index, reason + (await resolver.contents(of: screen, instead: present ? target : nil)))
    }

    private func lookAgain(for target: Target, present: Bool, upTo timeout: Duration) -> Decision? {
        lookAgain(for: "\(target) to \(present ? "appear" : "disappear")", upTo: timeout)
    }

    /// Another look while there is time; the second always, however slow the first was.
    private func lookAgain(for what: String, upTo timeout: Duration) -> Decision? {
        let time = now()
        var wait = waiting ?? Wait(since: time, looks: 0)
        wait.looks += 1
        waiting = wait
        let left = timeout - (time - wait.since)
        guard left > .zero || wait.looks < 2 else { return nil }
        return .lookAgain(
            Waiting(
                what: what,
                interval: max(.milliseconds(50), min(left, patience.interval))))
    }

    private func advance() {
        proposed = index
        index += 1
        waiting = nil
        hasEvaded = false
    }

    private enum Finding {
        case at(Grounding)
        case ambiguous(AmbiguousTarget)
        case absent
    }

    /// What an action is carried out at: an icon only when its words did not come for a while, as those of a dialog that
    /// opens.
    private func findToAct(_ target: Target, on screen: ScreenState) async throws -> Finding {
        let found = try await find(target, on: screen)
        guard case .absent = found, let icons, let waiting, now() - waiting.since >= patience.words else {
            return found
        }
        return try await find(target, by: icons, on: screen)
    }

    private func find(_ target: Target, on screen: ScreenState) async throws -> Finding {
        try await find(target, by: resolver, on: screen)
    }

    private func find(
        _ target: Target, by resolver: any TargetResolving, on screen: ScreenState
    ) async throws -> Finding {
        do {
            guard let grounding = try await resolver.resolve(target, on: screen) else { return .absent }
            return .at(grounding)
        } catch let error as AmbiguousTarget { return .ambiguous(error) }
    }

    private func failureReason(_ feedback: Feedback?) -> String? {
        switch feedback {
        case .refused(let rule): "the gate refused it, \(rule)"
        case .failed(let reason): "it could not be carried out: \(reason)"
        case nil, .executed, .unusable, .outdated: nil
        }
    }

    /// Goes back to the step whose target had changed before it was acted on, to find it again while there is time.
    private func returnToOutdated(_ feedback: Feedback?) -> Decision? {
        guard case .outdated(let reason) = feedback else {
            outdatedSince = nil
            return nil
        }
        let since = outdatedSince ?? now()
        outdatedSince = since
        index = proposed
        guard now() - since < patience.target else { return fail(at: index, "it could not be carried out: \(reason)") }
        return nil
    }

    private func fail(at index: Int, _ reason: String) -> Decision {
        let step = script.steps.indices.contains(index) ? ", \(script.steps[index])" : ""
        return .finish(.stuck(reason: "step \(index + 1) of \(script.steps.count)\(step): \(reason)"))
    }
}
