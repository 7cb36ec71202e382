import CKernels

/// Attention of some blocks of queries to the same keys, in float32.
///
/// Keys and values are laid out for the kernels once for all blocks, some keys at a time; scores are made and used up with a
/// softmax that is brought up to date from keys to keys (Milakov & Gimelshein 2018).
struct PanelAttention {
    /// The most queries of a block.
    static let rows = 4 * Int(ck_attention_queries)
    private static let keysAtOnce = 256

    let blocks: [AttentionBlock]
    let keys: AttentionKeys
    let instructions: Instructions

    /// `output ← softmax(queries · keysᵀ / √width) · values` for each block.
    func attend(_ scratch: Scratch) {
        let memory = Memory(self, scratch)
        for (index, block) in blocks.enumerated() { start(block, memory.part(index), memory) }
        for start in stride(from: 0, to: keys.count, by: Self.keysAtOnce) {
            let count = min(Self.keysAtOnce, keys.count - start)
            lay(start, count, memory)
            for (index, block) in blocks.enumerated() where block.reach > start {
                withUnsafePointer(to: memory.part(index)) {
                    ck_attend_panels(
                        instructions.kernel, $0, memory.keys, memory.values, count, memory.padded,
                        block.visible.first - start, block.visible.step, memory.scores)
                }
            }
        }
        for (index, block) in blocks.enumerated() { finish(block, memory.part(index), memory) }
    }

    /// Where intermediates of one thread lie.
    private struct Memory {
        let padded: Int
        let queries: UnsafeMutablePointer<Float>
        let outputs: UnsafeMutablePointer<Float>
        let maxima: UnsafeMutablePointer<Float>
        let sums: UnsafeMutablePointer<Float>
        let keys: UnsafeMutablePointer<Float>
        let values: UnsafeMutablePointer<Float>
        let scores: UnsafeMutablePointer<Float>

        init(_ attention: PanelAttention, _ scratch: Scratch) {
            let (lanes, all) = (Int(ck_attention_lanes), attention.blocks.count * PanelAttention.rows)
            padded = (attention.keys.width + lanes - 1) / lanes * lanes
            queries = scratch.floats(all * padded, slot: 0)
            outputs = scratch.floats(all * padded, slot: 1)
            maxima = scratch.floats(all, slot: 2)
            sums = scratch.floats(all, slot: 3)
            keys = scratch.floats(PanelAttention.keysAtOnce * padded, slot: 4)
            values = scratch.floats(PanelAttention.keysAtOnce * padded, slot: 5)
            scores = scratch.floats(PanelAttention.rows * PanelAttention.keysAtOnce, slot: 6)
        }

        /// What belongs to one block.
        func part(_ index: Int) -> ck_attention_block {
            let row = index * PanelAttention.rows
            return ck_attention_block(
                queries: queries + row * padded, outputs: outputs + row * padded, maxima: maxima + row,
                sums: sums + row, rows: PanelAttention.rows)
        }
    }

    private func start(_ block: AttentionBlock, _ part: ck_attention_block, _ memory: Memory) {
        ck_attention_copy_rows(
            instructions.kernel, block.queries, block.queryStride, block.count, keys.width,
            1 / Float(keys.width).squareRoot(), Self.rows, UnsafeMutablePointer(mutating: part.queries))
        part.outputs.update(repeating: 0, count: Self.rows * memory.padded)
        part.maxima.update(repeating: -.infinity, count: Self.rows)
        part.sums.update(repeating: 0, count: Self.rows)
    }

    /// Lays some keys and values out.
    private func lay(_ start: Int, _ count: Int, _ memory: Memory) {
        let unit = Int(ck_attention_keys)
        ck_attention_pack_keys(
            instructions.kernel, keys.keys + start * keys.stride, keys.stride, count, keys.width, memory.keys)
        ck_attention_copy_rows(
            instructions.kernel, keys.values + start * keys.stride, keys.stride, count, keys.width, 1,
            (count + unit - 1) / unit * unit, memory.values)
    }

    private func finish(_ block: AttentionBlock, _ part: ck_attention_block, _ memory: Memory) {
        for row in 0..<block.count {
            let target = block.output + row * block.outputStride
            target.update(from: part.outputs + row * memory.padded, count: keys.width)
            ck_scale(target, 1 / part.sums[row], keys.width)
        }
    }
}
