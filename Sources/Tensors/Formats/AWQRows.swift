import CKernels

/// The rows of a linear layer quantised to four bits by AutoAWQ (its "gemm" packing), decoded when they are looked at: `float16((q − z) · s)`, Lin et al. 2023.
///
/// The file holds the layer transposed, inputs first; the rows here are outputs, as everywhere else.
package struct AWQRows: RowDecoder {
    /// Outputs.
    package let rows: Int
    /// Inputs.
    package let columns: Int
    /// The neighbouring inputs that share a scale.
    let groupSize: Int
    private let weights, zeros, scales: StoredTensor

    /// - Parameters:
    ///   - weights: int32 `[inputs, outputs / 8]`.
    ///   - zeros: int32 `[inputs / group, outputs / 8]`.
    ///   - scales: float16 `[inputs / group, outputs]`.
    /// - Throws: `TensorsError.unsuitable` naming the first of them that does not fit the others.
    package init(weights: StoredTensor, zeros: StoredTensor, scales: StoredTensor) throws(TensorsError) {
        guard weights.format == .int32, weights.shape.count == 2, weights.shape[0] > 0,
            weights.shape[1] > 0, weights.shape[1] <= Int(Int32.max) / 8
        else { throw .unsuitable(weights, needed: "int32 [inputs, outputs / 8]") }
        let (inputs, words) = (weights.shape[0], weights.shape[1])
        guard scales.format == .float16, scales.shape.count == 2, scales.shape[1] == words * 8,
            scales.shape[0] > 0, inputs % scales.shape[0] == 0
        else { throw .unsuitable(scales, needed: "float16 [\(inputs) / group, \(words * 8)]") }
        guard zeros.format == .int32, zeros.shape == [scales.shape[0], words] else {
            throw .unsuitable(zeros, needed: "int32 [\(scales.shape[0]), \(words)]")
        }
        (self.weights, self.zeros, self.scales) = (weights, zeros, scales)
        rows = words * 8
        columns = inputs
        groupSize = inputs / scales.shape[0]
    }

    package func decode(_ range: Range<Int>, into target: inout MutableSpan<Float>) {
        precondition(range.lowerBound >= 0 && range.upperBound <= rows, "rows \(range) of \(rows)")
        precondition(target.count >= range.count * columns, "\(target.count) floats for rows \(range)")
        guard !range.isEmpty else { return }
        withLayer { layer in
            target.withUnsafeMutableBufferPointer { floats in
                ck_rows_from_awq(&layer, range.lowerBound, range.count, floats.baseAddress)
            }
        }
    }

    /// Calls `body` with what kernels know the layer by.
    fileprivate func withLayer(_ body: (inout ck_awq) -> Void) {
        weights.bytes.withUnsafeBytes { weights in
            zeros.bytes.withUnsafeBytes { zeros in
                scales.bytes.withUnsafeBytes { scales in
                    var layer = ck_awq(
                        weights: weights.baseAddress, zeros: zeros.baseAddress, scales: scales.baseAddress,
                        inputs: columns, outputs: rows, group: groupSize)
                    body(&layer)
                }
            }
        }
    }

    fileprivate func release() {
        for tensor in [weights, zeros, scales] { tensor.bytes.release() }
    }
}

/// A layer of AutoAWQ's with 128 inputs to a scale. Its weights are multiplied without being rounded to float16.
struct AWQPanelSource: PanelSource {
    private let rows: AWQRows

    init(_ rows: AWQRows) { self.rows = rows }

    var format: ck_blocks { ck_awq_128 }
    var outputs: Int { rows.rows }
    var inputs: Int { rows.columns }

    func pack(_ index: Int, into panel: UnsafeMutableRawPointer) {
        rows.withLayer { ck_pack_awq_panel(&$0, index * QuantisedPanels.height, panel) }
    }

    func release() { rows.release() }
}
