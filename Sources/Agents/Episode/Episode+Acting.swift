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
            if try await wasHeld() { return nil }
            let outcome = try await attempt(proposal, on: screen, step: progress.step)
            close(proposal, on: screen, outcome, &progress)
        }
        return endAfterSetbacks(progress)
    }

    private func attempt(_ proposal: Proposal, on screen: ScreenState, step: Int) async throws -> Feedback {
        let action = proposal.action
        let verdict = await gatekeeper.judge(action, on: screen)
        try await record(.gated(step: step, action, verdict))
        guard verdict.allowed else { return .refused(verdict.rule) }
        guard !isDryRun else { return .executed(changed: false, unexecuted: unexecuted(proposal)) }

        try await desktop.watchForChanges()
        try await record(.announced(step: step, action))
        let took = clock.stopwatch()
        do {
            let execution = try await desktop.perform(action)
            try await record(.executed(step: step, execution, took: took()))
        } catch let end as Ending {
            throw end
        } catch let loss as DesktopLost {
            throw loss
        } catch {
            try await record(.executionFailed(step: step, reason: "\(error)"))
            return .failed("\(error)")
        }
        let report = try await desktop.settle(proposal.expectation ?? settling)
        try await record(.settled(step: step, report))
        return .executed(changed: report.reason != .noChange, unexecuted: unexecuted(proposal))
    }

    private func close(
        _ proposal: Proposal, on screen: ScreenState, _ outcome: Feedback, _ progress: inout Progress
    ) {
        switch outcome {
        case .refused, .failed: progress.setbacks += 1
        case .executed, .unusable: progress.setbacks = 0
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
