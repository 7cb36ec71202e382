import Constraints
import Models
package import QwenVL

/// Qwen2.5-VL, as a server asks it.
package final class ModelEngine: Sendable {
    /// What clients call it.
    let name: String
    /// What is not said in a request; the most tokens that one can ask for.
    let defaults: GenerationOptions
    /// Tokens of a prompt and its answer.
    let contextLength: Int
    let queue: AnswerQueue
    private let model: QwenModel
    private let batch: BatchedModel
    private let tokens: TokenTable
    private let sizing: (images: SmartResize, video: SmartResize)
    private let pool: ExclusiveAccess<ConversationPool>

    /// - Parameters:
    ///   - name: what clients call it.
    ///   - maximumPixels: of a picture after resizing; `nil` for the checkpoint's.
    ///   - maximumTokens: of an answer.
    ///   - maximumWaiting: of requests that wait for their turn.
    ///   - maximumBatch: of answers that are written side by side.
    ///   - conversations: kept of the last, with their memory.
    /// - Throws: what keeps the tokenizer from being used.
    package init(
        _ model: QwenModel, name: String, maximumPixels: Int?, maximumTokens: Int, maximumWaiting: Int,
        maximumBatch: Int = 4, conversations: Int
    ) throws {
        self.model = model
        batch = BatchedModel(model)
        self.name = name
        tokens = try TokenTable(model.tokenizer)
        let published = model.checkpoint.preprocessor
        sizing = (published.images.with(maximum: maximumPixels), published.video.with(maximum: maximumPixels))
        var defaults = model.defaults
        defaults.maxNewTokens = maximumTokens
        self.defaults = defaults
        contextLength = model.checkpoint.configuration.text.contextLength
        queue = AnswerQueue(maximum: maximumWaiting, slots: maximumBatch)
        pool = ExclusiveAccess(ConversationPool(maximum: conversations))
    }

    /// How full the batches were.
    var batchCounts: BatchCounts { batch.counts }

    /// Answers a question when its turn comes, beside those of others.
    ///
    /// - Parameters:
    ///   - onTurn: told when its turn has come.
    ///   - onToken: takes each token of the text with its logarithm, where the question asks for that.
    ///   - onText: takes each piece of the text.
    /// - Throws: ``CompletionFault``, `CancellationError`.
    func answer(
        _ question: CompletionQuestion, onTurn: @escaping @Sendable () -> Void,
        onToken: @escaping @Sendable (TokenLogarithm) -> Void,
        onText: @escaping @Sendable (String) -> Void
    ) async throws -> Answer {
        try await queue.run(for: question.user) {
            onTurn()
            do {
                return try await self.batch.answer { try self.prepare(question, onToken, onText) }
            } catch let error as QwenError {
                throw CompletionFault(error)
            } catch let error as ConstraintError {
                throw CompletionFault.request("\(error)")
            }
        }
    }

    private func prepare(
        _ question: CompletionQuestion, _ onToken: @escaping (TokenLogarithm) -> Void,
        _ onText: @escaping (String) -> Void
    ) throws -> BatchedModel.Prepared {
        var request = ModelRequest(try question.messages.decoded())
        request.tools = question.tools
        (request.imageSizing, request.videoSizing) = (sizing.images, sizing.video)
        let constraint = try question.form.map {
            try OutputConstraint($0, tokens: tokens, limit: question.options.maxNewTokens)
        }
        let marks = question.messages.marks
        let conversation = try pool.use(unless: { false }) { $0.take(for: marks) }
        let ask = QwenModel.Ask(
            request, options: question.options, constraint: constraint, in: conversation, onText: onText,
            onToken: { [tokenizer = model.tokenizer] in onToken(TokenLogarithm($0, tokenizer)) })
        return (ask, { try? self.pool.use(unless: { false }) { $0.give(conversation, for: marks) } })
    }
}

extension CompletionFault {
    fileprivate init(_ error: QwenError) {
        switch error {
        case .promptTooLong:
            self = .request("\(error)", "messages", code: "context_length_exceeded")
        case .tooSmall, .tooElongated, .tooManyPixels, .unusableVideo, .constraint, .nothingAllowed, .placeholders:
            self = .request("\(error)")
        case .notEnoughMemory:
            self = CompletionFault(status: 503, message: "\(error)", type: "server_error", code: "out_of_memory")
        case .otherArchitecture, .unknownQuantisation, .noModel, .otherVisionTower, .checkpoint, .missingFile,
            .unreadable, .malformedFile, .unsupportedTokenizer, .missingToken, .notQuantised, .malformedRequest,
            .unknownToken:
            self = CompletionFault(status: 500, message: "\(error)", type: "server_error")
        }
    }
}
