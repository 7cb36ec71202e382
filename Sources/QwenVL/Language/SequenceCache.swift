import Tensors

/// What the language model remembers of one sequence of tokens: the keys and values of each block.
package final class SequenceCache {
    let blocks: [KeyValueCache]

    /// An empty memory that takes `capacity` tokens before it has to grow.
    package init(_ configuration: TextConfiguration, capacity: Int = 0) {
        blocks = (0..<configuration.blocks).map { _ in
            KeyValueCache(heads: configuration.keyValueHeads, width: configuration.headWidth, capacity: capacity)
        }
    }

    private init(blocks: [KeyValueCache]) { self.blocks = blocks }

    /// How many tokens are in it.
    package var count: Int { blocks.first?.count ?? 0 }

    /// Forgets all but the first `count` tokens.
    func truncate(to count: Int) {
        for block in blocks { block.truncate(to: count) }
    }

    /// A copy with the same tokens, to continue in two ways.
    func copy() -> SequenceCache { SequenceCache(blocks: blocks.map { $0.copy() }) }

    /// The memory that one token takes, in bytes.
    static func bytesPerToken(_ configuration: TextConfiguration) -> Int {
        2 * configuration.blocks * configuration.keyValueHeads * configuration.headWidth * MemoryLayout<Float>.stride
    }
}

/// Neighbouring rows of a pass that continue one sequence.
package struct Stretch {
    /// The sequence's memory; the pass adds to it.
    let cache: SequenceCache
    /// How many rows.
    let tokens: Int

    /// Marks the state after so many tokens.
    package init(_ cache: SequenceCache, tokens: Int) {
        self.cache = cache
        self.tokens = tokens
    }
}
