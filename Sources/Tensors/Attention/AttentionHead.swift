import CKernels

/// One head's share of an attention: where its queries, keys and values lie, and which keys each query sees.
///
/// Scores are made and used up a block at a time, with a softmax that is brought up to date from block to block (Milakov & Gimelshein 2018), so memory does not grow with the number of keys.
struct AttentionHead {
    /// `[queryCount, width]`, rows `queryStride` apart.
    let queries: UnsafePointer<Float>
    let queryStride: Int
    /// `[keyCount, width]`, and the values likewise, rows `keyStride` apart.
    let keys: UnsafePointer<Float>
    let values: UnsafePointer<Float>
    let keyStride: Int
    /// `[queryCount, width]`, rows `outputStride` apart; overwritten.
    let output: UnsafeMutablePointer<Float>
    let outputStride: Int
    let queryCount: Int
    let keyCount: Int
    let width: Int
    /// How many keys, counted from the first, query 0 sees, and how many more each further query sees.
    let visible: (first: Int, step: Int)

    /// The most queries that are to be given at once, so that a block of scores stays in the processor's cache.
    static let queryBlock = 128
    private static let keyBlock = 512

    init(_ block: AttentionBlock, _ keys: AttentionKeys) {
        (queries, queryStride, queryCount) = (block.queries, block.queryStride, block.count)
        (output, outputStride, visible) = (block.output, block.outputStride, block.visible)
        (self.keys, values, keyStride) = (keys.keys, keys.values, keys.stride)
        // A causal block's own reach, so that no scores are made that nobody sees.
        (keyCount, width) = (min(keys.count, max(0, block.reach)), keys.width)
    }

    /// `output ← softmax(queries · keysᵀ / √width) · values`
    func attend(with library: MatrixLibrary, _ scratch: Scratch) {
        let scores = scratch.floats(queryCount * Self.keyBlock, slot: 0)
        let maxima = scratch.floats(queryCount, slot: 1)
        let sums = scratch.floats(queryCount, slot: 2)
        maxima.update(repeating: -.infinity, count: queryCount)
        sums.update(repeating: 0, count: queryCount)
        for start in stride(from: 0, to: keyCount, by: Self.keyBlock) {
            let length = min(Self.keyBlock, keyCount - start)
            library.multiply(
                rows: queryCount, columns: length, depth: width, scale: 1 / Float(width).squareRoot(), queries,
                stride: queryStride, keys + start * keyStride, stride: keyStride, bTransposed: true, into: scores,
                stride: length)
            for query in 0..<queryCount {
                let valid = min(length, max(0, visible.first + query * visible.step - start))
                let factor = ck_softmax_step(
                    scores + query * length, valid, length, maxima + query, sums + query)
                if start > 0, factor != 1 { ck_scale(output + query * outputStride, factor, width) }
            }
            library.multiply(
                rows: queryCount, columns: width, depth: length, scores, stride: length, values + start * keyStride,
                stride: keyStride, bTransposed: false, into: output, stride: outputStride, adding: start > 0)
        }
        for query in 0..<queryCount { ck_scale(output + query * outputStride, 1 / sums[query], width) }
    }
}
