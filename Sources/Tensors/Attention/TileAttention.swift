import CKernels

/// Attention of some blocks of queries to the same keys, in bfloat16.
///
/// Keys and values are written as tiles once for all blocks, some keys at a time; scores are made and used up with a softmax
/// that is brought up to date from keys to keys (Milakov & Gimelshein 2018), in float32.
struct TileAttention {
    /// At most ``rows`` queries.
    struct Block {
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

        /// The blocks of some rows of queries, from one column on.
        ///
        /// - Parameter visible: how many keys the query in a row sees, and how many more each further one sees.
        static func all(
            _ range: Range<Int>, column: Int, of queries: Shared, into output: Shared,
            visible: (_ row: Int) -> (first: Int, step: Int)
        ) -> [Block] {
            stride(from: range.lowerBound, to: range.upperBound, by: TileAttention.rows).map { row in
                Block(
                    queries: queries.row(row) + column, queryStride: queries.stride, output: output.row(row) + column,
                    outputStride: output.stride, count: min(TileAttention.rows, range.upperBound - row),
                    visible: visible(row))
            }
        }
    }

    /// The most queries of a block.
    static let rows = Int(ck_tile_pair)
    private static let keysAtOnce = 256

    let blocks: [Block]
    /// `[keyCount, width]`, and the values likewise, rows `keyStride` apart.
    let keys: UnsafePointer<Float>
    let values: UnsafePointer<Float>
    let keyStride: Int
    let keyCount: Int
    let width: Int
    let instructions: Instructions

    /// `output ← softmax(queries · keysᵀ / √width) · values` for each block.
    func attend(_ scratch: Scratch) {
        let memory = Memory(self, scratch)
        for (index, block) in blocks.enumerated() { start(block, memory.part(index)) }
        for start in stride(from: 0, to: keyCount, by: Self.keysAtOnce) {
            let count = min(Self.keysAtOnce, keyCount - start)
            writeTiles(start, count, memory)
            for (index, block) in blocks.enumerated() where block.reach > start {
                add(start, count, to: block, memory.part(index), memory)
            }
        }
        for (index, block) in blocks.enumerated() { finish(block, memory.part(index)) }
    }

    /// Where intermediates of one thread lie.
    private struct Memory {
        /// Tiles along the width, and the width up to whole pairs of tiles.
        let steps: Int
        let padded: Int
        let queries: UnsafeMutablePointer<UInt16>
        let outputs: UnsafeMutablePointer<Float>
        let maxima: UnsafeMutablePointer<Float>
        let sums: UnsafeMutablePointer<Float>
        let keyTiles: UnsafeMutablePointer<UInt16>
        let valueTiles: UnsafeMutablePointer<UInt16>
        let scores: UnsafeMutablePointer<Float>
        let weights: UnsafeMutablePointer<UInt16>

        init(_ attention: TileAttention, _ scratch: Scratch) {
            let (inputs, rows, keys) = (Int(ck_tile_inputs), TileAttention.rows, TileAttention.keysAtOnce)
            steps = (attention.width + inputs - 1) / inputs
            padded = steps * inputs
            let all = attention.blocks.count * rows
            func halves(_ count: Int, slot: Int) -> UnsafeMutablePointer<UInt16> {
                UnsafeMutableRawPointer(scratch.floats(count / 2, slot: slot)).assumingMemoryBound(to: UInt16.self)
            }
            queries = halves(all * padded, slot: 0)
            outputs = scratch.floats(all * padded, slot: 1)
            maxima = scratch.floats(all, slot: 2)
            sums = scratch.floats(all, slot: 3)
            keyTiles = halves(keys * padded, slot: 4)
            valueTiles = halves(keys * padded, slot: 5)
            scores = scratch.floats(rows * keys, slot: 6)
            weights = halves(rows * keys, slot: 7)
        }

        /// What belongs to one block.
        func part(_ index: Int) -> Part {
            let row = index * TileAttention.rows
            return Part(
                queries: queries + row * padded, outputs: outputs + row * padded, maxima: maxima + row,
                sums: sums + row, padded: padded)
        }
    }

    /// A block's rounded queries `[rows, padded]`, what it gathers `[rows, padded]`, and its softmax so far.
    private struct Part {
        let queries: UnsafeMutablePointer<UInt16>
        let outputs: UnsafeMutablePointer<Float>
        let maxima: UnsafeMutablePointer<Float>
        let sums: UnsafeMutablePointer<Float>
        let padded: Int
    }

    private func start(_ block: Block, _ part: Part) {
        let (rows, padded) = (Self.rows, part.padded)
        part.queries.update(repeating: 0, count: rows * padded)
        part.outputs.update(repeating: 0, count: rows * padded)
        part.maxima.update(repeating: -.infinity, count: rows)
        part.sums.update(repeating: 0, count: rows)
        for row in 0..<block.count {
            ck_round_to_bfloat16(block.queries + row * block.queryStride, width, part.queries + row * padded)
        }
    }

    /// Writes keys as weights with an output for each of them, values as weights with an input for each; those beyond
    /// `count`, up to whole pairs of tiles, are zeros.
    private func writeTiles(_ start: Int, _ count: Int, _ memory: Memory) {
        let (height, size) = (Int(ck_tile_outputs), Int(ck_tile_elements))
        for group in 0..<Self.padded(count) / height {
            let present = min(height, count - group * height)
            let tiles = memory.keyTiles + group * memory.steps * size
            if present > 0 {
                ck_tiles_from_rows(
                    ck_float32, keys + (start + group * height) * keyStride, keyStride, width, present, 0,
                    memory.steps, tiles)
            } else {
                tiles.update(repeating: 0, count: memory.steps * size)
            }
        }
        let steps = Self.padded(count) / Int(ck_tile_inputs)
        for group in 0..<memory.padded / height {
            let present = min(height, width - group * height)
            let tiles = memory.valueTiles + group * steps * size
            if present > 0 {
                ck_tiles_from_columns(
                    values + start * keyStride + group * height, keyStride, count, present, steps, tiles)
            } else {
                tiles.update(repeating: 0, count: steps * size)
            }
        }
    }

    /// Adds what a block gathers from some keys.
    private func add(_ start: Int, _ count: Int, to block: Block, _ part: Part, _ memory: Memory) {
        let (length, scale) = (Self.padded(count), 1 / Float(width).squareRoot())
        memory.scores.update(repeating: 0, count: Self.rows * length)
        ck_multiply_tiles(
            instructions.kernel, part.queries, part.padded, memory.keyTiles, memory.steps, length, memory.scores)
        for row in 0..<block.count {
            let scores = memory.scores + row * length
            let valid = min(count, max(0, block.visible.first + row * block.visible.step - start))
            ck_scale(scores, scale, valid)
            let factor = ck_softmax_step(scores, valid, length, part.maxima + row, part.sums + row)
            if factor != 1 { ck_scale(part.outputs + row * part.padded, factor, width) }
            ck_round_to_bfloat16(scores, length, memory.weights + row * length)
        }
        ck_multiply_tiles(
            instructions.kernel, memory.weights, length, memory.valueTiles, length / Int(ck_tile_inputs), part.padded,
            part.outputs)
    }

    private func finish(_ block: Block, _ part: Part) {
        for row in 0..<block.count {
            let (source, target) = (part.outputs + row * part.padded, block.output + row * block.outputStride)
            ck_scale(source, 1 / part.sums[row], width)
            target.update(from: source, count: width)
        }
    }

    /// Up to whole pairs of tiles.
    private static func padded(_ count: Int) -> Int { (count + rows - 1) / rows * rows }
}
