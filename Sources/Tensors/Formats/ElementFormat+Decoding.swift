import CKernels

extension ElementFormat {
    /// Writes stored elements as float32.
    typealias Decoder = (_ source: UnsafeRawPointer?, _ target: UnsafeMutablePointer<Float>?, _ count: Int) -> Void

    /// How stored elements become float32, counted in elements, a whole number of blocks; `nil` for the integer formats, which hold no weights by themselves.
    var decoder: Decoder? {
        switch self {
        case .float32: { ck_widen($0, ck_float32, $1, $2) }
        case .float16: { ck_widen($0, ck_float16, $1, $2) }
        case .bfloat16: { ck_widen($0, ck_bfloat16, $1, $2) }
        case .q4_0: { ck_row_from_q4_0($0, $1, $2 / 32) }
        case .q5_0: { ck_row_from_q5_0($0, $1, $2 / 32) }
        case .q5_1: { ck_row_from_q5_1($0, $1, $2 / 32) }
        case .q8_0: { ck_row_from_q8_0($0, $1, $2 / 32) }
        case .q4_K: { ck_row_from_q4_K($0, $1, $2 / 256) }
        case .q5_K: { ck_row_from_q5_K($0, $1, $2 / 256) }
        case .q6_K: { ck_row_from_q6_K($0, $1, $2 / 256) }
        case .int8, .uint8, .int16, .int32, .int64: nil
        }
    }
}

extension ElementFormat {
    /// How float32 become stored elements, counted in blocks; `nil` for formats that weights are not quantised to here.
    var encoder: ((_ source: UnsafePointer<Float>?, _ target: UnsafeMutableRawPointer?, _ blocks: Int) -> Void)? {
        switch self {
        case .q8_0: { ck_row_to_q8_0($0, $1, $2) }
        case .q4_K: { ck_row_to_q4_K($0, $1, $2) }
        case .q6_K: { ck_row_to_q6_K($0, $1, $2) }
        default: nil
        }
    }
}

extension StoredTensor {
    /// All elements as float32, as gains, biases and tables are kept; block-quantised ones equal to the bit with gguf-py's `dequantize`.
    ///
    /// - Throws: `TensorsError.unsuitable` when the elements are integers.
    package func floats() throws(TensorsError) -> [Float] {
        guard let decode = format.decoder else { throw .unsuitable(self, needed: "a float or quantised format") }
        return bytes.withUnsafeBytes { bytes in
            [Float](unsafeUninitializedCapacity: count) { floats, length in
                if count > 0 { decode(bytes.baseAddress, floats.baseAddress, count) }
                length = count
            }
        }
    }
}
