package import Tensors

extension SequenceCache {
    /// Adds tokens with the same keys and values each, as a long context to measure behind: what they are does not change
    /// how long attention takes.
    package func fill(tokens: Int, on engine: Engine) {
        let atOnce = 1024
        for start in stride(from: 0, to: tokens, by: atOnce) {
            for block in blocks {
                let rows = Matrix(rows: min(atOnce, tokens - start), columns: block.heads * block.width)
                rows.fill(with: 0.01)
                block.append(keys: rows, values: rows, on: engine)
            }
        }
    }
}
