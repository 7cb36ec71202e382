/// What an answer took of a model in this process, beside the tokens of ``ModelAnswer``.
package struct ModelWork: Hashable, Sendable {
    /// The tokens of the prompt that were known from the request before and not read again.
    package var reusedTokens: Int
    /// The pictures of the request.
    package var pictures: Int
    /// Those that were encoded; the others were known from requests before.
    package var encodedPictures: Int
    /// The passes through the model that wrote the answer: fewer than its tokens where some were guessed.
    package var passes: Int
    /// The tokens that those passes computed, wrong guesses included.
    package var computedTokens: Int
    /// Resizing and encoding pictures.
    package var vision: Duration
    /// Reading the prompt.
    package var prefill: Duration
    /// Writing the answer.
    package var decode: Duration

    /// Creates a record of what an answer took.
    package init(
        reusedTokens: Int, pictures: Int, encodedPictures: Int, passes: Int, computedTokens: Int, vision: Duration,
        prefill: Duration, decode: Duration
    ) {
        self.reusedTokens = reusedTokens
        self.pictures = pictures
        self.encodedPictures = encodedPictures
        self.passes = passes
        self.computedTokens = computedTokens
        self.vision = vision
        self.prefill = prefill
        self.decode = decode
    }
}
