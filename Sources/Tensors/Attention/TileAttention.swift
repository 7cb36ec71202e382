import CKernels

/// Attention of some blocks of queries to the same keys, in bfloat16.
///
/// Keys and values are written as tiles once for all blocks, some keys at a time; scores are made and used up with a softmax
/// that is brought up to date from keys to keys (Milakov & Gimelshein 2018), in float32.
struct TileAttention {
    /// The most queries of a block.
    static let rows = Int(ck_tile_pair)
    private static let keysAtOnce = 256

    let blocks: [AttentionBlock]
    let keys: AttentionKeys
    let instructions: Instructions

    /// `output ← softmax(queries · keysᵀ / √keys.width) · values` for each block.
    func attend(_ scratch: Scratch) {
        let memory = Memory(self, scratch)
        for (index, block) in blocks.enumerated() { start(block, memory.part(index)) }
        for start in stride(from: 0, to: keys.count, by: Self.keysAtOnce) {
            let count = min(Self.keysAtOnce, keys.count - start)
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
            steps = (attention.keys.width + inputs - 1) / inputs
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

    private func start(_ block: AttentionBlock, _ part: Part) {
        let (rows, padded) = (Self.rows, part.padded)
        part.queries.update(repeating: 0, count: rows * padded)
        part.outputs.update(repeating: 0, count: rows * padded)
        part.maxima.update(repeating: -.infinity, count: rows)
        part.sums.update(repeating: 0, count: rows)
        for row in 0..<block.count {
            ck_round_to_bfloat16(block.queries + row * block.queryStride, keys.width, part.queries + row * padded)
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
                    ck_float32, keys.keys + (start + group * height) * keys.stride, keys.stride, keys.width, present, 0,
                    memory.steps, tiles)
            } else {
                tiles.update(repeating: 0, count: memory.steps * size)
            }
        }
        let steps = Self.padded(count) / Int(ck_tile_inputs)
        for group in 0..<memory.padded / height {
            let present = min(height, keys.width - group * height)
            let tiles = memory.valueTiles + group * steps * size
            if present > 0 {
                ck_tiles_from_columns(
                    keys.values + start * keys.stride + group * height, keys.stride, count, present, steps, tiles)
            } else {
                tiles.update(repeating: 0, count: steps * size)
            }
        }
    }

    /// Adds what a block gathers from some keys.
    private func add(_ start: Int, _ count: Int, to block: AttentionBlock, _ part: Part, _ memory: Memory) {
        let (length, scale) = (Self.padded(count), 1 / Float(keys.width).squareRoot())
        memory.scores.update(repeating: 0, count: Self.rows * length)
        ck_multiply_tiles(
            instructions.kernel, part.queries, part.padded, memory.keyTiles, memory.steps, length, memory.scores)
        for row in 0..<block.count {
            let scores = memory.scores + row * length
            let valid = min(count, max(0, block.visible.first + row * block.visible.step - start))
            ck_scale(scores, scale, valid)
            let factor = ck_softmax_step(scores, valid, length, part.maxima + row, part.sums + row)
            if factor != 1 { ck_scale(part.outputs + row * part.padded, factor, keys.width) }
            ck_round_to_bfloat16(scores, length, memory.weights + row * length)
        }
        ck_multiply_tiles(
            instructions.kernel, memory.weights, length, memory.valueTiles, length / Int(ck_tile_inputs), part.padded,
            part.outputs)
    }

    private func finish(_ block: AttentionBlock, _ part: Part) {
        for row in 0..<block.count {
            let (source, target) = (part.outputs + row * part.padded, block.output + row * block.outputStride)
            ck_scale(source, 1 / part.sums[row], keys.width)
            target.update(from: source, count: keys.width)
        }
    }

    /// Up to whole pairs of tiles.
    private static func padded(_ count: Int) -> Int { (count + rows - 1) / rows * rows }
}
