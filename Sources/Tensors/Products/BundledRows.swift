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
    private let bundleBytes: Int
    private let memory: SpareMemory.Block
    private let spare: SpareMemory

    /// How many bundles there are.
    var count: Int { (rows + Self.height - 1) / Self.height }
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

    /// Has each bundle written by `body`, which is told its rows.
    private func write(
        on engine: Engine, _ body: @escaping @Sendable (Range<Int>, UnsafeMutableRawPointer, Scratch) -> Void
    ) {
        let atOnce = max(1, (1 << 14) / max(1, columns * Self.height))
        engine.run(chunks: (count + atOnce - 1) / atOnce) { [self] chunk, scratch in
            for bundle in chunk * atOnce..<min(count, (chunk + 1) * atOnce) {
                body(rows(of: bundle), group(0, of: bundle), scratch)
            }
        }
    }

    /// The rows in a bundle.
    func rows(of bundle: Int) -> Range<Int> { bundle * Self.height..<min(rows, (bundle + 1) * Self.height) }

    /// Where a group of a bundle begins.
    func group(_ group: Int, of bundle: Int) -> UnsafeMutableRawPointer {
        base + bundle * bundleBytes + ck_bundle_bytes(group)
    }
}
