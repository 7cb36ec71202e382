/// The keys and values of one layer for all tokens so far, `[heads, capacity, width]` each.
///
/// Memory grows by doubling when tokens no longer fit.
package final class KeyValueCache {
    /// How many key heads there are; queries may have a multiple of it.
    package let heads: Int
    /// The length of one key.
    package let width: Int
    /// How many tokens are in it.
    package private(set) var count = 0
    /// How many tokens fit without new memory.
    private(set) var capacity: Int
    private var keys: Matrix
    private var values: Matrix

    /// Creates an empty cache with room for `capacity` tokens.
    package init(heads: Int, width: Int, capacity: Int) {
        precondition(heads > 0 && width > 0 && capacity >= 0, "\(heads) heads of \(width), \(capacity) tokens")
        (self.heads, self.width, self.capacity) = (heads, width, capacity)
        keys = Matrix(rows: heads * capacity, columns: width)
        values = Matrix(rows: heads * capacity, columns: width)
    }

    /// Adds the tokens that follow.
    ///
    /// - Parameters:
    ///   - newKeys: `[tokens, heads · width]`, already turned by their positions.
    ///   - newValues: `[tokens, heads · width]`.
    package func append(keys newKeys: Matrix, values newValues: Matrix) {
        let tokens = newKeys.rows
        precondition(newKeys.columns == heads * width && newValues.columns == heads * width, "shapes differ")
        precondition(newValues.rows == tokens, "\(tokens) keys, \(newValues.rows) values")
        if count + tokens > capacity { grow(to: max(count + tokens, 2 * capacity)) }
        for head in 0..<heads {
            let rows = head * capacity + count..<head * capacity + count + tokens
            let columns = head * width..<(head + 1) * width
            keys.rows(rows).copy(newKeys.columns(columns))
            values.rows(rows).copy(newValues.columns(columns))
        }
        count += tokens
    }

    /// Forgets all but the first `count` tokens.
    package func truncate(to count: Int) {
        precondition(count >= 0 && count <= self.count, "\(count) of \(self.count) tokens")
        self.count = count
    }

    /// A copy with the same tokens, to continue in two ways.
    package func copy() -> KeyValueCache {
        let other = KeyValueCache(heads: heads, width: width, capacity: max(1, count))
        other.take(from: self)
        return other
    }

    private func grow(to capacity: Int) {
        let larger = KeyValueCache(heads: heads, width: width, capacity: capacity)
        larger.take(from: self)
        (self.capacity, keys, values) = (capacity, larger.keys, larger.values)
    }

    private func take(from other: KeyValueCache) {
        count = other.count
        for head in 0..<heads {
            let rows = head * capacity..<head * capacity + count
            let theirs = head * other.capacity..<head * other.capacity + count
            keys.rows(rows).copy(other.keys.rows(theirs))
            values.rows(rows).copy(other.values.rows(theirs))
        }
    }

    /// The keys of one head, `[count, width]`.
    func keys(ofHead head: Int) -> Matrix { keys.rows(head * capacity..<head * capacity + count) }
    /// The values of one head, `[count, width]`.
    func values(ofHead head: Int) -> Matrix { values.rows(head * capacity..<head * capacity + count) }
}
