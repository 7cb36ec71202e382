package import Agents
import Images
import Interaction

extension Trace {
    /// Asks a policy what it would decide in each step of the record, and executes nothing.
    ///
    /// It is shown the recorded screens and always the recorded history, so that each step is judged by itself.
    ///
    /// - Parameter policy: asked in the order of the steps.
    /// A step whose frame is lost, see ``losses``, is left out.
    ///
    /// - Throws: ``TraceError`` for a frame that cannot be decoded, and errors of the policy.
    package func agreement(of policy: any Policy) async throws -> [StepAgreement] {
        try await ask(policy).map { $0.agreement(with: $0.step) }
    }

    /// Asks two policies, each about all steps, and compares what the second decides with what the first does.
    ///
    /// - Returns: for each step how both agree with the record and, where the first's answer can be used, with each other.
    /// - Throws: as ``agreement(of:)``.
    package func agreement(
        of policy: any Policy, beside first: any Policy
    ) async throws -> (policy: [StepAgreement], first: [StepAgreement], together: [StepAgreement]) {
        let (others, own) = (try await ask(first), try await ask(policy))
        let together = zip(others, own).compactMap { other, own -> StepAgreement? in
            guard case .success(let decision) = other.answer else { return nil }
            var step = other.step
            step.decision = decision
            return own.agreement(with: step)
        }
        return (own.map { $0.agreement(with: $0.step) }, others.map { $0.agreement(with: $0.step) }, together)
    }

    /// What a policy answers about one step.
    private struct Asked {
        let step: RecordedStep
        let screen: RecordedScreen
        let answer: Result<RecordedDecision, UnusableAnswer>

        func agreement(with step: RecordedStep) -> StepAgreement {
            switch answer {
            case .success(let decision): StepAgreement(step, decision, on: screen)
            case .failure(let unusable): StepAgreement(step, unusable: unusable.reason)
            }
        }
    }

    private func ask(_ policy: any Policy) async throws -> [Asked] {
        var asked: [Asked] = []
        var history: [HistoryStep] = []
        var feedback: Feedback?
        for step in steps {
            guard let screen = step.before, let decision = step.decision, let restored = decision.restored,
                !isLost(screen.frame)
            else { continue }
            try Task.checkCancellation()
            let observation = Observation(
                step: step.number, instruction: header.instruction,
                screen: screen.restored(with: try image(of: screen.frame)), feedback: feedback)
            do {
                let answer = try await policy.decide(observation, history: history)
                asked.append(
                    Asked(step: step, screen: screen, answer: .success(RecordedDecision(answer, picture: nil))))
            } catch let unusable as UnusableAnswer {
                asked.append(Asked(step: step, screen: screen, answer: .failure(unusable)))
            }
            history.append(HistoryStep(observation: observation, decision: restored, feedback: step.feedback))
            feedback = step.feedback
        }
        return asked
    }
}
