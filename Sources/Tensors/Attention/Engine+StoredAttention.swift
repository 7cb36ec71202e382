import CKernels

extension Engine {
    /// So few tokens of a sequence attend straight to what is stored; for more, keys and values are widened first.
    static let fewTokens = 8

    /// Causal attention of the last few tokens of several sequences, each with its cache, as one job.
    ///
    /// Every block of keys and values is read once for all query heads that share it, whatever format it is stored in. What
    /// one token gets does not depend on the others.
    ///
    /// - Parameter parts: of each sequence the queries `[tokens, heads · width]` of the last tokens in the cache, and where
    ///   the result, of the same shape, goes.
    func attendStored(_ parts: [(queries: Matrix, cache: KeyValueCache, output: Matrix)]) {
        var jobs: [StoredAttention] = []
        for part in parts {
            for token in 0..<part.queries.rows {
                let row = token..<token + 1
                jobs.append(
                    StoredAttention(
                        part.queries.rows(row), part.output.rows(row), part.cache,
                        visible: part.cache.count - part.queries.rows + token + 1))
            }
        }
        guard let heads = parts.first?.cache.heads else { return }
        run(chunks: jobs.count * heads) { [jobs, instructions = instructions.kernel] chunk, scratch in
            jobs[chunk / heads].attend(head: chunk % heads, instructions, scratch)
        }
    }
}

/// The attention of one token to what is stored.
private struct StoredAttention: Sendable {
    private let queries: Shared
    private let output: Shared
    private let blocks: [KeyValueBlock]
    private let format: KeyValueFormat
    private let width: Int
    /// Query heads to one head of keys.
    private let group: Int
    /// The tokens that it sees, itself included.
    private let visible: Int

    init(_ queries: Matrix, _ output: Matrix, _ cache: KeyValueCache, visible: Int) {
        (self.queries, self.output, blocks) = (Shared(queries), Shared(output), cache.blocks)
        (format, width, self.visible) = (cache.format, cache.width, visible)
        group = queries.columns / cache.width / cache.heads
    }

    /// Does the query heads that share one head of keys.
    func attend(head: Int, _ instructions: ck_instructions, _ scratch: Scratch) {
        let stride = KeyValueFormat.stride(width)
        let (scores, rows) = (scratch.floats(Int(ck_cache_heads * ck_cache_tokens), slot: 0), group * stride)
        let (maxima, sums) = (scratch.floats(group, slot: 1), scratch.floats(group, slot: 2))
        let (scaled, sum) = (scratch.floats(rows, slot: 3), scratch.floats(rows, slot: 4))
        maxima.update(repeating: -.infinity, count: group)
        sums.update(repeating: 0, count: group)
        scaled.update(repeating: 0, count: rows)
        sum.update(repeating: 0, count: rows)
        for member in 0..<group {
            let query = scaled + member * stride
            query.update(from: queries.row(0) + (head * group + member) * width, count: width)
            ck_scale(query, 1 / Float(width).squareRoot(), width)
        }
        for (index, block) in blocks.enumerated() where index * KeyValueBlock.tokens < visible {
            let count = min(KeyValueBlock.tokens, visible - index * KeyValueBlock.tokens)
            withUnsafePointer(to: block.head(head, count: count)) {
                ck_attend_block(instructions, format.kernel, $0, scaled, group, scores, maxima, sums, sum)
            }
        }
        for member in 0..<group {
            let result = output.row(0) + (head * group + member) * width
            result.update(from: sum + member * stride, count: width)
            ck_scale(result, 1 / sums[member], width)
        }
    }
}
