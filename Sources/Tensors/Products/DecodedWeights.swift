import CKernels

/// Writes out rows of a weight whose stored form the kernels do not multiply directly, such as block-quantised ones.
package protocol RowDecoder: Sendable {
    /// The outputs of the layer.
    var rows: Int { get }
    /// The inputs of the layer.
    var columns: Int { get }

    /// Writes rows `range` as float32, one after another.
    ///
    /// - Parameter target: `[range.count, columns]`, with anything in it before. Called from several threads at once.
    func decode(_ range: Range<Int>, into target: inout MutableSpan<Float>)
}

/// A weight that is decoded to float32 a panel of rows at a time, each time it is used.
package struct DecodedWeights<Decoder: RowDecoder>: LinearWeights {
    /// Reads the rows as floats.
    package let decoder: Decoder

    /// Creates a weight that `decoder` writes out.
    package init(_ decoder: Decoder) { self.decoder = decoder }

    /// The decoder's rows.
    package var outputs: Int { decoder.rows }
    /// The decoder's columns.
    package var inputs: Int { decoder.columns }

    package func multiply(_ x: Matrix, into y: Matrix, bias: [Float]?, on engine: Engine) {
        check(x, y, bias)
        if x.rows <= Int(ck_most_few_rows) {
            engine.multiplyFewRows(x, decoding: inputs, into: y, bias: bias) { decode($0, into: $1) }
        } else {
            engine.multiplyPanels(x, rowLength: inputs, into: y, bias: bias) { decode($0, into: $1) }
        }
    }

    package func copyRows(_ rows: [Int], into y: Matrix) {
        check(rows, y)
        for (target, row) in rows.enumerated() {
            y.withMutableRow(target) { span in decoder.decode(row..<row + 1, into: &span) }
        }
    }

    private func decode(_ rows: Range<Int>, into target: UnsafeMutablePointer<Float>) {
        var span = UnsafeMutableBufferPointer(start: target, count: rows.count * inputs).mutableSpan
        decoder.decode(rows, into: &span)
    }
}
