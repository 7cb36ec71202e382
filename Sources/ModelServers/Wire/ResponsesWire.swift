import ChatCompletions
import Images
import JSON
import Models

/// OpenAI's responses. The conversation is sent whole, so that the server keeps nothing of it.
struct ResponsesWire: ChatWire {
    let model: String
    /// The name under which a `computer_call` is one of ``ChatReply/calls``.
    static let computer = "computer"

    func path(isStreamed: Bool) -> String { "/responses" }

    func authentication(_ key: APIKey) -> (name: String, value: String) { ("authorization", "Bearer \(key.value)") }

    func body(
        _ request: ChatRequest, _ options: WireOptions, picture: (Image) throws -> WirePicture
    ) throws -> JSON {
        let system = request.systemText
        let sampling = request.sampling.parameters
        let schema = options.usesSchema ? request.form.schema : nil
        return JSON.object([
            "model": .text(model), "instructions": system.isEmpty ? nil : .text(system),
            "input": .list(try request.talk.flatMap { try items($0, picture) }),
            "tools": request.hostedTools.isEmpty ? nil : .list(request.hostedTools),
            "max_output_tokens": (request.maximumTokens ?? options.maximumTokens).map(JSON.integer),
            "temperature": sampling.temperature.map(JSON.number), "top_p": sampling.topP.map(JSON.number),
            "text": schema.map { schema in
                .object([
                    "format": .object([
                        "type": .text("json_schema"), "name": .text("answer"), "schema": schema, "strict": .bool(false),
                    ])
                ])
            },
            "store": .bool(false), "include": .list([.text("reasoning.encrypted_content")]),
            "stream": options.isStreamed ? .bool(true) : nil,
        ]).setting(request.members)
    }

    private func items(_ turn: ChatTurn, _ picture: (Image) throws -> WirePicture) throws -> [JSON] {
        switch turn {
        case .system: return []
        case .user(let parts): return [message("user", try content(parts, picture))]
        case .assistant(let reply):
            if let items = reply.kept?.items { return items }
            return [message("assistant", [.object(["type": .text("output_text"), "text": .text(reply.text)])])]
        case .results(let results, let parts):
            let items = try results.map { try result($0, picture) }
            return items + (parts.isEmpty ? [] : [message("user", try content(parts, picture))])
        }
    }

    private func message(_ role: String, _ content: [JSON]) -> JSON {
        .object(["role": .text(role), "content": .list(content)])
    }

    private func content(_ parts: [ChatPart], _ picture: (Image) throws -> WirePicture) throws -> [JSON] {
        try parts.map { part in
            switch part {
            case .text(let text): .object(["type": .text("input_text"), "text": .text(text)])
            case .picture(let image):
                .object([
                    "type": .text("input_image"), "image_url": .text(try picture(image).url), "detail": .text("auto"),
                ])
            }
        }
    }

    /// What a `computer_call` gets back is a screenshot; texts beside it have no place there.
    private func result(_ result: ChatCallResult, _ picture: (Image) throws -> WirePicture) throws -> JSON {
        guard result.name == Self.computer else {
            return JSON.object([
                "type": .text("function_call_output"), "call_id": .text(result.id),
                "output": .list(try content(result.content, picture)),
            ]).setting(result.members)
        }
        let screenshot = try result.content.compactMap { part in
            if case .picture(let image) = part { try picture(image).url } else { nil }
        }.first
        return JSON.object([
            "type": .text("computer_call_output"), "call_id": .text(result.id),
            "output": .object(["type": .text("computer_screenshot"), "image_url": screenshot.map(JSON.text)]),
        ]).setting(result.members)
    }

    func reply(_ body: JSON) throws(WireFault) -> ChatReply {
        if let message = ServerMessage(body) { throw .error(message) }
        guard let output = body["output"]?.items else { throw .foreign }
        if body["status"]?.string == "failed" {
            throw .error(ServerMessage(message: "the response failed without an error"))
        }
        let contents = output.filter { $0["type"]?.string == "message" }.flatMap { $0["content"]?.items ?? [] }
        let usage = body["usage"]
        var reply = ChatReply(
            text: contents.compactMap { $0["text"]?.string }.joined(),
            promptTokens: usage?["input_tokens"]?.integer, answerTokens: usage?["output_tokens"]?.integer)
        reply.cachedTokens = usage?["input_tokens_details"]?["cached_tokens"]?.integer
        let summaries = output.filter { $0["type"]?.string == "reasoning" }.flatMap { $0["summary"]?.items ?? [] }
        let reasoning = summaries.compactMap { $0["text"]?.string }.joined(separator: "\n")
        reply.reasoning = reasoning.isEmpty ? nil : reasoning
        reply.calls = output.compactMap(Self.call)
        reply.kept = .list(output)
        reply.refusal = contents.lazy.compactMap { $0["refusal"]?.string }.first
        reply.finish = finish(body, reply)
        return reply
    }

    private static func call(_ item: JSON) -> ChatCall? {
        let id = item["call_id"]?.string ?? item["id"]?.string ?? ""
        switch item["type"]?.string {
        case "function_call":
            return ChatCall(
                id: id, name: item["name"]?.string ?? "", arguments: item["arguments"]?.string ?? "{}")
        case "computer_call":
            let arguments = JSON.object([
                "action": item["action"], "actions": item["actions"],
                "pending_safety_checks": item["pending_safety_checks"],
            ])
            return ChatCall(id: id, name: computer, arguments: arguments.text)
        default: return nil
        }
    }

    private func finish(_ body: JSON, _ reply: ChatReply) -> ChatFinish {
        if reply.refusal != nil { return .refusal }
        switch body["incomplete_details"]?["reason"]?.string {
        case "max_output_tokens": return .length
        case "content_filter": return .refusal
        case let reason?: return .other(reason)
        case nil: return reply.calls.isEmpty ? .end : .calls
        }
    }

    func stream() -> any AnswerStream { ResponsesStream() }
}

/// The last event holds the whole response.
private struct ResponsesStream: AnswerStream {
    private var response: JSON?

    var isFinished: Bool { response != nil }

    mutating func read(_ event: ServerSentEvent) throws(WireFault) -> String {
        if event.data == "[DONE]" { return "" }
        let json = try event.json()
        switch json["type"]?.string {
        case "response.output_text.delta": return json["delta"]?.string ?? ""
        case "response.completed", "response.incomplete", "response.failed":
            guard let whole = json["response"] else { throw .foreign }
            if let message = ServerMessage(whole) { throw .error(message) }
            response = whole
            return ""
        case "error": throw .error(ServerMessage(.object(["error": json])) ?? ServerMessage(message: event.data))
        default: return ""
        }
    }

    var body: JSON { response ?? .null }
}
