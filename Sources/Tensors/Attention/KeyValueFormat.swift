import CKernels

/// How keys and values of earlier tokens are stored.
package enum KeyValueFormat: String, Sendable, CaseIterable {
    /// Rounded to bfloat16: each number is off by at most 1/256 of itself.
    case bf16
    /// As whole numbers with a scale for each head and token: each number is off by at most 1/254 of the largest of its head.
    case int8
    /// As they are.
    case float

    /// The memory that one token's keys and values of one layer take, in bytes.
    package func bytes(heads: Int, width: Int) -> Int {
        2 * heads * (Self.stride(width) * elementBytes + (self == .int8 ? MemoryLayout<Float>.stride : 0))
    }

    /// How far apart rows of that width begin, in elements.
    static func stride(_ width: Int) -> Int {
        (width + Int(ck_cache_unit) - 1) / Int(ck_cache_unit) * Int(ck_cache_unit)
    }

    var elementBytes: Int { ck_cache_element(kernel) }

    var kernel: ck_cache_format {
        switch self {
        case .bf16: ck_cache_bfloat16
        case .int8: ck_cache_int8
        case .float: ck_cache_float32
        }
    }
}
