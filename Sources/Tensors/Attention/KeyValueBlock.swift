import CKernels
import Glibc

/// The stored keys and values of some neighbouring tokens: of each head `[tokens, stride]` keys, then values, then of int8 a
/// scale for each key and each value.
///
/// Unchecked: one thread writes rows, and only while no job reads them.
final class KeyValueBlock: @unchecked Sendable {
    /// The most tokens in it.
    static let tokens = Int(ck_cache_tokens)

    private let base: UnsafeMutableRawPointer
    private let format: KeyValueFormat
    private let stride: Int
    private let headBytes: Int
    private let bytes: Int

    /// Memory for some heads, all zeros.
    init(heads: Int, width: Int, format: KeyValueFormat) {
        self.format = format
        stride = KeyValueFormat.stride(width)
        headBytes = Self.tokens * format.bytes(heads: 1, width: width)
        bytes = heads * headBytes
        base = .allocate(byteCount: bytes, alignment: 64)
        memset(base, 0, bytes)
    }

    deinit { base.deallocate() }

    /// Overwrites all with what another of the same shape holds.
    func copy(_ other: KeyValueBlock) { base.copyMemory(from: other.base, byteCount: bytes) }

    /// The first `count` tokens of one head.
    func head(_ head: Int, count: Int) -> ck_cache_block {
        let (start, rows) = (base + head * headBytes, Self.tokens * stride * format.elementBytes)
        let scales = (start + 2 * rows).assumingMemoryBound(to: Float.self)
        let hasScales = format == .int8
        return ck_cache_block(
            keys: start, values: start + rows, key_scales: hasScales ? scales : nil,
            value_scales: hasScales ? scales + Self.tokens : nil, count: count, stride: stride)
    }

    /// Stores one token's key and value of one head.
    func store(
        _ token: Int, head index: Int, key: UnsafePointer<Float>, value: UnsafePointer<Float>, width: Int,
        with instructions: ck_instructions
    ) {
        let (head, row) = (head(index, count: Self.tokens), token * stride * format.elementBytes)
        ck_cache_store(
            instructions, format.kernel, key, width, head.keys + row, head.key_scales.map { $0 + token })
        ck_cache_store(
            instructions, format.kernel, value, width, head.values + row, head.value_scales.map { $0 + token })
    }
}
