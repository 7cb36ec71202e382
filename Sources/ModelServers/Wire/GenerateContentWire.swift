import ChatCompletions
import Images
import JSON
import Models

/// Gemini's generateContent.
struct GenerateContentWire: ChatWire {
    let model: String

    func path(isStreamed: Bool) -> String {
        "/models/\(model):\(isStreamed ? "streamGenerateContent?alt=sse" : "generateContent")"
    }

    func authentication(_ key: APIKey) -> (name: String, value: String) { ("x-goog-api-key", key.value) }

    func models(_ listing: JSON) -> [String]? {
        listing["models"]?.items?.compactMap { $0["name"]?.string.map { String($0.trimmingPrefix("models/")) } }
    }

    func body(
        _ request: ChatRequest, _ options: WireOptions, picture: (Image) throws -> WirePicture
    ) throws -> JSON {
        let system = request.systemText
        return JSON.object([
            "systemInstruction": system.isEmpty ? nil : .object(["parts": .list([.object(["text": .text(system)])])]),
            "contents": .list(try request.talk.compactMap { try content($0, picture) }),
            "tools": request.hostedTools.isEmpty ? nil : .list(request.hostedTools),
            "generationConfig": configuration(request, options),
        ]).setting(request.members)
    }

    private func configuration(_ request: ChatRequest, _ options: WireOptions) -> JSON? {
        let sampling = request.sampling.parameters
        let schema = options.usesSchema ? request.form.schema : nil
        let json = JSON.object([
            "temperature": sampling.temperature.map(JSON.number), "topP": sampling.topP.map(JSON.number),
            "topK": sampling.topK.map(JSON.integer),
            "presencePenalty": sampling.presencePenalty.map(JSON.number),
            "maxOutputTokens": (request.maximumTokens ?? options.maximumTokens).map(JSON.integer),
            // An integer of 32 bits.
            "seed": request.seed.map { .integer(Int($0 & 0x7FFF_FFFF)) },
            "responseMimeType": schema.map { _ in .text("application/json") }, "responseJsonSchema": schema,
        ])
        return json.members?.isEmpty == true ? nil : json
    }

    private func content(_ turn: ChatTurn, _ picture: (Image) throws -> WirePicture) throws -> JSON? {
        switch turn {
        case .system: return nil
        case .user(let parts): return content("user", try self.parts(parts, picture))
        case .assistant(let reply):
            return content("model", reply.kept?.items ?? [.object(["text": .text(reply.text)])])
        case .results(let results, let parts):
            return content("user", try results.map { try result($0, picture) } + self.parts(parts, picture))
        }
    }

    private func content(_ role: String, _ parts: [JSON]) -> JSON {
        .object(["role": .text(role), "parts": .list(parts)])
    }

    private func parts(_ parts: [ChatPart], _ picture: (Image) throws -> WirePicture) throws -> [JSON] {
        try parts.map { part in
            switch part {
            case .text(let text): .object(["text": .text(text)])
            case .picture(let image): try inline(image, picture)
            }
        }
    }

    private func inline(_ image: Image, _ picture: (Image) throws -> WirePicture) throws -> JSON {
        let file = try picture(image)
        return .object([
            "inlineData": .object(["mimeType": .text(file.mediaType), "data": .text(file.data)])
        ])
    }

    private func result(_ result: ChatCallResult, _ picture: (Image) throws -> WirePicture) throws -> JSON {
        var texts: [String] = []
        var pictures: [JSON] = []
        for part in result.content {
            switch part {
            case .text(let text): texts.append(text)
            case .picture(let image): pictures.append(try inline(image, picture))
            }
        }
        let said: KeyValuePairs<String, JSON?> = [
            (result.isError ? "error" : "output"): texts.isEmpty ? nil : .text(texts.joined(separator: "\n"))
        ]
        return .object([
            "functionResponse": .object([
                "id": result.id.isEmpty ? nil : .text(result.id), "name": .text(result.name),
                "response": JSON.object(said).setting(result.members),
                "parts": pictures.isEmpty ? nil : .list(pictures),
            ])
        ])
    }

    func reply(_ body: JSON) throws(WireFault) -> ChatReply {
        if let message = ServerMessage(body) { throw .error(message) }
        let usage = body["usageMetadata"]
        let block = body["promptFeedback"]?["blockReason"]?.string
        let candidate = body["candidates"]?.items?.first
        guard candidate != nil || block != nil else { throw .foreign }
        let parts = candidate?["content"]?["parts"]?.items ?? []
        func texts(thought: Bool) -> [String] {
            parts.filter { ($0["thought"]?.bool ?? false) == thought }.compactMap { $0["text"]?.string }
        }
        var reply = ChatReply(
            text: texts(thought: false).joined(), promptTokens: usage?["promptTokenCount"]?.integer,
            answerTokens: usage?["candidatesTokenCount"]?.integer.map {
                $0 + (usage?["thoughtsTokenCount"]?.integer ?? 0)
            })
        reply.cachedTokens = usage?["cachedContentTokenCount"]?.integer
        let reasoning = texts(thought: true).joined(separator: "\n")
        reply.reasoning = reasoning.isEmpty ? nil : reasoning
        reply.calls = parts.compactMap { $0["functionCall"] ?? $0["function_call"] }.map { call in
            ChatCall(
                id: call["id"]?.string ?? "", name: call["name"]?.string ?? "",
                arguments: (call["args"] ?? .object([:])).text)
        }
        reply.kept = .list(parts)
        if let block { reply.refusal = "the server blocked the prompt: \(block)" }
        let reason = candidate?["finishReason"]?.string
        reply.finish = block != nil ? .refusal : reason.map { finish($0, hasCalls: !reply.calls.isEmpty) }
        return reply
    }

    private func finish(_ reason: String, hasCalls: Bool) -> ChatFinish {
        switch reason {
        case "STOP": hasCalls ? .calls : .end
        case "MAX_TOKENS": .length
        case "SAFETY", "PROHIBITED_CONTENT", "BLOCKLIST", "SPII", "RECITATION", "IMAGE_SAFETY": .refusal
        case "MALFORMED_FUNCTION_CALL", "UNEXPECTED_TOOL_CALL": .malformedCall
        default: .other(reason)
        }
    }

    func stream() -> any AnswerStream { GenerateContentStream() }
}

/// Each chunk is a response of its own; their parts follow each other.
private struct GenerateContentStream: AnswerStream {
    private var last: JSON = .object([:])
    private var parts: [JSON] = []
    private(set) var isFinished = false

    mutating func read(_ event: ServerSentEvent) throws(WireFault) -> String {
        if event.data == "[DONE]" { return "" }
        let json = try event.json()
        last = last.setting(json.members ?? [])
        if json["promptFeedback"]?["blockReason"] != nil { isFinished = true }
        guard let candidate = json["candidates"]?.items?.first else { return "" }
        if candidate["finishReason"]?.string != nil { isFinished = true }
        let new = candidate["content"]?["parts"]?.items ?? []
        parts += new
        return new.filter { $0["thought"]?.bool != true }.compactMap { $0["text"]?.string }.joined()
    }

    var body: JSON {
        guard let candidate = last["candidates"]?.items?.first else { return last }
        let content = JSON.object(["role": .text("model"), "parts": .list(parts)])
        return last.setting([
            JSONMember("candidates", .list([candidate.setting([JSONMember("content", content)])]))
        ])
    }
}
