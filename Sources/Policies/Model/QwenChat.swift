import Constraints
import Foundation
import Images
import Interaction
import QwenVL

/// Qwen2.5-VL in this process, as a model to talk to. It keeps what it has read of the one conversation that it is in.
package final class QwenChat: ChatModel {
    package let name: String
    /// What tells it from other models, and how it answers, for the record of an evaluation.
    package let identity: [String: String]
    private let model: QwenModel
    private let tokens: TokenTable
    private let sizing: PictureSizing
    private let options: GenerationOptions
    private let talk = Talk()

    /// - Parameters:
    ///   - path: the checkpoint's folder or GGUF file.
    ///   - maximum: the most pixels at which it sees a picture; `nil` for the checkpoint's limit.
    ///   - mostTokens: of an answer.
    /// - Throws: what keeps the checkpoint from being used, and what to do.
    package init(at path: String, maximum: Int? = nil, mostTokens: Int = 512) throws {
        let model = try QwenModel(at: path)
        self.model = model
        name = "qwen:\(path)"
        tokens = try TokenTable(model.tokenizer)
        sizing = model.checkpoint.preprocessor.images.with(maximum: maximum)
        var options = model.defaults
        options.mostTokens = mostTokens
        self.options = options
        identity = try model.checkpoint.summary.identity.merging([
            "pixel_limits": "\(sizing.minimum) to \(sizing.maximum)",
            "decoding": options.sampling.temperature == 0
                ? "greedy, at most \(mostTokens) tokens"
                : "temperature \(options.sampling.temperature), top p \(options.sampling.topProbability), top k "
                    + "\(options.sampling.topCount.map(String.init) ?? "all"), at most \(mostTokens) tokens",
            "repetition_penalty": "\(options.sampling.repetitionPenalty)",
        ]) { $1 }
    }

    package func pictureSize(for size: Size<ImageSpace>) throws -> Size<ModelSpace> { try sizing.size(for: size) }

    package func answer(_ request: ChatRequest) async throws -> ChatReply {
        try await OwnThread.run { isCancelled in try self.reply(to: request, isCancelled: isCancelled) }
    }

    private func reply(to request: ChatRequest, isCancelled: () -> Bool) throws -> ChatReply {
        var asked = ModelRequest(request.turns.map(Self.turn))
        asked.tools = request.tools
        asked.imageSizing = sizing
        let constraint = try constraint(for: request.form)
        var options = options
        if let seed = request.seed { options.sampling.seed = seed }
        let answer = try talk.use { conversation in
            try model.answer(to: asked, options, constraint: constraint, in: conversation, isCancelled: isCancelled)
        }
        if answer.finish == .cancelled { throw CancellationError() }
        return ChatReply(
            text: answer.text, ids: answer.ids, promptTokens: answer.counts.prompt,
            answerTokens: answer.counts.answer)
    }

    private func constraint(for form: ChatForm) throws -> (any TokenConstraint)? {
        guard case .computerUse(let picture, let reasoning) = form else { return nil }
        let schema = try JSONSchema(parsing: ActionName.schema(on: picture).text)
        let answer = try AnswerForm.toolCall(
            ComputerUseTool.name, arguments: schema, reasoning: reasoning > 0 ? .allowed(tokens: reasoning) : .none)
        return try FormConstraint(answer, tokens: tokens, limit: options.mostTokens)
    }

    private static func turn(_ turn: ChatTurn) -> RequestTurn {
        switch turn {
        case .system(let text): .system([.text(text)])
        case .user(let parts):
            .user(
                parts.map { part in
                    switch part {
                    case .text(let text): .text(text)
                    case .picture(let image): .image(image)
                    }
                })
        case .assistant(let reply):
            if let ids = reply.ids { .generated(ids) } else { .assistant(said(reply.text)) }
        }
    }

    /// An earlier answer as text: the two tags around a call are the model's own tokens, all else is only characters.
    private static func said(_ text: String) -> [RequestPart] {
        var parts: [RequestPart] = []
        var rest = text[...]
        while let tag = rest.firstMatch(of: /<\/?tool_call>/) {
            parts += [.text(String(rest[..<tag.range.lowerBound])), .ownText(String(rest[tag.range]))]
            rest = rest[tag.range.upperBound...]
        }
        return parts + [.text(String(rest))]
    }
}

/// The conversation, used by one caller at a time: sendable because the lock guards every use.
private final class Talk: @unchecked Sendable {
    private let lock = NSLock()
    private let conversation = Conversation()

    func use<Result>(_ body: (Conversation) throws -> Result) rethrows -> Result {
        try lock.withLock { try body(conversation) }
    }
}
