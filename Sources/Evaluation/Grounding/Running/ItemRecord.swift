package import Images

/// What became of one item: a line of an evaluation's file.
package struct ItemRecord: Hashable, Codable, Sendable, RunRecord {
    /// ``GroundingItem/key`` of what was asked.
    package var key: String
    var id: String?
    /// How the answer was judged.
    package var verdict: Verdict
    /// A model's whole answer.
    package var answer: String?
    /// The place as the answer has it, a box by its centre.
    package var numbers: [Double]?
    /// Whether the answer is that there is nothing to find.
    package var refusal: Bool?
    /// Why there is no place, or why the item was not evaluated.
    package var reason: String?
    /// The point that was scored, in pixels of the published picture, unrounded.
    package var point: Point<ImageSpace>?
    /// The published picture's size, as its file has it.
    var image: Size<ImageSpace>?
    var imageSHA256: String?
    /// The size of the picture that the model saw.
    package var picture: Size<ModelSpace>?
    var seconds: Double
    var promptTokens: Int?
    var answerTokens: Int?

    private enum CodingKeys: String, CodingKey {
        case key, id, verdict, answer, numbers, refusal, reason, point, image, picture, seconds
        case imageSHA256 = "image_sha256"
        case promptTokens = "prompt_tokens"
        case answerTokens = "answer_tokens"
    }
}
