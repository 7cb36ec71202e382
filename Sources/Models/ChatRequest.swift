package import Images
package import JSON
import QwenVL

/// A conversation, and what its answer has to be.
package struct ChatRequest: Sendable {
    /// From the first to the last.
    package var turns: [ChatTurn]
    /// JSON signatures of the functions that may be called, which the model is told of in the system text.
    package var tools: [String]
    /// Entries of the server's own list of tools, such as `{"type": "computer"}`, sent unchanged.
    package var hostedTools: [JSON] = []
    /// Additional members of the request's body, such as `truncation`, sent unchanged; they replace ours of the same name.
    package var members: [JSONMember] = []
    /// Additional headers of the request, such as `anthropic-beta`.
    package var headers: [String: String] = [:]
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
    /// Receives the text as it is generated; `nil` where nobody watches, and a server need not stream.
    package var watcher: (@Sendable (_ piece: String) -> Void)?

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
    /// As these parameters say; the model's own where one is `nil`.
    case parameters(SamplingParameters)
}

/// The parameters of sampling that servers know.
package struct SamplingParameters: Hashable, Sendable {
    /// From 0 for the most probable token to 2.
    package var temperature: Double?
    /// Only the most probable tokens that together reach this probability.
    package var topP: Double?
    /// Only so many of the most probable tokens.
    package var topK: Int?
    /// From -2 to 2: above 0 what was said already becomes less probable.
    package var presencePenalty: Double?

    package init(
        temperature: Double? = nil, topP: Double? = nil, topK: Int? = nil, presencePenalty: Double? = nil
    ) {
        self.temperature = temperature
        self.topP = topP
        self.topK = topK
        self.presencePenalty = presencePenalty
    }
}

/// What an answer is held to.
package enum ChatForm: Hashable, Sendable {
    /// Any text.
    case free
    /// One JSON value that fits the JSON schema `schema`.
    case json(schema: String)
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
    /// The results of calls of the reply before, one for each, and then what the user says.
    case results([ChatCallResult], [ChatPart])
}

/// A part of what a user says.
package enum ChatPart: Sendable {
    case text(String)
    /// A picture, which the model sees at ``ChatModel/pictureSize(for:)`` of its size.
    case picture(Image)
}

/// What became of a call.
package struct ChatCallResult: Sendable {
    /// ``ChatCall/id`` of the call.
    package var id: String
    /// ``ChatCall/name`` of the call.
    package var name: String
    /// Text and pictures for the model.
    package var content: [ChatPart]
    /// Whether the call failed or was not executed.
    package var isError: Bool
    /// Additional members of the result, sent unchanged, such as `acknowledged_safety_checks` or `toolset_name`; for Gemini
    /// those of its `response`, such as `url`.
    package var members: [JSONMember]

    package init(
        id: String, name: String, content: [ChatPart], isError: Bool = false, members: [JSONMember] = []
    ) {
        self.id = id
        self.name = name
        self.content = content
        self.isError = isError
        self.members = members
    }
}

extension ChatRequest {
    /// What a server's model is told of ``tools`` after the system text, as Qwen's template writes it; empty without tools.
    package var toolsText: String { ToolPrompt.text(tools) }
}
