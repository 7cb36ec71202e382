package import JSON

/// A request of `POST /v1/chat/completions`.
package struct CompletionRequest: Sendable {
    var model: String
    var messages: [CompletionMessage]
    /// Entries of `tools`.
    package var tools: [JSON] = []
    /// The most tokens of the answer; the server's own limit when `nil`.
    package var maximumTokens: Int?
    /// From 0 for the most probable token to 2; the server's own when `nil`, as the ones below.
    package var temperature: Double?
    /// Only the most probable tokens that together reach this probability.
    package var topP: Double?
    /// Only so many of the most probable tokens.
    package var topK: Int?
    /// From -2 to 2: above 0 what was said already becomes less probable.
    package var presencePenalty: Double?
    /// Of the choice of tokens, for servers that know one.
    package var seed: UInt64?
    /// The JSON schema that the answer is held to.
    package var schema: JSON?
    /// Whether the answer comes in pieces, as server-sent events.
    package var isStreamed = false
    /// Whether only members of OpenAI's own specification are sent: its servers refuse unknown ones, and call the maximum
    /// `max_completion_tokens`.
    package var isStrict = false

    /// Creates a request that leaves everything else to the server.
    package init(model: String, messages: [CompletionMessage]) {
        self.model = model
        self.messages = messages
    }

    /// The body.
    package var json: JSON {
        .object([
            "model": .text(model), "messages": .list(messages.map(\.json)),
            "tools": tools.isEmpty ? nil : .list(tools),
            "max_tokens": isStrict ? nil : maximumTokens.map(JSON.integer),
            "max_completion_tokens": isStrict ? maximumTokens.map(JSON.integer) : nil,
            "temperature": temperature.map(JSON.number), "top_p": topP.map(JSON.number),
            "top_k": isStrict ? nil : topK.map(JSON.integer), "presence_penalty": presencePenalty.map(JSON.number),
            // Servers read it as a signed integer of 64 bits.
            "seed": seed.map { .integer(Int($0 & (1 << 62 - 1))) },
            "response_format": schema.map { schema in
                .object([
                    "type": .text("json_schema"),
                    "json_schema": .object(["name": .text("answer"), "schema": schema]),
                ])
            },
            "stream": isStreamed ? .bool(true) : nil,
            "stream_options": isStreamed ? .object(["include_usage": .bool(true)]) : nil,
        ])
    }
}

/// A message of a conversation.
package enum CompletionMessage: Sendable {
    case system(String)
    case user([CompletionPart])
    case assistant(String)
    /// An assistant's message exactly as a server gave it.
    case kept(JSON)
    /// The result of the tool call `id`.
    case tool(id: String, [CompletionPart])

    fileprivate var json: JSON {
        switch self {
        case .system(let text): .object(["role": .text("system"), "content": .text(text)])
        case .user(let parts): .object(["role": .text("user"), "content": parts.content])
        case .assistant(let text): .object(["role": .text("assistant"), "content": .text(text)])
        case .kept(let message): message
        case .tool(let id, let parts):
            .object(["role": .text("tool"), "tool_call_id": .text(id), "content": parts.content])
        }
    }
}

/// A part of a message.
package enum CompletionPart: Sendable {
    case text(String)
    /// A picture as a URL, such as `data:image/png;base64,…`.
    case picture(url: String)

    fileprivate var json: JSON {
        switch self {
        case .text(let text): .object(["type": .text("text"), "text": .text(text)])
        case .picture(let url):
            .object(["type": .text("image_url"), "image_url": .object(["url": .text(url)])])
        }
    }
}

extension [CompletionPart] {
    /// A string where there are no pictures, which every server reads.
    fileprivate var content: JSON {
        if count == 1, case .text(let text) = self[0] { return .text(text) }
        return .list(map(\.json))
    }
}
