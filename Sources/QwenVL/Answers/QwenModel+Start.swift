import Images
import Tensors

extension PreparedRequest {
    /// The sizes of its pictures.
    var views: [PictureView] {
        pictures.map { PictureView(image: $0.picture.original, model: $0.picture.size) }
    }
}

/// An answer of which the prompt was read.
struct StartedAnswer {
    let request: PreparedRequest
    let generation: Generation
    /// Of the first token, `nil` when reading was cancelled.
    let logits: [Float]?
    let conversation: Conversation
    let reused: Int
    /// How many pictures were encoded.
    let encoded: Int
    let times: PhaseTimes

    /// Remembers in the conversation what went through the model.
    func keep() { conversation.keep(request, answer: generation.ids) }

    func answer(decode: Duration) -> Answer {
        Answer(
            text: generation.text, ids: generation.ids, finish: generation.finish ?? .cancelled,
            counts: TokenCounts(
                prompt: request.ids.count, pictures: request.pictureTokens, reused: reused,
                answer: generation.ids.count, encodedPictures: encoded, passes: generation.passes,
                computed: generation.passes + generation.drafted),
            times: PhaseTimes(vision: times.vision, prefill: times.prefill, decode: decode), pictures: request.views)
    }
}

/// A request whose pictures and tokens are ready, and that fits the context and the memory.
struct PreparedAsk {
    let ask: QwenModel.Ask
    let request: PreparedRequest
    /// How many tokens the context has left after the prompt.
    let room: Int
    let time: Duration
}

extension QwenModel {
    /// Makes a request's pictures and tokens ready; its conversation is not touched.
    func prepare(_ ask: Ask) throws(QwenError) -> PreparedAsk {
        let clock = ContinuousClock()
        let beginning = clock.now
        let request = try PreparedRequest(ask.request, checkpoint)
        return PreparedAsk(
            ask: ask, request: request, room: try room(for: request, ask.options), time: clock.now - beginning)
    }

    /// Reads what the conversation does not know yet.
    ///
    /// - Parameter pause: what is done between the blocks of the vision tower and between pieces of the prompt.
    func start(
        _ prepared: PreparedAsk, _ work: LanguageWorkspace, isCancelled: () -> Bool, pause: ReadingPause? = nil
    ) -> StartedAnswer {
        let (ask, request, room) = (prepared.ask, prepared.request, prepared.room)
        let clock = ContinuousClock()
        let beginning = clock.now
        let cache = ask.conversation.resume(request, by: language)
        let reused = cache.count
        let pictures = encode(request, after: reused, in: ask.conversation, isCancelled: isCancelled, pause)
        let prompt = LanguagePrompt(
            ids: request.ids, positions: request.positions.tokens, nextPosition: request.positions.next,
            pictures: pictures?.rows ?? [])
        let seen = clock.now
        let logits = pictures.flatMap { _ in
            language.read(prompt, into: cache, work, isCancelled: isCancelled, pause: pause)
        }
        let generation = Generation(
            after: prompt, in: cache, ask.options, room: room, constraint: ask.constraint, tokenizer: tokenizer,
            onText: ask.onText, onToken: ask.onToken)
        return StartedAnswer(
            request: request, generation: generation, logits: logits, conversation: ask.conversation, reused: reused,
            encoded: pictures?.encoded ?? 0,
            times: PhaseTimes(vision: prepared.time + (seen - beginning), prefill: clock.now - seen))
    }

    /// How many tokens the context has left after the prompt.
    ///
    /// - Throws: when there is none, or when memory does not suffice for the prompt and its answer.
    func room(for request: PreparedRequest, _ options: GenerationOptions) throws(QwenError) -> Int {
        let (tokens, limit) = (request.ids.count, language.configuration.contextLength)
        guard tokens < limit else {
            throw .promptTooLong(tokens: tokens, pictureTokens: request.pictureTokens, limit: limit)
        }
        let needed = bytes(for: request, options)
        if let available = MemoryNeed.available, available < needed {
            throw .notEnoughMemory(
                what: "a prompt of \(tokens) tokens with its answer", needed: needed, available: available,
                remedy: "shorten it, lower --max-pixels or --max-tokens, or end other programs")
        }
        return limit - tokens
    }

    /// About what reading a request and writing its answer takes beside the weights.
    private func bytes(for request: PreparedRequest, _ options: GenerationOptions) -> Int {
        let text = language.configuration
        let kept = request.ids.count + min(options.maxNewTokens, text.contextLength - request.ids.count)
        let reading = min(request.ids.count, LanguageModel.tokensAtOnce) * LanguageWorkspace.bytesPerToken(text)
        let seeing = request.pictures.map { vision.bytes(for: $0.picture.grid) }.max() ?? 0
        let rows = request.pictureTokens * text.width * MemoryLayout<Float>.stride
        return kept * SequenceCache.bytesPerToken(text, language.cacheFormat) + rows + max(reading, seeing)
    }

    /// What samples become, as the checkpoint wants it.
    var normalisation: PixelNormalisation {
        PixelNormalisation(mean: checkpoint.preprocessor.mean, deviation: checkpoint.preprocessor.deviation)
    }

    /// The rows of the pictures that are not wholly among the first tokens; `nil` when encoding them was cancelled.
    private func encode(
        _ request: PreparedRequest, after known: Int, in conversation: Conversation, isCancelled: () -> Bool,
        _ pause: ReadingPause?
    ) -> (rows: [PictureRows], encoded: Int)? {
        var found: [PictureRows] = []
        var new: [(picture: PreparedPicture, rows: Matrix)] = []
        for placed in request.pictures where placed.tokens.upperBound > known {
            let picture = placed.picture
            let earlier = conversation.rows(of: picture) ?? new.first { $0.picture.isSame(as: picture) }?.rows
            let encoded =
                earlier
                ?? vision.encode(
                    [picture.patches(normalisation)], observer: pause.map { pause in { _, _ in pause.take() } },
                    isCancelled: isCancelled)
            guard let rows = encoded else { return nil }
            if earlier == nil { new.append((picture, rows)) }
            found.append(PictureRows(start: placed.start, rows: rows))
        }
        conversation.keep(new, of: request)
        return (found, new.count)
    }
}
