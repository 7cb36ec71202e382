/// Matrices of equal width, one below the other, as one: the separate query, key and value weights of a file whose model multiplies them at once.
package struct JoinedRows: RowDecoder {
    /// Outputs.
    package let rows: Int
    /// Inputs.
    package let columns: Int
    private let parts: [any RowDecoder]

    /// - Parameter parts: at least one, all of the same number of columns.
    package init(_ parts: [any RowDecoder]) {
        precondition(Set(parts.map(\.columns)).count == 1, "parts of \(parts.map(\.columns)) columns")
        self.parts = parts
        columns = parts.first?.columns ?? 0
        rows = parts.reduce(0) { $0 + $1.rows }
    }

    package func decode(_ range: Range<Int>, into target: inout MutableSpan<Float>) {
        var start = 0
        for part in parts {
            let wanted = range.clamped(to: start..<start + part.rows)
            if !wanted.isEmpty {
                let first = (wanted.lowerBound - range.lowerBound) * columns
                target.withUnsafeMutableBufferPointer { floats in
                    var piece = UnsafeMutableBufferPointer(rebasing: floats[first..<first + wanted.count * columns])
                        .mutableSpan
                    part.decode(wanted.lowerBound - start..<wanted.upperBound - start, into: &piece)
                }
            }
            start += part.rows
        }
    }
}
