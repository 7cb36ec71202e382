/// How the elements of a stored tensor lie in memory: a block of elements and the bytes it takes.
///
/// Plain formats have blocks of one element. Those of llama.cpp (`q…`) share scales among the elements of a block, which run along the last dimension of the shape.
package enum ElementFormat: String, Sendable, CaseIterable {
    case float32, float16, bfloat16
    case int8, uint8, int16, int32, int64
    case q4_0, q5_0, q5_1, q8_0
    case q4_K, q5_K, q6_K

    /// The number of neighbouring elements that are stored together.
    var blockLength: Int {
        switch self {
        case .float32, .float16, .bfloat16, .int8, .uint8, .int16, .int32, .int64: 1
        case .q4_0, .q5_0, .q5_1, .q8_0: 32
        case .q4_K, .q5_K, .q6_K: 256
        }
    }

    /// The bytes of one block.
    package var blockBytes: Int {
        switch self {
        case .int8, .uint8: 1
        case .float16, .bfloat16, .int16: 2
        case .float32, .int32: 4
        case .int64: 8
        case .q4_0: 18
        case .q5_0: 22
        case .q5_1: 24
        case .q8_0: 34
        case .q4_K: 144
        case .q5_K: 176
        case .q6_K: 210
        }
    }
}
