import ChatCompletions
import Images
import JSON
import Models

/// Anthropic's messages.
struct MessagesWire: ChatWire {
    let model: String
    /// Used where nothing else names one: the interface requires a maximum.
    private static let maximumTokens = 4096

    func path(isStreamed: Bool) -> String { "/messages" }

    func authentication(_ key: APIKey) -> (name: String, value: String) { ("x-api-key", key.value) }

    var headers: [String: String] { ["anthropic-version": "2023-06-01"] }

    func body(
        _ request: ChatRequest, _ options: WireOptions, picture: (Image) throws -> WirePicture
    ) throws -> JSON {
        let system = request.systemText
        let sampling = request.sampling.parameters
        return JSON.object([
            "model": .text(model),
            "max_tokens": .integer(request.maximumTokens ?? options.maximumTokens ?? Self.maximumTokens),
            "system": system.isEmpty ? nil : .text(system),
            "messages": .list(try request.talk.compactMap { try message($0, picture) }),
            "tools": request.hostedTools.isEmpty ? nil : .list(request.hostedTools),
            "temperature": sampling.temperature.map(JSON.number), "top_p": sampling.topP.map(JSON.number),
            "top_k": sampling.topK.map(JSON.integer), "stream": options.isStreamed ? .bool(true) : nil,
        ]).setting(request.members)
    }

    private func message(_ turn: ChatTurn, _ picture: (Image) throws -> WirePicture) throws -> JSON? {
        switch turn {
        case .system: return nil
        case .user(let parts): return message("user", try content(parts, picture))
        case .assistant(let reply):
            let blocks = reply.kept?.items ?? [Self.text(reply.text)]
            // An assistant's turn without content is refused.
            let isEmpty = blocks.isEmpty || (reply.kept == nil && reply.text.isEmpty)
            return message("assistant", isEmpty ? [Self.text("(no answer)")] : blocks)
        case .results(let results, let parts):
            return message("user", try results.map { try result($0, picture) } + content(parts, picture))
        }
    }

    private func message(_ role: String, _ content: [JSON]) -> JSON {
        .object(["role": .text(role), "content": .list(content)])
    }

    private static func text(_ text: String) -> JSON { .object(["type": .text("text"), "text": .text(text)]) }

    private func content(_ parts: [ChatPart], _ picture: (Image) throws -> WirePicture) throws -> [JSON] {
        try parts.map { part in
            switch part {
            case .text(let text): return Self.text(text)
            case .picture(let image):
                let file = try picture(image)
                return .object([
                    "type": .text("image"),
                    "source": .object([
                        "type": .text("base64"), "media_type": .text(file.mediaType), "data": .text(file.data),
                    ]),
                ])
            }
        }
    }

    private func result(_ result: ChatCallResult, _ picture: (Image) throws -> WirePicture) throws -> JSON {
        JSON.object([
            "type": .text("tool_result"), "tool_use_id": .text(result.id),
            "content": .list(try content(result.content, picture)), "is_error": result.isError ? .bool(true) : nil,
        ]).setting(result.members)
    }

    func reply(_ body: JSON) throws(WireFault) -> ChatReply {
        if let message = ServerMessage(body) { throw .error(message) }
        guard let blocks = body["content"]?.items, body["type"]?.string == "message" else { throw .foreign }
        func texts(_ type: String, _ field: String) -> [String] {
            blocks.filter { $0["type"]?.string == type }.compactMap { $0[field]?.string }
        }
        var reply = ChatReply(text: texts("text", "text").joined())
        if let usage = body["usage"] {
            let cached = usage["cache_read_input_tokens"]?.integer ?? 0
            let written = usage["cache_creation_input_tokens"]?.integer ?? 0
            reply.promptTokens = usage["input_tokens"]?.integer.map { $0 + cached + written }
            reply.answerTokens = usage["output_tokens"]?.integer
            reply.cachedTokens = cached
        }
        let reasoning = texts("thinking", "thinking").joined(separator: "\n")
        reply.reasoning = reasoning.isEmpty ? nil : reasoning
        reply.calls = blocks.filter { $0["type"]?.string == "tool_use" }.map { block in
            ChatCall(
                id: block["id"]?.string ?? "", name: block["name"]?.string ?? "",
                arguments: (block["input"] ?? .object([:])).text)
        }
        reply.kept = .list(blocks)
        reply.finish = body["stop_reason"]?.string.map(Self.finish)
        if reply.finish == .refusal { reply.refusal = reply.text }
        return reply
    }

    private static func finish(_ reason: String) -> ChatFinish {
        switch reason {
        case "end_turn", "stop_sequence": .end
        case "tool_use": .calls
        case "max_tokens": .length
        case "refusal": .refusal
        case "pause_turn": .paused
        default: .other(reason)
        }
    }

    func stream() -> any AnswerStream { MessagesStream() }
}

/// Blocks grow by deltas; what a delta changes depends on its type.
private struct MessagesStream: AnswerStream {
    private var message: JSON = .object([:])
    private var blocks: [Int: JSON] = [:]
    /// The text so far of each block's input, which is JSON only when it is whole.
    private var inputs: [Int: String] = [:]
    private(set) var isFinished = false

    mutating func read(_ event: ServerSentEvent) throws(WireFault) -> String {
        let json = try event.json()
        let index = json["index"]?.integer ?? 0
        switch json["type"]?.string {
        case "message_start": message = json["message"] ?? message
        case "content_block_start": blocks[index] = json["content_block"] ?? .null
        case "content_block_delta": return add(json["delta"] ?? .null, to: index)
        case "content_block_stop":
            guard let text = inputs[index], !text.isEmpty else { return "" }
            guard let input = try? JSON(parsing: text) else { throw .foreign }
            blocks[index] = blocks[index]?.setting([JSONMember("input", input)])
        case "message_delta":
            let usage = (message["usage"] ?? .object([:])).setting(json["usage"]?.members ?? [])
            message = message.setting((json["delta"]?.members ?? []) + [JSONMember("usage", usage)])
        case "message_stop": isFinished = true
        default: break
        }
        return ""
    }

    private mutating func add(_ delta: JSON, to index: Int) -> String {
        func grow(_ field: String) -> String {
            let piece = delta[field]?.string ?? ""
            let whole = (blocks[index]?[field]?.string ?? "") + piece
            blocks[index] = blocks[index]?.setting([JSONMember(field, .text(whole))])
            return piece
        }
        switch delta["type"]?.string {
        case "text_delta": return grow("text")
        case "thinking_delta": _ = grow("thinking")
        case "signature_delta": _ = grow("signature")
        case "input_json_delta": inputs[index, default: ""] += delta["partial_json"]?.string ?? ""
        default: break
        }
        return ""
    }

    var body: JSON {
        message.setting([JSONMember("content", .list(blocks.sorted { $0.key < $1.key }.map(\.value)))])
    }
}
