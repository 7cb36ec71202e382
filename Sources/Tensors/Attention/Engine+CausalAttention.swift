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
        if usesTiles(rows: tokens) {
            let (blocks, heads) = ((tokens + CausalJob.tileTokens - 1) / CausalJob.tileTokens, cache.heads)
            run(chunks: blocks * heads) { [instructions] chunk, scratch in
                job.tiles(blocks - 1 - chunk / heads, keyHead: chunk % heads, instructions).attend(scratch)
            }
        } else {
            let heads = queries.columns / width
            let blocks = (tokens + AttentionHead.queryBlock - 1) / AttentionHead.queryBlock
            run(chunks: blocks * heads) { [library] chunk, scratch in
                // The last blocks see most keys: taken first, they leave short ones to even out the threads.
                job.block(blocks - 1 - chunk / heads, head: chunk % heads).attend(with: library, scratch)
            }
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

    /// A block of tokens of one query head.
    func block(_ block: Int, head: Int) -> AttentionHead {
        let start = block * AttentionHead.queryBlock
        let count = min(AttentionHead.queryBlock, tokens - start)
        return part(
            row: start, column: head * width, keyHead: head / group, count: count, rowsAre: queries.stride,
            outputRowsAre: output.stride, keyCount: past + start + count, visible: (past + start + 1, 1))
    }

    /// Tokens for whose query heads keys and values are written as tiles once.
    static let tileTokens = 2 * TileAttention.rows

    /// A block of tokens of all query heads that share a head of keys.
    func tiles(_ block: Int, keyHead: Int, _ instructions: Instructions) -> TileAttention {
        let start = block * Self.tileTokens
        let rows = start..<min(tokens, start + Self.tileTokens)
        let blocks = (keyHead * group..<(keyHead + 1) * group).flatMap { head in
            TileAttention.Block.all(rows, column: head * width, of: queries, into: output) { (past + $0 + 1, 1) }
        }
        return TileAttention(
            blocks: blocks, keys: keys[keyHead].row(0), values: values[keyHead].row(0), keyStride: width,
            keyCount: past + rows.upperBound, width: width, instructions: instructions)
    }

    private func part(
        row: Int, column: Int, keyHead: Int, count: Int, rowsAre queryStride: Int, outputRowsAre outputStride: Int,
        keyCount: Int, visible: (first: Int, step: Int)
    ) -> AttentionHead {
        AttentionHead(
            queries: queries.row(row) + column, queryStride: queryStride, keys: keys[keyHead].row(0),
            values: values[keyHead].row(0), keyStride: width, output: output.row(row) + column,
            outputStride: outputStride, queryCount: count, keyCount: keyCount, width: width, visible: visible)
    }
}
