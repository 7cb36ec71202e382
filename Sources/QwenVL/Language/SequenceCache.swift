package import Tensors

/// What the language model remembers of one sequence of tokens: the keys and values of each block.
package final class SequenceCache {
    let blocks: [KeyValueCache]

    /// An empty memory; it grows without moving what it holds.
    package init(_ configuration: TextConfiguration, format: KeyValueFormat = .float) {
        blocks = (0..<configuration.blocks).map { _ in
            KeyValueCache(heads: configuration.keyValueHeads, width: configuration.headWidth, format: format)
        }
    }

    private init(blocks: [KeyValueCache]) { self.blocks = blocks }

    /// How many tokens are in it.
    package var count: Int { blocks.first?.count ?? 0 }

    /// The memory that it takes, in bytes.
    package var bytes: Int { blocks.reduce(0) { $0 + $1.bytes } }

    /// Forgets all but the first `count` tokens.
    func truncate(to count: Int) {
        for block in blocks { block.truncate(to: count) }
    }

    /// A copy of the first `count` tokens, to continue in another way.
    func copy(first count: Int) -> SequenceCache { SequenceCache(blocks: blocks.map { $0.copy(first: count) }) }

    /// The memory that one token takes, in bytes.
    static func bytesPerToken(_ configuration: TextConfiguration, _ format: KeyValueFormat) -> Int {
        configuration.blocks * format.bytes(heads: configuration.keyValueHeads, width: configuration.headWidth)
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
