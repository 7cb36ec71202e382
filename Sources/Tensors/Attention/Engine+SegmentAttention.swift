extension Engine {
    /// Block-diagonal attention: each token attends exactly to the tokens of its own segment.
    ///
    ///     output ← softmax(queries · keysᵀ / √width) · values          Vaswani et al. 2017, eq. 1
    ///
    /// - Parameters:
    ///   - queries: `[tokens, heads · width]`; keys and values likewise. They may be columns of one matrix.
    ///   - heads: how many heads stand side by side in the columns.
    ///   - boundaries: where segments begin and the last one ends: `[0, …, tokens]`, never falling.
    ///   - output: `[tokens, heads · width]`, overwritten; shares no elements with the others.
    package func attend(
        queries: Matrix, keys: Matrix, values: Matrix, heads: Int, boundaries: [Int], into output: Matrix
    ) {
        let tokens = queries.rows
        precondition(heads > 0 && queries.columns.isMultiple(of: heads), "\(queries.columns) columns, \(heads) heads")
        for matrix in [keys, values, output] {
            precondition(matrix.rows == tokens && matrix.columns == queries.columns, "shapes differ")
        }
        precondition(keys.stride == values.stride, "keys and values have rows of different strides")
        let usesTiles = usesTiles(rows: tokens)
        let blocks = Self.blocks(
            of: boundaries, tokens: tokens, height: usesTiles ? Self.tileQueries : AttentionHead.queryBlock)
        let width = queries.columns / heads
        let (queries, keys, values, output) = (Shared(queries), Shared(keys), Shared(values), Shared(output))
        run(chunks: blocks.count * heads) { [library, instructions] chunk, scratch in
            let (block, column) = (blocks[chunk / heads], chunk % heads * width)
            let (start, end) = (block.segment.lowerBound, block.segment.upperBound)
            guard !usesTiles else {
                let parts = TileAttention.Block.all(
                    block.queries, column: column, of: queries, into: output, visible: { _ in (end - start, 0) })
                return TileAttention(
                    blocks: parts, keys: keys.row(start) + column, values: values.row(start) + column,
                    keyStride: keys.stride, keyCount: end - start, width: width, instructions: instructions
                ).attend(scratch)
            }
            AttentionHead(
                queries: queries.row(block.queries.lowerBound) + column, queryStride: queries.stride,
                keys: keys.row(start) + column, values: values.row(start) + column, keyStride: keys.stride,
                output: output.row(block.queries.lowerBound) + column, outputStride: output.stride,
                queryCount: block.queries.count, keyCount: end - start, width: width, visible: (end - start, 0)
            ).attend(with: library, scratch)
        }
    }

    /// Queries for which keys and values are written as tiles once, which then costs little beside their products.
    private static let tileQueries = 16 * TileAttention.rows

    /// The segments' tokens in blocks of at most `height` that one head takes at once.
    private static func blocks(
        of boundaries: [Int], tokens: Int, height: Int
    ) -> [(segment: Range<Int>, queries: Range<Int>)] {
        precondition(boundaries.first == 0 && boundaries.last == tokens, "segments do not span \(tokens) tokens")
        return zip(boundaries, boundaries.dropFirst()).flatMap { start, end in
            precondition(start <= end, "a segment ends before it begins")
            return stride(from: start, to: end, by: height).map { (start..<end, $0..<min(end, $0 + height)) }
        }
    }
}
