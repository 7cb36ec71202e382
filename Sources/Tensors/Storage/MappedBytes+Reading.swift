extension MappedBytes {
    /// The little-endian number at `position`, or `nil` when it does not lie inside.
    package func unsignedInteger<Number: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>(
        at position: Int, as type: Number.Type
    ) -> Number? {
        guard let slice = slice(from: position, length: MemoryLayout<Number>.size) else { return nil }
        return slice.withUnsafeBytes { Number(littleEndian: $0.loadUnaligned(as: Number.self)) }
    }

    /// The bytes themselves.
    package func copied() -> [UInt8] { withUnsafeBytes { [UInt8]($0) } }

    /// The bytes as text, or `nil` when they are not UTF-8.
    package func text() -> String? {
        withUnsafeBytes { String(validating: $0, as: UTF8.self) }
    }
}
