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
        let way = AttentionWay(rows: tokens, on: self)
        let blocks = Self.blocks(of: boundaries, tokens: tokens, height: way.queriesAtOnce)
        let width = queries.columns / heads
        let (queries, keys, values, output) = (Shared(queries), Shared(keys), Shared(values), Shared(output))
        run(chunks: blocks.count * heads) { chunk, scratch in
            let (block, column) = (blocks[chunk / heads], chunk % heads * width)
            let (start, count) = (block.segment.lowerBound, block.segment.count)
            way.attend(
                AttentionBlock.all(
                    block.queries, height: way.rows, column: column, of: queries, into: output,
                    visible: { _ in (count, 0) }),
                to: AttentionKeys(
                    keys: keys.row(start) + column, values: values.row(start) + column, stride: keys.stride,
                    count: count, width: width), scratch)
        }
    }

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
