package import Images

/// What the model answered, and what it took.
package struct Answer: Sendable {
    /// The text, without special tokens and up to a stop string.
    package let text: String
    /// The tokens, the one that ended it included: a `RequestTurn.generated` of the next request.
    package let ids: [Int]
    /// Why it ended.
    package let finish: FinishReason
    /// How many tokens the request and the answer have.
    package let counts: TokenCounts
    /// How long each phase took.
    package let times: PhaseTimes
    /// The pictures and clips of the request in order, at the sizes the model saw: its coordinates are pixels of those.
    package let pictures: [PictureView]
}

/// How many tokens a request and its answer have.
package struct TokenCounts: Hashable, Sendable {
    /// All tokens of the request.
    package var prompt = 0
    /// Of the prompt, those that stand for pictures.
    package var pictures = 0
    /// Of the prompt, those that were known from before and not read again.
    package var reused = 0
    /// The tokens of the answer, the one that ended it included.
    package var answer = 0
    /// The pictures and clips that were encoded; the others of the request were known.
    package var encodedPictures = 0
    /// The passes through the model that wrote the answer; fewer than its tokens where some were guessed.
    package var passes = 0
    /// The tokens that those passes computed, guesses that were wrong included.
    package var computed = 0
}

/// How long each phase took.
package struct PhaseTimes: Hashable, Sendable {
    /// Resizing and encoding pictures.
    package var vision: Duration = .zero
    /// Reading the prompt.
    package var prefill: Duration = .zero
    /// Writing the answer.
    package var decode: Duration = .zero
}

/// The size of a picture before and after it was made ready for the model.
package struct PictureView: Hashable, Sendable {
    /// The size as it was given.
    package let image: Size<ImageSpace>
    /// The size that the model saw.
    package let model: Size<ModelSpace>
}
