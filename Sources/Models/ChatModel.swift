package import Images
import JSON

/// A model that reads pictures and answers with text: in this process, or behind a server.
package protocol ChatModel: Sendable {
    /// A short name with what identifies it, such as `qwen:/models/3b`.
    var name: String { get }

    /// The size at which it sees a picture of `size`, in whose pixels it names places.
    ///
    /// - Throws: what says why no model can see such a picture.
    func pictureSize(for size: Size<ImageSpace>) throws -> Size<ModelSpace>

    /// Answers the last turn.
    ///
    /// - Throws: `CancellationError` within a tenth of a second once the task is cancelled, and what keeps the model from
    ///   answering.
    func answer(_ request: ChatRequest) async throws -> ChatReply
}

/// A conversation, and what its answer has to be.
package struct ChatRequest: Sendable {
    /// From the first to the last.
    package var turns: [ChatTurn]
    /// JSON signatures of the functions that may be called.
    package var tools: [String]
    /// What the answer is held to while it is generated, where the model can do that.
    package var form: ChatForm
    /// What the answer is made to begin with; ``ChatReply/text`` goes on after it.
    package var opening: String
    /// How tokens are chosen.
    package var sampling: ChatSampling
    /// The random seed of this answer; the model's own when `nil`.
    package var seed: UInt64?
    /// The maximum number of tokens of the answer; the model's own when `nil`.
    package var maximumTokens: Int?

    /// A request for the turn after `turns`.
    package init(
        turns: [ChatTurn], tools: [String] = [], form: ChatForm = .free, opening: String = "",
        sampling: ChatSampling = .published, seed: UInt64? = nil, maximumTokens: Int? = nil
    ) {
        self.turns = turns
        self.tools = tools
        self.form = form
        self.opening = opening
        self.sampling = sampling
        self.seed = seed
        self.maximumTokens = maximumTokens
    }
}

/// How tokens are chosen.
package enum ChatSampling: Hashable, Sendable {
    /// As the model's publisher says.
    case published
    /// Always the most probable token, without repetition penalty.
    case greedy
}

/// What an answer is held to.
package enum ChatForm: Hashable, Sendable {
    /// Any text.
    case free
    /// One call of the tool `name` within `<tool_call>`, whose arguments fit the JSON schema `arguments`, after at most
    /// `reasoning` tokens of free text.
    case toolCall(name: String, arguments: String, reasoning: Int)
    /// At most so many boxes, a JSON list of `{"bbox_2d": [x1, y1, x2, y2], "label": "…"}` in pixels of `picture`.
    case boxes(picture: Size<ModelSpace>, maximum: Int)
    /// At most so many points, a JSON list of `{"point_2d": [x, y], "label": "…"}` in pixels of `picture`.
    case points(picture: Size<ModelSpace>, maximum: Int)
}

/// One turn of a conversation.
package enum ChatTurn: Sendable {
    case system(String)
    case user([ChatPart])
    case assistant(ChatReply)
}

/// A part of what a user says.
package enum ChatPart: Sendable {
    case text(String)
    case picture(Image)
}

/// What a model said.
package struct ChatReply: Sendable {
    /// The answer, without what it was made to begin with.
    package var text: String
    /// The tokens it was generated as, which keep a cached conversation valid; `nil` where they are not known.
    package var ids: [Int]?
    /// How many tokens the prompt had; `nil` where that is not known.
    package var promptTokens: Int?
    /// How many tokens the answer has; `nil` where that is not known.
    package var answerTokens: Int?

    /// An answer; of one that was not generated here only the text is known.
    package init(text: String, ids: [Int]? = nil, promptTokens: Int? = nil, answerTokens: Int? = nil) {
        self.text = text
        self.ids = ids
        self.promptTokens = promptTokens
        self.answerTokens = answerTokens
    }
}
