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
        var agreements: [StepAgreement] = []
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
                agreements.append(StepAgreement(step, RecordedDecision(answer, picture: nil), on: screen))
            } catch let unusable as UnusableAnswer {
                agreements.append(StepAgreement(step, unusable: unusable.reason))
            }
            history.append(HistoryStep(observation: observation, decision: restored, feedback: step.feedback))
            feedback = step.feedback
        }
        return agreements
    }
}
