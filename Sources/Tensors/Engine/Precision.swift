import CKernels

/// How products with quantised weights are computed.
package enum Precision: Sendable {
    /// Weights are decoded to float32 and multiplied with float32 activations: the reference.
    case exact
    /// Activations are quantised to int8 in blocks of 32 and multiplied with the stored integers: each activation is off by
    /// at most 1/254 of the largest in its block, the weights are exact.
    case fast
}

/// The instructions with which bytes are multiplied; all give the same integers.
package enum ByteInstructions: Sendable, CaseIterable {
    case portable, avx2, avxVNNI, avx512VNNI

    /// The fastest that this processor has.
    package static var best: ByteInstructions { allCases.last(where: \.isAvailable) ?? .portable }

    /// Whether this processor has them.
    package var isAvailable: Bool { ck_has(kernel) }

    var kernel: ck_instructions {
        switch self {
        case .portable: ck_portable
        case .avx2: ck_avx2
        case .avxVNNI: ck_avx_vnni
        case .avx512VNNI: ck_avx512_vnni
        }
    }
}
