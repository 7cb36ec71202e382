/// Matrices of equal shape, of which each row of the whole takes one stretch after another in turn: the time slices of a patch embedding, stored apart, as one weight `[outputs, channels, times, height, width]`.
package struct InterleavedRows: RowDecoder {
    /// Outputs.
    package let rows: Int
    /// Inputs.
    package let columns: Int
    private let parts: [any RowDecoder]
    private let stretch: Int

    /// - Parameters:
    ///   - parts: at least one, all of the same shape.
    ///   - stretch: the neighbouring elements that come from one part; divides its columns.
    package init(_ parts: [any RowDecoder], stretch: Int) {
        let width = parts.first?.columns ?? 0
        precondition(parts.allSatisfy { $0.columns == width && $0.rows == parts[0].rows }, "parts of several shapes")
        precondition(stretch > 0 && width % stretch == 0, "stretches of \(stretch) in rows of \(width)")
        self.parts = parts
        self.stretch = stretch
        rows = parts.first?.rows ?? 0
        columns = width * parts.count
    }

    package func decode(_ range: Range<Int>, into target: inout MutableSpan<Float>) {
        let width = columns / parts.count
        var row = [Float](repeating: 0, count: width)
        for (line, index) in range.enumerated() {
            for (place, part) in parts.enumerated() {
                var whole = row.mutableSpan
                part.decode(index..<index + 1, into: &whole)
                for element in 0..<width {
                    let (turn, within) = element.quotientAndRemainder(dividingBy: stretch)
                    target[line * columns + (turn * parts.count + place) * stretch + within] = row[element]
                }
            }
        }
    }
}
