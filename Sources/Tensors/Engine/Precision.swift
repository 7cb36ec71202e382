import CKernels

/// How products with weights of fewer than 32 bits, and attention, are computed.
package enum Precision: Sendable {
    /// Weights are widened to float32 and multiplied with float32 activations: the reference.
    case exact
    /// As the processor does it fastest. Block-quantised weights are multiplied as integers with activations quantised to
    /// int8: of up to 32 rows in blocks of 32, each activation being off by at most 1/254 of the largest in its block, the
    /// weights exact; of more rows in groups of 128, weights too, each being off by at most 1/254 of the largest in its group.
    /// With AMX, products of 16 rows or more, and there and with AVX-512 BF16 on AMD those of 16-bit weights and attention,
    /// run in bfloat16; each operand is rounded by at most 1/256 of itself. Sums are float32.
    case fast
}

/// The instructions with which products are made, from fewer to more; those for bytes all give the same integers.
package enum Instructions: Sendable, CaseIterable {
    case portable, avx2, avxVNNI, avx512VNNI
    /// The ones before, and bfloat16 in vectors.
    case avx512BF16
    /// The ones before, and bfloat16 with AMX.
    case amx

    /// Those with which this processor is fastest.
    package static var best: Instructions {
        let best = ck_best_instructions()
        return allCases.first { $0.kernel == best } ?? .portable
    }

    /// Whether they multiply bfloat16.
    package var multiplyBFloat16: Bool { self == .avx512BF16 || self == .amx }

    /// Whether this processor has them, and the system lets them be used.
    package var isAvailable: Bool { ck_has(kernel) }

    var kernel: ck_instructions {
        switch self {
        case .portable: ck_portable
        case .avx2: ck_avx2
        case .avxVNNI: ck_avx_vnni
        case .avx512VNNI: ck_avx512_vnni
        case .avx512BF16: ck_avx512_bf16
        case .amx: ck_amx
        }
    }
}
