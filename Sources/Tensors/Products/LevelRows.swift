import CKernels

/// Rows of activations quantised to int8, each with the scales and sums of its blocks.
///
/// Unchecked: written by the chunks of one job, each its own rows, and only read afterwards.
final class LevelRows: @unchecked Sendable {
    /// The structures of 256 activations that make a row.
    let stride: Int
    /// How many rows there are.
    let rows: Int
    let base: UnsafeMutablePointer<ck_levels>
    private let memory: SpareMemory.Block
    private let spare: SpareMemory

    /// Quantises the rows of `x`, with zeros up to whole blocks.
    init(_ x: Matrix, on engine: Engine) {
        let stride = (x.columns + 255) / 256
        (self.stride, rows) = (stride, x.rows)
        spare = engine.spare
        memory = spare.take(bytes: rows * stride * MemoryLayout<ck_levels>.stride)
        base = memory.base.bindMemory(to: ck_levels.self, capacity: rows * stride)
        let (xs, columns, target) = (Shared(x), x.columns, SharedLevels(base))
        let whole = columns / 32 * 32
        engine.run(rowsOf: x) { row in
            let levels = target.base + row * stride
            ck_quantise(xs.row(row), whole, levels)
            guard whole < columns else { return }
            withUnsafeTemporaryAllocation(of: Float.self, capacity: 32) { rest in
                rest.update(repeating: 0)
                _ = rest.update(fromContentsOf: UnsafeBufferPointer(start: xs.row(row) + whole, count: columns - whole))
                ck_quantise_rest(rest.baseAddress, whole, levels)
            }
        }
    }

    deinit { spare.giveBack(memory) }
}

/// Unchecked: each chunk of the job writes its own rows.
private struct SharedLevels: @unchecked Sendable {
    let base: UnsafeMutablePointer<ck_levels>

    init(_ base: UnsafeMutablePointer<ck_levels>) { self.base = base }
}
