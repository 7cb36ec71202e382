import CKernels

/// The keys and values of one layer for all tokens so far, in blocks of 256 tokens.
///
/// It grows by further blocks; what is there stays where it is. Blocks without tokens are given back.
package final class KeyValueCache {
    /// How many key heads there are; queries may have a multiple of it.
    package let heads: Int
    /// The length of one key.
    package let width: Int
    /// How they are stored.
    let format: KeyValueFormat
    /// How many tokens are in it.
    package private(set) var count = 0
    private(set) var blocks: [KeyValueBlock] = []

    /// Creates an empty cache.
    package init(heads: Int, width: Int, format: KeyValueFormat = .float) {
        precondition(heads > 0 && width > 0, "\(heads) heads of \(width)")
        (self.heads, self.width, self.format) = (heads, width, format)
    }

    /// The memory that it takes, in bytes.
    package var bytes: Int { blocks.count * KeyValueBlock.tokens * format.bytes(heads: heads, width: width) }

    /// Adds the tokens that follow.
    ///
    /// - Parameters:
    ///   - newKeys: `[tokens, heads · width]`, already turned by their positions.
    ///   - newValues: `[tokens, heads · width]`.
    package func append(keys newKeys: Matrix, values newValues: Matrix, on engine: Engine) {
        let tokens = newKeys.rows
        precondition(newKeys.columns == heads * width && newValues.columns == heads * width, "shapes differ")
        precondition(newValues.rows == tokens, "\(tokens) keys, \(newValues.rows) values")
        while blocks.count * KeyValueBlock.tokens < count + tokens {
            blocks.append(KeyValueBlock(heads: heads, width: width, format: format))
        }
        let (keys, values, first) = (Shared(newKeys), Shared(newValues), count)
        engine.run(rowsOf: newKeys) { [heads, width, blocks, instructions = engine.instructions.kernel] row in
            let token = first + row
            for head in 0..<heads {
                blocks[token / KeyValueBlock.tokens].store(
                    token % KeyValueBlock.tokens, head: head, key: keys.row(row) + head * width,
                    value: values.row(row) + head * width, width: width, with: instructions)
            }
        }
        count += tokens
    }

    /// Forgets all but the first `count` tokens.
    package func truncate(to count: Int) {
        precondition(count >= 0 && count <= self.count, "\(count) of \(self.count) tokens")
        self.count = count
        let needed = (count + KeyValueBlock.tokens - 1) / KeyValueBlock.tokens
        blocks.removeLast(blocks.count - needed)
    }

    /// A copy of the first `count` tokens, to continue in another way.
    package func copy(first count: Int? = nil) -> KeyValueCache {
        let other = KeyValueCache(heads: heads, width: width, format: format)
        other.count = min(count ?? self.count, self.count)
        other.blocks = blocks.prefix((other.count + KeyValueBlock.tokens - 1) / KeyValueBlock.tokens).map {
            let block = KeyValueBlock(heads: heads, width: width, format: format)
            block.copy($0)
            return block
        }
        return other
    }

    /// The keys and the values of each head as floats, `[count, width]`.
    func floats(on engine: Engine) -> (keys: [Shared], values: [Shared]) {
        let parts = (0..<2 * heads).map { _ in Shared(Matrix(rows: count, columns: width)) }
        engine.run(chunks: blocks.count * heads) {
            [heads, width, count, blocks, format, instructions = engine.instructions.kernel] chunk, _ in
            let (index, head) = (chunk / heads, chunk % heads)
            let start = index * KeyValueBlock.tokens
            let block = blocks[index].head(head, count: min(KeyValueBlock.tokens, count - start))
            for (part, rows, scales) in [
                (parts[head], block.keys, block.key_scales), (parts[heads + head], block.values, block.value_scales),
            ] {
                ck_cache_load(
                    instructions, format.kernel, rows, scales, block.stride, block.count, width, part.row(start),
                    part.stride)
            }
        }
        return (Array(parts.prefix(heads)), Array(parts.suffix(heads)))
    }
}
