import Images
package import Interaction

/// What a policy may look at before it decides.
package struct Observation: Sendable {
    /// The step to come, from 1.
    package let step: Int
    /// What is to be done.
    package let instruction: String
    /// The screen at the latest look.
    package let screen: ScreenState
    /// What became of the last decision; `nil` before the first.
    package let feedback: Feedback?

    /// Creates an observation; `step` counts from 1.
    package init(step: Int, instruction: String, screen: ScreenState, feedback: Feedback?) {
        self.step = step
        self.instruction = instruction
        self.screen = screen
        self.feedback = feedback
    }
}

/// What became of a decision.
package enum Feedback: Hashable, Sendable {
    /// The action was executed; whether anything on the screen changed, and calls in the same answer that were not executed.
    case executed(changed: Bool, unexecuted: [String])
    /// The policy's answer could not be used, and why.
    case unusable(String)
    /// The gate refused the action, by this rule.
    case refused(String)
    /// The hand could not carry it out, and why.
    case failed(String)
    /// Nothing was done, because what the action was decided on has changed since, and how.
    case outdated(String)
}

/// One earlier step, as history for a policy. The screenshot is blank, at its size, in steps older than the policy needs.
package struct HistoryStep: Sendable {
    /// What the policy looked at.
    package let observation: Observation
    /// What it decided.
    package let decision: Decision
    /// What became of the decision.
    package let feedback: Feedback

    /// The same step with `image` in place of its screenshot, which it no longer keeps in memory.
    func showing(_ image: Image) -> HistoryStep {
        let seen = observation.screen
        let screenshot = Screenshot(image: image, screen: seen.screenshot.screen, capture: seen.screenshot.capture)
        let screen = ScreenState(screenshot: screenshot, pointer: seen.pointer, windows: seen.windows)
        return HistoryStep(
            observation: Observation(
                step: observation.step, instruction: observation.instruction, screen: screen,
                feedback: observation.feedback), decision: decision, feedback: feedback)
    }

    /// Creates a step of the history.
    package init(observation: Observation, decision: Decision, feedback: Feedback) {
        self.observation = observation
        self.decision = decision
        self.feedback = feedback
    }
}
