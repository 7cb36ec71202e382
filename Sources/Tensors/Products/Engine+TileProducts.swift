import CKernels

/// Writes inputs `first` to `first + 32 · steps` of the weight's outputs `16 · panel` to `16 · panel + 15` as `steps` tiles.
typealias TileWriter =
    @Sendable (_ panel: Int, _ first: Int, _ steps: Int, _ tiles: UnsafeMutablePointer<UInt16>) -> Void

extension Engine {
    /// Whether products with this many rows of x are made in bfloat16; for fewer, writing tiles costs more than it saves.
    func usesTiles(rows: Int) -> Bool { precision == .fast && instructions.multiplyBFloat16 && rows >= 16 }

    /// `y ← x · Wᵀ + b` with weights and activations rounded to bfloat16, and sums in float32.
    ///
    /// Each chunk writes tiles of some outputs and inputs, as many as its processor's cache holds beside x, and
    /// multiplies 32 rows after another with them.
    func multiplyTiles(_ x: Matrix, into y: Matrix, bias: [Float]?, _ write: @escaping TileWriter) {
        let rounded = RoundedRows(x, on: self)
        let height = Self.tileHeight(outputs: y.columns, threads: threads)
        let (ys, rows, outputs) = (Shared(y), y.rows, y.columns)
        run(chunks: (outputs + height - 1) / height) { [self] chunk, scratch in
            let first = chunk * height
            let count = min(height, outputs - first)
            let part = TilePart(rounded, ys, outputs: first..<first + count, rows: rows, scratch)
            for start in stride(from: 0, to: rounded.steps, by: Self.stepsAtOnce) {
                let steps = start..<min(start + Self.stepsAtOnce, rounded.steps)
                part.write(steps, write)
                for row in stride(from: 0, to: rows, by: RoundedRows.height) {
                    guard !isInterrupted(with: scratch) else { return }
                    part.multiply(row, steps, bias, instructions)
                }
            }
        }
    }

    /// 2048 inputs.
    fileprivate static let stepsAtOnce = 64

    /// As many outputs as make a megabyte of tiles, or fewer where threads would have none.
    private static func tileHeight(outputs: Int, threads: Int) -> Int {
        let share = outputs / (2 * threads) / 32 * 32
        return min(256, max(32, share))
    }
}

/// Rows of activations rounded to bfloat16, with zeros up to whole tiles.
///
/// Unchecked: written by the chunks of one job, each its own rows, and only read afterwards.
private final class RoundedRows: @unchecked Sendable {
    /// How many rows are multiplied at once.
    static let height = Int(ck_tile_pair)

    /// How many tiles of inputs there are.
    let steps: Int
    /// How far apart rows are. Not a power of two, for all rows of a tile would share a few lines of the cache.
    let stride: Int
    let base: UnsafeMutablePointer<UInt16>
    private let memory: SpareMemory.Block
    private let spare: SpareMemory

    init(_ x: Matrix, on engine: Engine) {
        let width = Int(ck_tile_inputs)
        steps = (x.columns + width - 1) / width
        let (stride, rows) = (steps * width + width, (x.rows + Self.height - 1) / Self.height * Self.height)
        self.stride = stride
        spare = engine.spare
        memory = spare.take(bytes: rows * stride * MemoryLayout<UInt16>.stride)
        base = memory.base.bindMemory(to: UInt16.self, capacity: rows * stride)
        for row in 0..<rows {
            let filled = row < x.rows ? x.columns : 0
            (base + row * stride + filled).update(repeating: 0, count: stride - filled)
        }
        let (xs, columns, target) = (Shared(x), x.columns, SharedHalves(base))
        engine.run(rowsOf: x) { row in ck_round_to_bfloat16(xs.row(row), columns, target.base + row * stride) }
    }

    deinit { spare.giveBack(memory) }
}

/// Unchecked: each chunk of the job writes its own rows.
private struct SharedHalves: @unchecked Sendable {
    let base: UnsafeMutablePointer<UInt16>

    init(_ base: UnsafeMutablePointer<UInt16>) { self.base = base }
}

/// A chunk's share of a product: some outputs of all rows.
private struct TilePart {
    let x: RoundedRows
    let y: Shared
    let outputs: Range<Int>
    let rows: Int
    /// The outputs up to whole pairs of tiles.
    let padded: Int
    let tiles: UnsafeMutablePointer<UInt16>
    let sums: UnsafeMutablePointer<Float>

    init(_ x: RoundedRows, _ y: Shared, outputs: Range<Int>, rows: Int, _ scratch: Scratch) {
        (self.x, self.y, self.outputs, self.rows) = (x, y, outputs, rows)
        padded = (outputs.count + Int(ck_tile_pair) - 1) / Int(ck_tile_pair) * Int(ck_tile_pair)
        let elements = padded * min(x.steps, Engine.stepsAtOnce) * Int(ck_tile_inputs)
        tiles = UnsafeMutableRawPointer(scratch.floats(elements / 2, slot: 0)).assumingMemoryBound(to: UInt16.self)
        sums = scratch.floats(RoundedRows.height * padded, slot: 1)
    }

    /// Has tiles of some inputs written; of absent outputs they are zeros.
    func write(_ steps: Range<Int>, _ write: TileWriter) {
        let (height, size) = (Int(ck_tile_outputs), steps.count * Int(ck_tile_elements))
        for panel in 0..<padded / height {
            let target = tiles + panel * size
            if panel * height < outputs.count {
                write(outputs.lowerBound / height + panel, steps.lowerBound * Int(ck_tile_inputs), steps.count, target)
            } else {
                target.update(repeating: 0, count: size)
            }
        }
    }

    /// Adds the products of some inputs to 32 rows from `row` on, which begin with the bias.
    func multiply(_ row: Int, _ steps: Range<Int>, _ bias: [Float]?, _ instructions: Instructions) {
        let count = min(RoundedRows.height, rows - row)
        for index in 0..<count {
            let (sum, target) = (sums + index * padded, y.row(row + index) + outputs.lowerBound)
            if steps.lowerBound > 0 {
                sum.update(from: target, count: outputs.count)
            } else if let bias {
                bias.withUnsafeBufferPointer { bias in
                    guard let bias = bias.baseAddress else { return }
                    sum.update(from: bias + outputs.lowerBound, count: outputs.count)
                }
            } else {
                sum.update(repeating: 0, count: outputs.count)
            }
        }
        let start = x.base + row * x.stride + steps.lowerBound * Int(ck_tile_inputs)
        ck_multiply_tiles(instructions.kernel, start, x.stride, tiles, steps.count, padded, sums)
        for index in 0..<count {
            (y.row(row + index) + outputs.lowerBound).update(from: sums + index * padded, count: outputs.count)
        }
    }
}
