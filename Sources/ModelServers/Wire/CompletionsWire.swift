import ChatCompletions
import Images
import JSON
import Models

/// Chat completions.
struct CompletionsWire: ChatWire {
    let model: String
    /// Whether it is OpenAI's own server, which refuses members that it does not know.
    let isStrict: Bool

    func path(isStreamed: Bool) -> String { "/chat/completions" }

    func authentication(_ key: APIKey) -> (name: String, value: String) { ("authorization", "Bearer \(key.value)") }

    func body(
        _ request: ChatRequest, _ options: WireOptions, picture: (Image) throws -> WirePicture
    ) throws -> JSON {
        let system = request.systemText
        var messages: [CompletionMessage] = system.isEmpty ? [] : [.system(system)]
        for turn in request.talk { messages += try self.messages(turn, picture) }
        var body = CompletionRequest(model: model, messages: messages)
        let sampling = request.sampling.parameters
        body.tools = request.hostedTools
        body.maximumTokens = request.maximumTokens ?? options.maximumTokens
        (body.temperature, body.topP, body.topK) = (sampling.temperature, sampling.topP, sampling.topK)
        body.presencePenalty = sampling.presencePenalty
        body.seed = request.seed
        body.schema = options.usesSchema ? request.form.schema : nil
        body.isStreamed = options.isStreamed
        body.isStrict = isStrict
        return body.json.setting(request.members)
    }

    private func messages(
        _ turn: ChatTurn, _ picture: (Image) throws -> WirePicture
    ) throws -> [CompletionMessage] {
        switch turn {
        case .system(let text): [.system(text)]
        case .user(let parts): [.user(try self.parts(parts, picture))]
        case .assistant(let reply): [reply.kept.map(CompletionMessage.kept) ?? .assistant(reply.text)]
        case .results(let results, let parts):
            try results.map { .tool(id: $0.id, try self.parts($0.content, picture)) }
                + (parts.isEmpty ? [] : [.user(try self.parts(parts, picture))])
        }
    }

    private func parts(
        _ parts: [ChatPart], _ picture: (Image) throws -> WirePicture
    ) throws -> [CompletionPart] {
        try parts.map { part in
            switch part {
            case .text(let text): .text(text)
            case .picture(let image): .picture(url: try picture(image).url)
            }
        }
    }

    func reply(_ body: JSON) throws(WireFault) -> ChatReply {
        let answer: CompletionAnswer
        do { answer = try CompletionAnswer(body) } catch {
            switch error {
            case .error(let message): throw .error(message)
            case .noChoices: throw .foreign
            }
        }
        var reply = ChatReply(text: answer.text, promptTokens: answer.promptTokens, answerTokens: answer.answerTokens)
        reply.cachedTokens = answer.cachedTokens
        reply.reasoning = answer.reasoning
        reply.calls = answer.calls.map { ChatCall(id: $0.id, name: $0.name, arguments: $0.arguments) }
        reply.kept = answer.kept
        reply.refusal = answer.refusal
        reply.finish = answer.refusal == nil ? answer.finish.map(Self.finish) : .refusal
        return reply
    }

    private static func finish(_ reason: String) -> ChatFinish {
        switch reason {
        case "stop": .end
        case "tool_calls", "function_call": .calls
        case "length": .length
        case "content_filter": .refusal
        default: .other(reason)
        }
    }

    func stream() -> any AnswerStream { CompletionsStream() }
}

private struct CompletionsStream: AnswerStream {
    private var stream = CompletionStream()
    private(set) var isComplete = false

    var isFinished: Bool { stream.isFinished }

    mutating func read(_ event: ServerSentEvent) throws(WireFault) -> String {
        // The usage comes between the end of the answer and that of the stream.
        if event.data == "[DONE]" { isComplete = true }
        do { return try stream.read(event) } catch {
            switch error {
            case .error(let message): throw .error(message)
            case .noChoices: throw .foreign
            }
        }
    }

    var body: JSON { stream.json }
}
