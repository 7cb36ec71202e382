import Constraints
import Foundation
package import Images
import QwenVL

/// Qwen2.5-VL in this process.
package final class QwenChat: ChatModel {
    package let name: String
    /// What tells its weights from others.
    package let checkpointIdentity: [String: String]
    /// The minimum and the maximum number of pixels at which it sees a picture.
    package var pixelLimits: (minimum: Int, maximum: Int) { (sizing.minimum, sizing.maximum) }
    private let model: QwenModel
    private let tokens: TokenTable
    private let sizing: SmartResize
    private let options: GenerationOptions
    /// What is known of the conversation that it is in; `nil` where every request is a separate conversation.
    private let kept: ExclusiveAccess<Conversation>?
    /// Answers simultaneous requests in one batch, where each is a separate conversation.
    private let batch: BatchedModel

    /// - Parameters:
    ///   - path: the checkpoint's folder or GGUF file.
    ///   - maximum: the most pixels at which it sees a picture; `nil` for the checkpoint's limit.
    ///   - maxNewTokens: of an answer, where a request does not say.
    ///   - keepsConversation: whether requests are turns of one conversation, of which only what is new is read.
    /// - Throws: what keeps the checkpoint from being used, and what to do.
    package init(at path: String, maximum: Int? = nil, maxNewTokens: Int = 512, keepsConversation: Bool = true) throws {
        let model = try QwenModel(at: path)
        self.model = model
        batch = BatchedModel(model)
        name = "qwen:\(path)"
        tokens = try TokenTable(model.tokenizer)
        sizing = model.checkpoint.preprocessor.images.with(maximum: maximum)
        var options = model.defaults
        options.maxNewTokens = maxNewTokens
        self.options = options
        checkpointIdentity = try model.checkpoint.summary.identity
        kept = keepsConversation ? ExclusiveAccess(Conversation()) : nil
    }

    /// What tells it from other models, and how it answers, for the record of an evaluation.
    package var identity: [String: String] {
        let sampling = options.sampling
        return checkpointIdentity.merging([
            "pixel_limits": "\(sizing.minimum) to \(sizing.maximum)",
            "decoding": sampling.temperature == 0
                ? "greedy, at most \(options.maxNewTokens) tokens"
                : "temperature \(sampling.temperature), top p \(sampling.topP), top k "
                    + "\(sampling.topK.map(String.init) ?? "all"), at most \(options.maxNewTokens) tokens",
            "repetition_penalty": "\(sampling.repetitionPenalty)",
        ]) { $1 }
    }

    package func pictureSize(for size: Size<ImageSpace>) throws -> Size<ModelSpace> { try sizing.size(for: size) }

    package func answer(_ request: ChatRequest) async throws -> ChatReply {
        guard let kept else {
            return Self.reply(try await batch.answer { (try self.ask(for: request, in: Conversation()), {}) })
        }
        return try await ModelThread.run { isCancelled in
            try kept.use(unless: isCancelled) { conversation in
                let ask = try self.ask(for: request, in: conversation)
                if isCancelled() { throw CancellationError() }
                let answer = try self.model.answers(to: [ask], isCancelled: isCancelled)[0]
                if answer.finish == .cancelled { throw CancellationError() }
                return Self.reply(answer)
            }
        }
    }

    private func ask(for request: ChatRequest, in conversation: Conversation) throws -> QwenModel.Ask {
        var asked = ModelRequest(request.turns.map(Self.turn))
        asked.tools = request.tools
        asked.imageSizing = sizing
        if !request.opening.isEmpty { asked.opening = [.ownText(request.opening)] }
        let options = options(for: request)
        let constraint = try constraint(for: request.form, limit: options.maxNewTokens)
        return QwenModel.Ask(asked, options: options, constraint: constraint, in: conversation)
    }

    private static func reply(_ answer: Answer) -> ChatReply {
        var reply = ChatReply(
            text: answer.text, ids: answer.ids, promptTokens: answer.counts.prompt,
            answerTokens: answer.counts.answer)
        reply.cachedTokens = answer.counts.reused
        reply.work = ChatWork(answer)
        return reply
    }

    private func options(for request: ChatRequest) -> GenerationOptions {
        var options =
            switch request.sampling {
            case .published: options
            case .greedy: GenerationOptions(maxNewTokens: options.maxNewTokens, endIDs: options.endIDs)
            case .parameters(let parameters): options.with(parameters)
            }
        if let maximum = request.maximumTokens { options.maxNewTokens = maximum }
        if let seed = request.seed { options.sampling.seed = seed }
        return options
    }

    private func constraint(for form: ChatForm, limit: Int) throws -> (any TokenConstraint)? {
        let answer: AnswerForm
        switch form {
        case .free: return nil
        case .json(let schema): answer = try .json(JSONSchema(parsing: schema))
        case .toolCall(let name, let arguments, let reasoning):
            answer = try .toolCall(
                name, arguments: JSONSchema(parsing: arguments),
                reasoning: reasoning > 0 ? .allowed(tokens: reasoning) : .none)
        case .boxes(let picture, let maximum): answer = try .boxes(on: picture, count: 0...maximum)
        case .points(let picture, let maximum): answer = try .points(on: picture, count: 0...maximum)
        }
        return try OutputConstraint(answer, tokens: tokens, limit: limit)
    }

    private static func turn(_ turn: ChatTurn) -> RequestTurn {
        switch turn {
        case .system(let text): .system([.text(text)])
        case .user(let parts): .user(parts.map(part))
        case .results(let results, let parts): .user((results.flatMap(\.content) + parts).map(part))
        case .assistant(let reply):
            if let ids = reply.ids { .generated(ids) } else { .assistant(said(reply.text)) }
        }
    }

    private static func part(_ part: ChatPart) -> RequestPart {
        switch part {
        case .text(let text): .text(text)
        case .picture(let image): .image(image)
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

extension ChatWork {
    fileprivate init(_ answer: Answer) {
        self.init(
            pictures: answer.pictures.count, encodedPictures: answer.counts.encodedPictures,
            passes: answer.counts.passes, computedTokens: answer.counts.computed, vision: answer.times.vision,
            prefill: answer.times.prefill, decode: answer.times.decode)
    }
}

extension GenerationOptions {
    /// These options with what `parameters` say in place of theirs. There is no presence penalty here.
    fileprivate func with(_ parameters: SamplingParameters) -> GenerationOptions {
        var options = self
        if let temperature = parameters.temperature { options.sampling.temperature = temperature }
        if let topP = parameters.topP { options.sampling.topP = topP }
        if let topK = parameters.topK { options.sampling.topK = topK }
        return options
    }
}
