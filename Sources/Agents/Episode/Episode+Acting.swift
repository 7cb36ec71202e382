import Images
import Interaction

extension Episode {
    /// Brings one proposal through the gate to the hand, and closes the step. Returns how the episode ends, if it does.
    func act(
        _ proposal: Proposal, on screen: ScreenState, _ progress: inout Progress
    ) async throws -> EpisodeEnd.Reason? {
        switch proposal.action {
        case .terminate where proposal.outcome != nil:
            return proposal.outcome.map { .finished($0.with(progress.answer)) }
        case .terminate(.success): return .finished(.success(answer: progress.answer))
        case .terminate(.failure): return .finished(.failure(reason: progress.answer ?? "the policy gave up"))
        case .answer(let text):
            progress.answer = text
            close(proposal, on: screen, .executed(changed: true, unexecuted: unexecuted(proposal)), &progress)
        case .wait(let duration) where proposal.concerns.isEmpty:
            try await pause(duration, progress)
            close(proposal, on: screen, .executed(changed: true, unexecuted: unexecuted(proposal)), &progress)
        default:
            switch try await attempt(proposal, on: screen, &progress) {
            case .closed(let outcome): close(proposal, on: screen, outcome, &progress)
            case .outdated(let reason): try await decideAnew(proposal, on: screen, because: reason, &progress)
            }
        }
        return endAfterSetbacks(progress)
    }

    /// What became of an attempt to carry a proposal out.
    private enum Attempt {
        case closed(Feedback)
        /// Nothing was executed, since what the proposal was based on has changed.
        case outdated(String)
    }

    /// Maximum number of times in a row that a step is decided again before it counts as failed.
    private static let maximumOutdated = 30

    /// Has the policy decide again on a new look. That is not a step, and not a failure until it happens without end.
    private func decideAnew(
        _ proposal: Proposal, on screen: ScreenState, because reason: String, _ progress: inout Progress
    ) async throws {
        try await record(.outdated(step: progress.step, reason: reason))
        progress.outdated += 1
        guard progress.outdated < Self.maximumOutdated else {
            return close(proposal, on: screen, .failed("\(reason), each of \(Self.maximumOutdated) times"), &progress)
        }
        progress.feedback = .outdated(reason)
    }

    /// Carries a proposal out; of a batch the members in order, up to the first that fails or is refused.
    private func attempt(
        _ proposal: Proposal, on screen: ScreenState, _ progress: inout Progress
    ) async throws -> Attempt {
        if try await wasHeld() { return .outdated("the run was held") }
        let members = proposal.action.members
        for (index, member) in members.enumerated() {
            let end = try await attempt(member, at: index, of: proposal, on: screen, progress)
            switch end {
            case .done: continue
            case .outdated(let reason) where index == 0: return .outdated(reason)
            case .outdated, .refused, .failed:
                let isUnderWay = index > 0 && !isDryRun
                if isUnderWay { _ = try await settle(proposal, after: members[index - 1], &progress) }
                return .closed(end.feedback(place: members.count > 1 ? (index + 1, members.count) : nil))
            }
        }
        guard !isDryRun, let last = members.last else {
            return .closed(.executed(changed: false, unexecuted: unexecuted(proposal)))
        }
        let hasChanged = try await settle(proposal, after: last, &progress)
        return .closed(.executed(changed: hasChanged, unexecuted: unexecuted(proposal)))
    }

    /// What became of one action.
    private enum MemberEnd {
        case done
        case outdated(String)
        case refused(String)
        case failed(String)

        /// What the policy is told.
        ///
        /// - Parameter place: which action of how many it was, where there were several.
        func feedback(place: (Int, Int)?) -> Feedback {
            let start = place.map { "action \($0.0) of \($0.1): " } ?? ""
            return switch self {
            case .done: .executed(changed: true, unexecuted: [])
            case .outdated(let reason), .failed(let reason): .failed(start + reason)
            case .refused(let rule): .refused(start + rule)
            }
        }
    }

