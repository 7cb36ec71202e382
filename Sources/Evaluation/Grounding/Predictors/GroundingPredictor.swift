package import Images
package import Interaction

/// Answers where on a picture is what an instruction means.
package protocol GroundingPredictor: Sendable {
    /// Everything about it that moves the score.
    var setup: GroundingSetup { get }

    /// Answers one question.
    ///
    /// - Throws: when the question could not be put at all, which is no answer: the item is then not evaluated. What a
    ///   model says, however useless, is a prediction.
    func predict(_ question: GroundingQuestion) async throws -> GroundingPrediction
}

/// One item as a predictor gets it.
package struct GroundingQuestion: Sendable {
    /// Unique in the dataset.
    package let key: String
    /// The benchmark's own name for the item.
    let id: String?
    /// What is to be found on the picture, in the benchmark's words.
    package let instruction: String
    /// The picture.
    package let image: Image
    /// The picture's name as annotated.
    let pictureName: String
    /// Whether the benchmark asks for things that are not there, so that a prompt should allow to say so.
    package let mayRefuse: Bool

    /// Creates a question.
    init(
        key: String, id: String? = nil, instruction: String, image: Image, pictureName: String, mayRefuse: Bool
    ) {
        self.key = key
        self.id = id
        self.instruction = instruction
        self.image = image
        self.pictureName = pictureName
        self.mayRefuse = mayRefuse
    }
}

/// What a predictor answers.
package struct GroundingPrediction: Sendable {
    /// What a predictor says of a question.
    package enum Reply: Hashable, Sendable {
        /// A model's whole answer, word for word, with what its turn was opened with.
        case text(String)
        /// A place without words, in the setup's coordinates.
        case place(x: Double, y: Double)
        /// That what was asked for is not there.
        case refusal
        /// Neither a place nor a refusal.
        case nothing(reason: String)
    }

    var reply: Reply
    /// The size of the picture as the model saw it, which the answer's pixels refer to.
    var picture: Size<ModelSpace>
    var promptTokens: Int?
    var answerTokens: Int?

    /// Creates a reply that refers to the picture at the size `picture`.
    package init(
        _ reply: Reply, picture: Size<ModelSpace>, promptTokens: Int? = nil, answerTokens: Int? = nil
    ) {
        self.reply = reply
        self.picture = picture
        self.promptTokens = promptTokens
        self.answerTokens = answerTokens
    }

    /// A reply that refers to the picture at its own size.
    package init(_ reply: Reply, on image: Image) {
        self.init(reply, picture: Size(width: image.width, height: image.height))
    }
}

/// What is known of how answers are made: it is printed, written down, and must be the same to continue an evaluation.
package struct GroundingSetup: Codable, Hashable, Sendable {
    /// The predictor's name with what identifies it, such as `text`, `random:7` or a model's checkpoint.
    package var predictor: String
    /// The prompt word for word, with `{instruction}`, `{width}` and `{height}` where those go; `nil` without one.
    var prompt: String?
    /// What the model sees first, such as `image, text`.
    var order: String?
    /// The least and the most pixels of the picture that the model sees.
    var pixelLimits: [Int]?
    /// What the numbers of its answers measure.
    var coordinates: AnswerCoordinates
    /// How tokens are chosen and how many at most, such as `greedy, 256 tokens`.
    var decoding: String?
    /// Anything else that moves the score, such as weights' hashes, a language, a filter for resizing.
    var details: [String: String]

    /// Creates a setup; what is left out does not apply to the predictor.
    package init(
        predictor: String, prompt: String? = nil, order: String? = nil, pixelLimits: [Int]? = nil,
        coordinates: AnswerCoordinates = .pixels, decoding: String? = nil, details: [String: String] = [:]
    ) {
        self.predictor = predictor
        self.prompt = prompt
        self.order = order
        self.pixelLimits = pixelLimits
        self.coordinates = coordinates
        self.decoding = decoding
        self.details = details
    }
}
