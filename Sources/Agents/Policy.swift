/// Decides what to do next. It lives for one episode, and may keep state.
package protocol Policy: Sendable {
    /// A short name with what identifies it, such as `script` or `qwen:/models/3b`.
    var name: String { get }

    /// How many of the latest steps of the history it reads the pixels of; those of earlier ones are given back, so that
    /// an episode's memory does not grow.
    var picturesNeeded: Int { get }

    /// Whether it goes on after a program under test has crashed, as one does whose caller sees that for itself.
    var outlivesPrograms: Bool { get }

    /// Decides one step.
    ///
    /// - Parameter history: the steps so far, the oldest first; looks again and unusable answers are not among them.
    /// - Throws: ``UnusableAnswer`` when a model's answer could not be used, which is fed back to it a bounded number of
    ///   times; any other error ends the episode.
    func decide(_ observation: Observation, history: [HistoryStep]) async throws -> Decision

    /// Returns when the policy withdraws its last decision, which cancels the action under way, or when the task is cancelled.
    func untilWithdrawn() async

    /// Where the last decision stands in the plan that the policy is held to; empty without one.
    func planNotes() async -> [PlanNote]
}

extension Policy {
    /// Returns on cancellation only: the policy withdraws nothing.
    package func untilWithdrawn() async { while !Task.isCancelled { try? await Task.sleep(for: .seconds(86_400)) } }
    /// None: it is held to no plan.
    package func planNotes() async -> [PlanNote] { [] }
    /// No: a crash ends the episode.
    package var outlivesPrograms: Bool { false }
    /// None: it decides by what it is shown now.
    package var picturesNeeded: Int { 0 }
}

/// A program under test has ended by its own fault, which ends the episode.
package struct ProgramEnded: Error, Hashable, Sendable, CustomStringConvertible {
    /// The program, its status or signal, and its last words on standard error.
    package let description: String

    /// Creates the error from its words.
    package init(_ description: String) { self.description = description }
}

/// A model's answer that means no action.
package struct UnusableAnswer: Error, Sendable, CustomStringConvertible {
    /// The answer that was refused.
    package let answer: ModelAnswer
    /// What is wrong with it, in words that the model is told.
    package let reason: String
    /// Whether asking again cannot help, so that the episode ends.
    package let isFinal: Bool
    /// What a grounding model answered for the places that the answer names.
    package let groundingAnswers: [ModelAnswer]

    /// Creates the error; `reason` is told to the model, if the episode goes on.
    package init(
        answer: ModelAnswer, reason: String, isFinal: Bool = false, groundingAnswers: [ModelAnswer] = []
    ) {
        self.groundingAnswers = groundingAnswers
        self.answer = answer
        self.reason = reason
        self.isFinal = isFinal
    }

    package var description: String { reason }
}
