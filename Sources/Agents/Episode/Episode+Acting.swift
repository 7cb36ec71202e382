import Images
import Interaction

extension Episode {
    /// Brings one proposal through the gate to the hand, and closes the step. Returns how the episode ends, if it does.
    func act(
        _ proposal: Proposal, on screen: ScreenState, _ progress: inout Progress
    ) async throws -> EpisodeEnd.Reason? {
        switch proposal.action {
        case .terminate(.success): return .finished(.success(answer: progress.answer))
        case .terminate(.failure): return .finished(.failure(reason: progress.answer ?? "the policy gave up"))
        case .answer(let text):
            progress.answer = text
            close(proposal, on: screen, .executed(changed: true, unexecuted: unexecuted(proposal)), &progress)
        case .wait(let duration):
            try await clock.sleep(for: min(duration, max(.zero, .seconds(limits.seconds) - progress.elapsed())))
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
        /// Nothing was done, since the proposal was made on what is no longer so.
        case outdated(String)
    }

    /// So often in a row a step is decided anew before it counts as failed.
    private static let mostOutdated = 30

    /// Has the policy decide again on a new look. That is no step, and no setback until it happens without end.
    private func decideAnew(
        _ proposal: Proposal, on screen: ScreenState, because reason: String, _ progress: inout Progress
    ) async throws {
        try await record(.outdated(step: progress.step, reason: reason))
        progress.outdated += 1
        guard progress.outdated < Self.mostOutdated else {
            return close(proposal, on: screen, .failed("\(reason), each of \(Self.mostOutdated) times"), &progress)
        }
        progress.feedback = .outdated(reason)
    }

    /// Judges and carries out, both on looks taken directly before: one for the gate, and one after it and before the hand.
    private func attempt(
        _ proposal: Proposal, on screen: ScreenState, _ progress: inout Progress
    ) async throws -> Attempt {
        if try await wasHeld() { return .outdated("the run was held") }
        let step = progress.step
        var planned = PlannedAction(proposal.action, grounding: proposal.grounding)
        var judgedOn: ScreenState?
        if !gatekeeper.isOpen {
            let now = try await desktop.look(at: .everything, drawingPointer: false)
            if proposal.isBoundToLook, let change = change(under: planned, from: screen, to: now, progress) {
                return .outdated(change)
            }
            judgedOn = now
        }
        let verdict = try await verdict(on: &planned, judgedOn ?? screen, progress)
        try await record(.gated(step: step, planned.action, verdict))
        guard verdict.allowed else { return .closed(.refused(verdict.rule)) }
        guard !isDryRun else {
            return .closed(.executed(changed: false, unexecuted: unexecuted(proposal)))
        }
        try await desktop.watchForChanges()
        if proposal.isBoundToLook || judgedOn != nil {
            let now = try await desktop.look(at: .everything, drawingPointer: false)
            let known = proposal.isBoundToLook ? screen : judgedOn ?? screen
            if let change = change(under: planned, from: known, to: now, progress) { return .outdated(change) }
        }
        if try await wasHeld() { return .outdated("the run was held") }
        return .closed(try await carryOut(proposal, planned, &progress))
    }

    private func change(
        under planned: PlannedAction, from decided: ScreenState, to now: ScreenState, _ progress: Progress
    ) -> String? {
        LookComparison(decided: decided, now: now, restless: progress.restless).change(under: planned)
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
        guard let verdict else { throw Ending(limits.timeIsUp) }
        return verdict
    }

    private func carryOut(
        _ proposal: Proposal, _ planned: PlannedAction, _ progress: inout Progress
    ) async throws -> Feedback {
        let step = progress.step
        try await record(.announced(step: step, planned.action))
        let took = clock.stopwatch()
        do {
            let execution =
                if let keystrokes = planned.keystrokes {
                    try await desktop.perform(planned.action, pressing: keystrokes)
                } else {
                    try await desktop.perform(planned.action)
                }
            try await record(.executed(step: step, execution, took: took()))
        } catch let end as Ending {
            throw end
        } catch let loss as DesktopLost {
            throw loss
        } catch {
            try await record(.executionFailed(step: step, reason: "\(error)"))
            return .failed("\(error)")
        }
        var expectation = proposal.expectation ?? settling
        if expectation.pressed == nil { expectation.pressed = PressedWidget(planned.action) }
        let report = try await desktop.settle(expectation)
        progress.restless = report.regions.map(\.box)
        try await record(.settled(step: step, report))
        return .executed(changed: report.reason != .noChange, unexecuted: unexecuted(proposal))
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
