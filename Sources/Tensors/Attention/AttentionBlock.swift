/// Some neighbouring queries of one head, which attend to the same keys.
struct AttentionBlock {
    /// `[count, width]`, rows `queryStride` apart.
    let queries: UnsafePointer<Float>
    let queryStride: Int
    /// `[count, width]`, rows `outputStride` apart; overwritten.
    let output: UnsafeMutablePointer<Float>
    let outputStride: Int
    let count: Int
    /// How many keys, counted from the first, query 0 sees, and how many more each further query sees.
    let visible: (first: Int, step: Int)

    /// How many keys the last query sees, which sees most.
    var reach: Int { visible.first + (count - 1) * visible.step }

    /// The blocks of some rows of queries, of at most `height` rows, from one column on.
    ///
    /// - Parameter visible: how many keys the query in a row sees, and how many more each further one sees.
    static func all(
        _ range: Range<Int>, height: Int, column: Int, of queries: Shared, into output: Shared,
        visible: (_ row: Int) -> (first: Int, step: Int)
    ) -> [AttentionBlock] {
        stride(from: range.lowerBound, to: range.upperBound, by: height).map { row in
            AttentionBlock(
                queries: queries.row(row) + column, queryStride: queries.stride, output: output.row(row) + column,
                outputStride: output.stride, count: min(height, range.upperBound - row), visible: visible(row))
        }
    }
}

/// The keys and values of one head.
struct AttentionKeys {
    /// `[count, width]`, and the values likewise, rows `stride` apart.
    let keys: UnsafePointer<Float>
    let values: UnsafePointer<Float>
    let stride: Int
    let count: Int
    let width: Int
}
