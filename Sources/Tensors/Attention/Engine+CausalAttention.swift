extension Engine {
    /// Causal attention of several sequences, each with its cache, see ``attendCausally(queries:cache:into:)``; those of few
    /// tokens as one job.
    package func attendCausally(_ parts: [(queries: Matrix, cache: KeyValueCache, output: Matrix)]) {
        attendStored(parts.filter { $0.queries.rows <= Self.fewTokens })
        for part in parts where part.queries.rows > Self.fewTokens {
            attendCausally(queries: part.queries, cache: part.cache, into: part.output)
        }
    }

    /// Attention in which each token sees itself and those before it; several query heads share each head of keys.
    ///
    ///     output[t] ← softmax(queries[t] · keys[…t]ᵀ / √width) · values[…t]          Ainslie et al. 2023
    ///
    /// - Parameters:
    ///   - queries: `[tokens, heads · width]`, of the last `tokens` tokens in the cache.
    ///   - cache: the keys and values of all tokens, these included. Query heads `g · n` to `g · n + g − 1` use its head `n`, where `g` is how many times more query heads there are.
    ///   - output: `[tokens, heads · width]`, overwritten; shares no elements with the queries.
    package func attendCausally(queries: Matrix, cache: KeyValueCache, into output: Matrix) {
        let (tokens, width) = (queries.rows, cache.width)
        precondition(queries.columns.isMultiple(of: cache.heads * width), "\(queries.columns) query columns")
        precondition(output.rows == tokens && output.columns == queries.columns, "shapes differ")
        precondition(tokens <= cache.count, "\(tokens) queries, but \(cache.count) tokens in the cache")
        guard tokens > Self.fewTokens else { return attendStored([(queries, cache, output)]) }
        let job = CausalJob(queries, cache, output, on: self)
        let way = AttentionWay(rows: tokens, on: self)
        let (height, heads) = (way.causalTokens(group: job.group), cache.heads)
        let blocks = (tokens + height - 1) / height
        run(chunks: blocks * heads) { chunk, scratch in
            // The last blocks see most keys: taken first, they leave short ones to even out the threads.
            job.attend(block: blocks - 1 - chunk / heads, of: height, keyHead: chunk % heads, way, scratch)
        }
    }
}

/// The matrices of one causal attention, and how it falls apart into heads.
private struct CausalJob: Sendable {
    let queries: Shared
    let output: Shared
    let keys: [Shared]
    let values: [Shared]
    let tokens: Int
    let width: Int
    /// Tokens in the cache before the first query.
    let past: Int
    /// Query heads to one head of keys.
    let group: Int

    init(_ queries: Matrix, _ cache: KeyValueCache, _ output: Matrix, on engine: Engine) {
        (self.queries, self.output) = (Shared(queries), Shared(output))
        (keys, values) = cache.floats(on: engine)
        (tokens, width, past) = (queries.rows, cache.width, cache.count - queries.rows)
        group = queries.columns / cache.width / cache.heads
    }

    /// Does a block of `height` tokens of all query heads that share a head of keys.
    func attend(block: Int, of height: Int, keyHead: Int, _ way: AttentionWay, _ scratch: Scratch) {
        let rows = block * height..<min(tokens, (block + 1) * height)
        let blocks = (keyHead * group..<(keyHead + 1) * group).flatMap { head in
            AttentionBlock.all(rows, height: way.rows, column: head * width, of: queries, into: output) {
                (past + $0 + 1, 1)
            }
        }
        let keys = AttentionKeys(
            keys: keys[keyHead].row(0), values: values[keyHead].row(0), stride: width, count: past + rows.upperBound,
            width: width)
        way.attend(blocks, to: keys, scratch)
    }
}
