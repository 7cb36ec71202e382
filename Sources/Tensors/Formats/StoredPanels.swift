import CKernels

/// A quantised weight that lies in a file as the kernels multiply it, in panels of sixteen outputs side by side, so that
/// nothing is repacked when it is opened. `CKernels/Quantised/layout.h` tells the layout.
package struct StoredPanels: RowDecoder {
    /// The format that its blocks were stored in before they were laid side by side.
    package let format: ElementFormat
    /// Outputs.
    package let rows: Int
    /// Inputs.
    package let columns: Int
    /// The panels, one after another, from a multiple of 64 bytes on.
    let bytes: MappedBytes
    let panelBytes: Int

    /// The formats that weights may lie in.
    package static let formats: [ElementFormat] = [.q8_0, .q4_K, .q6_K]

    /// The columns up to whole blocks; weights beyond the columns are zeros.
    var inputs: Int { Self.inputs(format, columns) }
    /// How many panels there are.
    var count: Int { Self.panels(rows) }

    /// - Parameter tensor: bytes, `[panels, bytes of a panel]`.
    /// - Throws: `TensorsError.unsuitable` when the bytes are not those of such a weight or begin elsewhere.
    package init(
        _ tensor: StoredTensor, _ format: ElementFormat, outputs: Int, inputs: Int
    ) throws(TensorsError) {
        guard let shape = Self.shape(format, outputs: outputs, inputs: inputs), tensor.format == .uint8,
            tensor.shape == shape, tensor.bytes.isAligned(to: 64)
        else {
            throw .unsuitable(tensor, needed: "\(outputs) × \(inputs) weights in panels of \(format.rawValue)")
        }
        (self.format, rows, columns, bytes, panelBytes) = (format, outputs, inputs, tensor.bytes, shape[1])
    }

    /// The shape of a tensor of such panels, `nil` for formats and widths that do not lie in panels. Rows in q8_0 need not
    /// end with a block.
    package static func shape(_ format: ElementFormat, outputs: Int, inputs: Int) -> [Int]? {
        guard formats.contains(format), let blocks = format.blockFormat, outputs > 0, inputs > 0,
            inputs <= 1 << 24, outputs <= 1 << 32, format == .q8_0 || inputs.isMultiple(of: format.blockLength)
        else { return nil }
        return [panels(outputs), ck_panel_bytes(blocks, Self.inputs(format, inputs))]
    }

    /// Columns up to whole blocks.
    static func inputs(_ format: ElementFormat, _ columns: Int) -> Int {
        (columns + format.blockLength - 1) / format.blockLength * format.blockLength
    }

    private static func panels(_ outputs: Int) -> Int {
        (outputs + QuantisedPanels.height - 1) / QuantisedPanels.height
    }

    package func decode(_ range: Range<Int>, into target: inout MutableSpan<Float>) {
        precondition(range.lowerBound >= 0 && range.upperBound <= rows, "rows \(range) of \(rows)")
        precondition(target.count >= range.count * columns, "\(target.count) floats for rows \(range)")
        guard let blocks = format.blockFormat, let decode = format.decoder else { return }
        let rowBytes = inputs / format.blockLength * format.blockBytes
        withUnsafeTemporaryAllocation(byteCount: rowBytes, alignment: 64) { row in
            withUnsafeTemporaryAllocation(of: Float.self, capacity: inputs) { whole in
                target.withUnsafeMutableBufferPointer { floats in
                    for index in range {
                        let panel = bytes.withUnsafeBytes { bytes in
                            bytes.baseAddress.map { $0 + index / QuantisedPanels.height * panelBytes }
                        }
                        ck_row_of_panel(blocks, panel, inputs, index % QuantisedPanels.height, row.baseAddress)
                        decode(row.baseAddress, whole.baseAddress, inputs)
                        let start = (index - range.lowerBound) * columns
                        _ = UnsafeMutableBufferPointer(rebasing: floats[start..<start + columns])
                            .update(fromContentsOf: whole[..<columns])
                    }
                }
            }
        }
    }
}
