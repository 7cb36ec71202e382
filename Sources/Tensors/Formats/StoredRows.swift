/// The rows of a stored matrix in any float or quantised format, decoded when they are looked at.
package struct StoredRows: RowDecoder {
    /// Outputs.
    package let rows: Int
    /// Inputs.
    package let columns: Int
    private let tensor: StoredTensor
    private let rowBytes: Int

    /// - Parameter tensor: `[rows, …]`; all further dimensions together are the columns.
    /// - Throws: `TensorsError.unsuitable` for integers, for no dimension, and when a row ends inside a block.
    package init(_ tensor: StoredTensor) throws(TensorsError) {
        let columns = tensor.shape.dropFirst().reduce(1, *)
        guard tensor.format.decoder != nil, let rows = tensor.shape.first, columns % tensor.format.blockLength == 0
        else {
            throw .unsuitable(tensor, needed: "a matrix in a float or quantised format, of whole blocks")
        }
        self.tensor = tensor
        self.rows = rows
        self.columns = columns
        rowBytes = columns / tensor.format.blockLength * tensor.format.blockBytes
    }

    package func decode(_ range: Range<Int>, into target: inout MutableSpan<Float>) {
        precondition(range.lowerBound >= 0 && range.upperBound <= rows, "rows \(range) of \(rows)")
        precondition(target.count >= range.count * columns, "\(target.count) floats for rows \(range)")
        guard let decode = tensor.format.decoder, !range.isEmpty, columns > 0 else { return }
        tensor.bytes.withUnsafeBytes { bytes in
            target.withUnsafeMutableBufferPointer { floats in
                decode(
                    bytes.baseAddress.map { $0 + range.lowerBound * rowBytes }, floats.baseAddress,
                    range.count * columns)
            }
        }
    }
}