    /// Judges and carries out, both on looks taken directly before: one for the gate, and one after it and before the hand.
    ///
    /// - Parameter index: which it is of its proposal's actions, from 0.
    private func attempt(
        _ action: Action<ScreenSpace>, at index: Int, of proposal: Proposal, on screen: ScreenState,
        _ progress: Progress
    ) async throws -> MemberEnd {
        let isFirst = index == 0
        if !isFirst {
            try Task.checkCancellation()
            if try await wasHeld() { return .outdated("the run was held") }
        }
        var planned = PlannedAction(action, grounding: proposal.groundings[index])
        planned.concerns = isFirst ? proposal.concerns : []
        if case .wait(let duration) = action {
            return try await wait(duration, planned, on: screen, progress)
        }
        let isBound = proposal.isBoundToLook(member: index)
        var judgedOn: ScreenState?
        if !gatekeeper.isOpen {
            let now = try await desktop.look(at: .everything, drawingPointer: false)
            if isBound, let change = change(under: planned, at: index, from: screen, to: now, progress) {
                return .outdated(change)
            }
            judgedOn = now
        }
        let verdict = try await verdict(on: &planned, judgedOn ?? screen, progress)
        try await record(.gated(step: progress.step, planned.action, verdict))
        guard verdict.allowed else {
            switch verdict.refusal {
            case .isTold: return .refused(verdict.rule)
            case .decidesAnew: return .outdated(verdict.rule)
            case .endsRun: throw EpisodeEnded(.finished(.outsidePlan(reason: verdict.rule)))
            }
        }
        guard !isDryRun else { return .done }
        if isFirst { try await desktop.watchForChanges() }
        if isBound || judgedOn != nil {
            let now = try await desktop.look(at: .everything, drawingPointer: false)
            let known = isBound ? screen : judgedOn ?? screen
            if let change = change(under: planned, at: isBound ? index : 0, from: known, to: now, progress) {
                return .outdated(change)
            }
        }
        if try await wasHeld() { return .outdated("the run was held") }
        return try await carryOut(planned, progress)
    }

    /// Waits, once a person has confirmed what has to be confirmed. Nothing else about waiting is judged.
    private func wait(
        _ duration: Duration, _ planned: PlannedAction, on screen: ScreenState, _ progress: Progress
    ) async throws -> MemberEnd {
        if !planned.concerns.isEmpty {
            let verdict = await gatekeeper.judge(planned, on: screen)
            try await record(.gated(step: progress.step, planned.action, verdict))
            guard verdict.allowed else { return .refused(verdict.rule) }
        }
        if !isDryRun { try await pause(duration, progress) }
        return .done
    }

    /// Waits for the duration, the end of the episode's time, or the policy's withdrawal, whichever comes first.
    private func pause(_ duration: Duration, _ progress: Progress) async throws {
        let time = min(duration, max(.zero, .seconds(limits.seconds) - progress.elapsed()))
        try await unlessWithdrawn { try await clock.sleep(for: time) }
    }

    /// Does something that can take long, and cancels it as soon as the policy withdraws its decision.
    ///
    /// - Returns: the result; `nil` after a withdrawal.
    @discardableResult
    private func unlessWithdrawn<Result: Sendable>(
        _ work: @escaping @Sendable () async throws -> Result
    ) async throws -> Result? {
        try await withThrowingTaskGroup(of: Result?.self) { group in
            group.addTask { try await work() }
            group.addTask { [policy] in
                await policy.untilWithdrawn()
                return nil
            }
            defer { group.cancelAll() }
            guard let result = try await group.next() ?? nil else {
                try Task.checkCancellation()
                return nil
            }
            return result
        }
    }

    /// What has changed under an action since a look; for a later member of a batch only where it names a place itself, since
    /// the members before it have moved the pointer.
    private func change(
        under planned: PlannedAction, at index: Int, from decided: ScreenState, to now: ScreenState,
        _ progress: Progress
    ) -> String? {
        let comparison = LookComparison(decided: decided, now: now, restless: progress.restless)
        guard index > 0 else { return comparison.change(under: planned) }
        let change = comparison.change(under: planned, at: planned.action.pointing?.named ?? [])
        return change.map { "\($0) since the batch was decided" }
    }

