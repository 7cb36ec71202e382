package import Images

/// What the model answered, and what it took.
package struct Answer: Sendable {
    /// The text, without special tokens and up to a stop string.
    package let text: String
    /// The tokens, the one that ended it included: a `RequestTurn.generated` of the next request.
    package let ids: [Int]
    package let finish: FinishReason
    package let counts: TokenCounts
    package let times: PhaseTimes
    /// The pictures and clips of the request in order, at the sizes the model saw: its coordinates are pixels of those.
    package let pictures: [PictureView]
}

/// How many tokens a request and its answer have.
package struct TokenCounts: Hashable, Sendable {
    package var prompt = 0
    /// Of the prompt, those that stand for pictures.
    package var pictures = 0
    /// Of the prompt, those that were known from before and not read again.
    package var reused = 0
    package var answer = 0
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
    package let image: Size<ImageSpace>
    package let model: Size<ModelSpace>
}
