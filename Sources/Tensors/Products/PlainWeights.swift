import CKernels

/// A weight stored as float32, float16 or bfloat16, which stays mapped as it is.
///
/// Few rows of x are multiplied straight from the stored elements; for many, panels of the weight are widened to float32, or
/// by an engine of precision ``Precision/fast`` those of 16 bits are multiplied in bfloat16 where the processor can.
package struct PlainWeights: LinearWeights {
    /// The rows of the weight.
    package let outputs: Int
    /// The elements of a row.
    package let inputs: Int
    private let tensor: StoredTensor
    private let format: ck_format

    /// - Parameter tensor: `[outputs, …]`; all further dimensions together are the inputs.
    /// - Throws: `TensorsError.unsuitable` when it has another element format or no dimension.
    package init(_ tensor: StoredTensor) throws(TensorsError) {
        guard let format = tensor.format.kernelFormat, let outputs = tensor.shape.first else {
            throw .unsuitable(tensor, needed: "a matrix of float32, float16 or bfloat16")
        }
        self.tensor = tensor
        self.format = format
        self.outputs = outputs
        inputs = tensor.shape.dropFirst().reduce(1, *)
    }

    package func multiply(_ x: Matrix, into y: Matrix, bias: [Float]?, on engine: Engine) {
        check(x, y, bias)
        tensor.bytes.withUnsafeBytes { bytes in
            let weight = SharedBytes(bytes)
            if format != ck_float32, engine.usesTiles(rows: x.rows) {
                engine.multiplyTiles(x, into: y, bias: bias) { panel, first, steps, tiles in
                    writeTiles(panel, of: weight, first, steps, tiles)
                }
            } else if x.rows <= Int(ck_most_few_rows) {
                engine.multiplyFewRows(x, weight, self, into: y, bias: bias)
            } else {
                engine.multiplyPanels(x, rowLength: inputs, into: y, bias: bias) { rows, panel in
                    widen(rows, of: weight, into: panel)
                }
            }
        }
    }

    package func copyRows(_ rows: [Int], into y: Matrix) {
        check(rows, y)
        tensor.bytes.withUnsafeBytes { bytes in
            for (target, row) in rows.enumerated() {
                widen(row..<row + 1, of: SharedBytes(bytes), into: y.pointer(row: target))
            }
        }
    }

    package func release() { tensor.bytes.release() }

    private func writeTiles(
        _ panel: Int, of weight: SharedBytes, _ first: Int, _ steps: Int, _ tiles: UnsafeMutablePointer<UInt16>
    ) {
        let row = panel * Int(ck_tile_outputs)
        let present = min(Int(ck_tile_outputs), outputs - row)
        ck_tiles_from_rows(format, weight.row(row, rowBytes), inputs, inputs, present, first, steps, tiles)
    }

    private func widen(_ rows: Range<Int>, of weight: SharedBytes, into target: UnsafeMutablePointer<Float>) {
        ck_widen(weight.row(rows.lowerBound, rowBytes), format, target, rows.count * inputs)
    }

    var rowBytes: Int { inputs * tensor.format.blockBytes }
    var kernelFormat: ck_format { format }
}

/// Mapped bytes that the threads of one job read.
///
/// Unchecked: they are never written, and the job ends before they are unmapped.
struct SharedBytes: @unchecked Sendable {
    private let base: UnsafeRawPointer?

    init(_ bytes: UnsafeRawBufferPointer) { base = bytes.baseAddress }

    /// Where row `row` of rows of `rowBytes` bytes begins.
    func row(_ row: Int, _ rowBytes: Int) -> UnsafeRawPointer? { base.map { $0 + row * rowBytes } }
}

extension ElementFormat {
    /// The kernels' name of a plain float format, `nil` for others.
    var kernelFormat: ck_format? {
        switch self {
        case .float32: ck_float32
        case .float16: ck_float16
        case .bfloat16: ck_bfloat16
        case .int8, .uint8, .int16, .int32, .int64, .q4_0, .q5_0, .q5_1, .q8_0, .q4_K, .q5_K, .q6_K: nil
        }
    }
}

extension ElementFormat {
    /// The kernels' name of a block format, `nil` for others.
    var blockFormat: ck_blocks? {
        switch self {
        case .q4_0: ck_q4_0
        case .q5_0: ck_q5_0
        case .q5_1: ck_q5_1
        case .q8_0: ck_q8_0
        case .q4_K: ck_q4_K
        case .q5_K: ck_q5_K
        case .q6_K: ck_q6_K
        case .float32, .float16, .bfloat16, .int8, .uint8, .int16, .int32, .int64: nil
        }
    }
}

extension TensorsError {
    static func unsuitable(_ tensor: StoredTensor, needed: String) -> TensorsError {
        .unsuitable(
            tensor: tensor.name, file: tensor.bytes.file.path, shape: tensor.shape, format: tensor.format,
            needed: needed)
    }
}