    /// The gate's verdict. What would be pressed is found out first; if it cannot be, the action is refused.
    private func verdict(
        on planned: inout PlannedAction, _ screen: ScreenState, _ progress: Progress
    ) async throws -> GateVerdict {
        guard !gatekeeper.isOpen else { return await gatekeeper.judge(planned, on: screen) }
        do {
            planned.keystrokes = try await desktop.keystrokes(of: planned.action)
        } catch let loss as DesktopLost {
            throw loss
        } catch {
            return GateVerdict(allowed: false, rule: "what would be pressed cannot be determined: \(error)")
        }
        let (gatekeeper, judged) = (gatekeeper, planned)
        let left = Duration.seconds(limits.seconds) - progress.elapsed()
        let verdict = await withTaskGroup(of: GateVerdict?.self) { group in
            group.addTask { await gatekeeper.judge(judged, on: screen) }
            group.addTask { [clock] in
                try? await clock.sleep(for: max(.zero, left))
                return nil
            }
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
        try Task.checkCancellation()
        guard let verdict else { throw EpisodeEnded(limits.timeIsUp) }
        return verdict
    }

    /// Announces an action and has the hand carry it out.
    private func carryOut(_ planned: PlannedAction, _ progress: Progress) async throws -> MemberEnd {
        let step = progress.step
        try await record(.announced(step: step, planned.action))
        let took = clock.stopwatch()
        do {
            let (action, keystrokes) = (planned.action, planned.keystrokes)
            let execution = try await unlessWithdrawn {
                if let keystrokes {
                    try await desktop.perform(action, pressing: keystrokes)
                } else {
                    try await desktop.perform(action)
                }
            }
            guard let execution else { throw ActionWithdrawn() }
            try await record(.executed(step: step, execution, took: took()))
        } catch let end as EpisodeEnded {
            throw end
        } catch let loss as DesktopLost {
            throw loss
        } catch {
            try await record(.executionFailed(step: step, reason: "\(error)"))
            return .failed("\(error)")
        }
        return .done
    }

    /// Waits until the screen is at rest after an action. Says whether anything changed.
    private func settle(
        _ proposal: Proposal, after action: Action<ScreenSpace>, _ progress: inout Progress
    ) async throws -> Bool {
        var expectation = proposal.expectation ?? settling
        if expectation.pressed == nil { expectation.pressed = PressedWidget(action) }
        guard let report = try await unlessWithdrawn({ [expectation] in try await desktop.settle(expectation) }) else {
            return false
        }
        progress.restless = report.regions.map(\.box)
        try await record(.settled(step: progress.step, report))
        return report.reason != .noChange
    }

    private func close(
        _ proposal: Proposal, on screen: ScreenState, _ outcome: Feedback, _ progress: inout Progress
    ) {
        switch outcome {
        case .refused, .failed: progress.setbacks += 1
        case .executed, .unusable, .outdated: progress.setbacks = 0
        }
        progress.record(on: screen, .act(proposal), outcome, in: self)
    }

    private func endAfterSetbacks(_ progress: Progress) -> EpisodeEnd.Reason? {
        if progress.fruitlessRepeats >= limits.repeats {
            return .limit("the same action \(limits.repeats) times in a row without effect")
        }
        guard progress.setbacks >= limits.unusableAnswers else { return nil }
        return .limit("\(limits.unusableAnswers) actions in a row refused or failed")
    }

    private func unexecuted(_ proposal: Proposal) -> [String] { proposal.answer?.unexecuted ?? [] }
}

/// The policy withdrew an action while the hand carried it out.
private struct ActionWithdrawn: Error, CustomStringConvertible {
    var description: String { "cancelled by the caller" }
}

extension Outcome {
    /// The same, with what the policy told the user before where it succeeds without an answer.
    fileprivate func with(_ answer: String?) -> Outcome {
        if case .success(nil) = self { .success(answer: answer) } else { self }
    }
}
