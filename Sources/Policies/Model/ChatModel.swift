import Images

/// A model that reads pictures and answers with text: in this process, or behind a server.
package protocol ChatModel: Sendable {
    /// A short name with what identifies it, such as `qwen:/models/3b`.
    var name: String { get }

    /// The size at which it sees a picture of `size`, in whose pixels it names places.
    ///
    /// - Throws: what says why no model can see such a picture.
    func pictureSize(for size: Size<ImageSpace>) throws -> Size<ModelSpace>

    /// Answers the last turn.
    func answer(_ request: ChatRequest) async throws -> ChatReply
}

/// A conversation, and what its answer has to be.
package struct ChatRequest: Sendable {
    package var turns: [ChatTurn]
    /// JSON signatures of the functions that may be called.
    package var tools: [String]
    /// What the answer is held to while it is generated, where the model can do that.
    package var form: ChatForm
    /// What chance begins with where answers are drawn; the model's own when `nil`.
    package var seed: UInt64?

    package init(turns: [ChatTurn], tools: [String] = [], form: ChatForm = .free, seed: UInt64? = nil) {
        self.turns = turns
        self.tools = tools
        self.form = form
        self.seed = seed
    }
}

/// What an answer is held to.
package enum ChatForm: Hashable, Sendable {
    /// Any text.
    case free
    /// One call of the computer-use tool with points on the picture, after so many tokens of free text at most.
    case computerUse(picture: Size<ModelSpace>, reasoning: Int)
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
    package var text: String
    /// The tokens it was generated as, which keep a cached conversation valid; `nil` where they are not known.
    package var ids: [Int]?
    package var promptTokens: Int?
    package var answerTokens: Int?

    package init(text: String, ids: [Int]? = nil, promptTokens: Int? = nil, answerTokens: Int? = nil) {
        self.text = text
        self.ids = ids
        self.promptTokens = promptTokens
        self.answerTokens = answerTokens
    }
}
