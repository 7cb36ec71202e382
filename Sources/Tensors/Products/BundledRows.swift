import CKernels

/// Rows of activations as bytes with a scale for each 128, in bundles of twelve rows: what products of many rows with
/// quantised weights read.
///
/// Unchecked: written by the chunks of one job, each its own bundles or groups, and only read afterwards.
final class BundledRows: @unchecked Sendable {
    /// The rows of a bundle.
    static let height = Int(ck_bundle_rows)
    /// The activations of a group.
    static let width = Int(ck_strip_inputs)

    let rows: Int
    let columns: Int
    private let base: UnsafeMutableRawPointer
    /// How far apart bundles are.
    let bundleBytes: Int
    private let memory: SpareMemory.Block
    private let spare: SpareMemory

    /// How many groups each row has.
    var groups: Int { (columns + Self.width - 1) / Self.width }

    /// Memory for rows that are still to be written.
    init(rows: Int, columns: Int, on engine: Engine) {
        (self.rows, self.columns) = (rows, columns)
        bundleBytes = ck_bundle_bytes((columns + Self.width - 1) / Self.width)
        spare = engine.spare
        memory = spare.take(bytes: (rows + Self.height - 1) / Self.height * bundleBytes)
        base = memory.base
    }

    /// Quantises the rows of `x`.
    convenience init(_ x: Matrix, on engine: Engine) {
        self.init(rows: x.rows, columns: x.columns, on: engine)
        let (xs, columns) = (Shared(x), columns)
        write(on: engine) { [instructions = engine.instructions.kernel] rows, target, _ in
            ck_bundle_from_rows(instructions, xs.row(rows.lowerBound), xs.stride, rows.count, columns, target)
        }
    }

    /// Quantises the rows of `x`, each divided by its root mean square and scaled by `gain`; `x` stays as it is.
    convenience init(normalising x: Matrix, gain: [Float], epsilon: Float, on engine: Engine) {
        precondition(gain.count == x.columns, "\(gain.count) gains for \(x.columns) columns")
        self.init(rows: x.rows, columns: x.columns, on: engine)
        let (xs, columns) = (Shared(x), columns)
        write(on: engine) { [instructions = engine.instructions.kernel] rows, target, scratch in
            ck_bundle_from_normalised(
                instructions, xs.row(rows.lowerBound), xs.stride, rows.count, columns, gain, epsilon,
                scratch.floats(columns), target)
        }
    }

    deinit { spare.giveBack(memory) }

    /// Has bundles written by `body`, which is told their rows.
    private func write(
        on engine: Engine, _ body: @escaping @Sendable (Range<Int>, UnsafeMutableRawPointer, Scratch) -> Void
    ) {
        let count = (rows + Self.height - 1) / Self.height
        let atOnce = max(1, (1 << 14) / max(1, columns * Self.height))
        engine.run(chunks: (count + atOnce - 1) / atOnce) { [self] chunk, scratch in
            for bundle in chunk * atOnce..<min(count, (chunk + 1) * atOnce) {
                let first = bundle * Self.height
                body(first..<min(rows, first + Self.height), group(0, ofRow: first), scratch)
            }
        }
    }

    /// The rows in parts of some bundles, each of which is multiplied within less than a millisecond.
    var parts: [Range<Int>] {
        let height = 8 * Self.height
        return stride(from: 0, to: rows, by: height).map { $0..<min(rows, $0 + height) }
    }

    /// Where a group of the bundle begins whose first row is `row`.
    func group(_ group: Int, ofRow row: Int) -> UnsafeMutableRawPointer {
        base + row / Self.height * bundleBytes + ck_bundle_bytes(group)
    }
}
