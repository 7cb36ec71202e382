package import Models

/// An episode so far, from which a dialect's history policy makes the conversation that a model is shown.
package struct Transcript: Sendable {
    /// What the user wants, in words.
    let instruction: String
    /// The steps so far with what the model said in each, the oldest first.
    let steps: [Step]
    /// The screen that is to be answered for, as it is shown.
    let shown: ShownScreen
    /// How many of the latest steps' screenshots are shown; as many as the history policy says when `nil`.
    let shownSteps: Int?
    /// What there is to say beside it; empty for nothing.
    let note: String
    /// What has been said about this very screen.
    let exchanges: [Exchange]

    /// One earlier step.
    package struct Step: Sendable {
        /// From 1.
        let number: Int
        /// What the model saw, as it was shown; blank in steps older than the history policy shows.
        let shown: ShownScreen
        /// What the model said.
        let reply: ChatReply
        /// What became of it.
        let outcome: StepOutcome

        /// One earlier step, in the order of its events.
        package init(number: Int, shown: ShownScreen, reply: ChatReply, outcome: StepOutcome) {
            self.number = number
            self.shown = shown
            self.reply = reply
            self.outcome = outcome
        }
    }

    /// Something said about the present screen that did not lead to an action.
    package enum Exchange: Sendable {
        /// An answer that cannot be used, and why.
        case failed(ChatReply, reason: String)
        /// A question, and what it was answered with.
        case query(ChatReply, [ChatPart])
        /// An answer that the server broke off, and goes on with when it gets it back.
        case paused(ChatReply)
    }

    /// - Parameters:
    ///   - steps: the oldest first.
    ///   - shown: the screen that is to be answered for.
    ///   - shownSteps: how many of the latest steps' screenshots are shown; `nil` for the history policy's number.
    ///   - note: what there is to say beside it.
    ///   - exchanges: what has been said about this very screen.
    package init(
        instruction: String, steps: [Step], shown: ShownScreen, shownSteps: Int? = nil, note: String = "",
        exchanges: [Exchange] = []
    ) {
        self.instruction = instruction
        self.steps = steps
        self.shown = shown
        self.shownSteps = shownSteps
        self.note = note
        self.exchanges = exchanges
    }
}

/// What became of a step.
package struct StepOutcome: Hashable, Sendable {
    /// As the model is told.
    package var words: String
    /// Whether there is nothing to say but that it was done.
    var isPlain: Bool
    /// The index of the action that failed or was refused, where one did.
    var failed: Int?
    /// Whether a person confirmed the safety checks of the reply.
    var isConfirmed: Bool

    /// What became of a step, in the words that the model is told.
    package init(words: String, isPlain: Bool = false, failed: Int? = nil, isConfirmed: Bool = false) {
        self.words = words
        self.isPlain = isPlain
        self.failed = failed
        self.isConfirmed = isConfirmed
    }
}
