/// A set of token ids.
package struct TokenSet: Equatable, Sendable {
    private var words: [UInt64]

    /// An empty set for ids below `count`.
    package init(count: Int) { words = Array(repeating: 0, count: (count + 63) / 64) }

    /// Whether it contains token `id`; ids beyond its count are not in it.
    package func contains(_ id: Int) -> Bool {
        id >= 0 && id >> 6 < words.count && words[id >> 6] >> UInt64(id & 63) & 1 == 1
    }

    /// Adds an id below the set's `count`.
    package mutating func insert(_ id: Int) { words[id >> 6] |= 1 << UInt64(id & 63) }

    /// How many tokens it holds.
    package var count: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }
}
