import Checkpoints
package import Constraints
import Images
package import Tensors

/// Qwen2.5-VL, ready to answer: a checkpoint's tokenizer, vision tower and language model.
///
/// Immutable and shared; what is kept of a conversation is in the `Conversation` that a caller hands in. Calls block until the answer is there.
package final class QwenModel: Sendable {
    /// The files that it was loaded from.
    package let checkpoint: Checkpoint
    /// The part that reads and writes text.
    package let language: LanguageModel
    /// The part that sees.
    package let vision: VisionEncoder

    /// Opens a checkpoint's folder or GGUF file; the weights stay mapped and are read when first used.
    ///
    /// - Parameters:
    ///   - tower: the vision tower's file for a GGUF model, or `nil` for the one that lies beside it.
    ///   - threads: how many work; by default as many as there are processors.
    ///   - precision: how products with quantised weights are computed.
    ///   - bits: what weights that are not packed are quantised to when they are first used; `nil` leaves them, but for the
    ///     vision tower of a packed model, which gets eight unless `precision` is exact.
    ///   - cacheFormat: how keys and values are stored; see `LanguageModel`.
    /// - Throws: ``QwenError``, or `TensorsError.noOpenBLAS`.
    package convenience init(
        at path: String, tower: String? = nil, threads: Int? = nil, precision: Precision = .fast,
        bits: QuantisationPlan.Bits? = nil, cacheFormat: KeyValueFormat? = nil
    ) throws {
        var checkpoint = try Checkpoint.open(path, tower: tower)
        if let bits {
            checkpoint = try checkpoint.quantising(to: bits)
        } else if precision == .fast, checkpoint.weights.holdsPackedLayers, checkpoint.weights.holdsFloatLayers {
            // Packed models are published with a tower of 16 bits, in which a picture would take three times as long.
            checkpoint = try checkpoint.quantising(to: .eight)
        }
        try self.init(checkpoint, on: Engine(threads: threads, precision: precision), cacheFormat: cacheFormat)
    }

    /// Maps the weights of a checkpoint.
    package init(
        _ checkpoint: Checkpoint, on engine: Engine, cacheFormat: KeyValueFormat? = nil
    ) throws(QwenError) {
        do {
            language = try LanguageModel(
                checkpoint.tensors, checkpoint.configuration.text, on: engine, cacheFormat: cacheFormat)
            vision = try VisionEncoder(checkpoint.tensors, checkpoint.configuration.vision, on: engine)
        } catch { throw .checkpoint(error) }
        self.checkpoint = checkpoint
    }

    /// The checkpoint's tokenizer.
    package var tokenizer: Tokenizer { checkpoint.tokenizer }

    /// How the checkpoint wants its answers to be made.
    package var defaults: GenerationOptions {
        var options = GenerationOptions(sampling: SamplingOptions(checkpoint.generation), endIDs: endIDs)
        if let most = checkpoint.generation.maxNewTokens { options.maxNewTokens = most }
        return options
    }

    /// The tokens that end an answer: what the checkpoint says, or else the end of a turn and of a text.
    private var endIDs: Set<Int> {
        let published = Set(checkpoint.generation.endTokens)
        guard published.isEmpty else { return published }
        return Set(["<|im_end|>", "<|endoftext|>"].compactMap { try? tokenizer.id(ofAddedToken: $0) })
    }

    /// The sizes at which the model would see the pictures and clips of a request.
    package func views(of request: ModelRequest) throws(QwenError) -> [PictureView] {
        try PreparedRequest(request, checkpoint).views
    }

    /// Answers a request.
    ///
    /// - Parameters:
    ///   - options: `nil` for ``defaults``.
    ///   - constraint: what the answer is held to.
    ///   - conversation: what is known from before, and what comes to be known; one caller at a time.
    ///   - onText: takes each piece of the text as soon as it is certain.
    ///   - onToken: takes each token of the text with its logarithm, where the options ask for that.
    ///   - isCancelled: asked on the calling thread every few milliseconds, and not again once it was true.
    /// - Throws: ``QwenError`` for pictures and prompts that do not fit, for want of memory, and when the constraint leaves no token.
    package func answer(
        to request: ModelRequest, _ options: GenerationOptions? = nil, constraint: (any TokenConstraint)? = nil,
        in conversation: Conversation = Conversation(), onText: @escaping (String) -> Void = { _ in },
        onToken: @escaping (ScoredToken) -> Void = { _ in }, isCancelled: () -> Bool = { Task.isCancelled }
    ) throws(QwenError) -> Answer {
        let ask = Ask(
            request, options: options ?? defaults, constraint: constraint, in: conversation, onText: onText,
            onToken: onToken)
        return try answers(to: [ask], isCancelled: isCancelled)[0]
    }

    /// Answers several requests as a batch: each step reads the weights once for all of them. Each must have a separate conversation.
    ///
    /// - Throws: as ``answer(to:_:constraint:in:onText:isCancelled:)``. A request that cannot be answered is found before
    ///   any conversation is touched; where a constraint leaves no token, all conversations know what was read and said.
    package func answers(
        to asks: [Ask], isCancelled: () -> Bool = { Task.isCancelled }
    ) throws(QwenError) -> [Answer] {
        var prepared: [PreparedAsk] = []
        for ask in asks { prepared.append(try prepare(ask)) }
        let work = LanguageWorkspace(language.configuration)
        let started = prepared.map { self.start($0, work, isCancelled: isCancelled) }
        defer { for answer in started { answer.keep() } }
        let clock = ContinuousClock()
        let start = clock.now
        try language.generate(
            started.compactMap { answer in answer.logits.map { (answer.generation, $0) } }, work,
            isCancelled: isCancelled)
        let decode = clock.now - start
        return started.map { $0.answer(decode: decode) }
    }

    /// One of several requests.
    package struct Ask {
        let request: ModelRequest
        let options: GenerationOptions
        let constraint: (any TokenConstraint)?
        let conversation: Conversation
        let onToken: (ScoredToken) -> Void
        let onText: (String) -> Void

        package init(
            _ request: ModelRequest, options: GenerationOptions, constraint: (any TokenConstraint)? = nil,
            in conversation: Conversation = Conversation(), onText: @escaping (String) -> Void = { _ in },
            onToken: @escaping (ScoredToken) -> Void = { _ in }
        ) {
            self.request = request
            self.options = options
            self.constraint = constraint
            self.conversation = conversation
            self.onToken = onToken
            self.onText = onText
        }
    }
}
