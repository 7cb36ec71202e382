/// A tensor as it lies in a file: its name, its shape, the format of its elements, and the mapped bytes.
package struct StoredTensor: Sendable {
    /// The name in the file, for messages.
    package let name: String
    /// The format of its elements.
    package let format: ElementFormat
    /// Row-major, last index fastest: a linear layer's weight is `[outputs, inputs]`.
    package let shape: [Int]
    /// The elements as they are stored.
    package let bytes: MappedBytes

    /// The number of elements.
    package var count: Int { shape.reduce(1, *) }

    /// Makes a tensor of `shape` from bytes of exactly its size.
    ///
    /// - Throws: `TensorsError.wrongSize` when `bytes` holds more or fewer, when a dimension is negative, or when the last dimension is not a multiple of the format's block size.
    package init(name: String, format: ElementFormat, shape: [Int], bytes: MappedBytes) throws(TensorsError) {
        guard let expected = Self.byteCount(of: shape, in: format), expected == bytes.count else {
            throw .wrongSize(
                tensor: name, file: bytes.file.path, shape: shape, format: format, found: bytes.count)
        }
        self.name = name
        self.format = format
        self.shape = shape
        self.bytes = bytes
    }

    /// The bytes that a tensor of `shape` takes, or `nil` when that is undefined: negative, overflowing, or cut inside a block.
    package static func byteCount(of shape: [Int], in format: ElementFormat) -> Int? {
        // A length of 0 must not hide that the others overflow, for products of some of them are taken later.
        var count = 1
        for length in shape {
            guard length >= 0 else { return nil }
            let (product, overflow) = count.multipliedReportingOverflow(by: max(length, 1))
            guard !overflow else { return nil }
            count = product
        }
        if shape.contains(0) { return (shape.last ?? 1) % format.blockLength == 0 ? 0 : nil }
        guard (shape.last ?? 1) % format.blockLength == 0 else { return nil }
        let (bytes, overflow) = (count / format.blockLength).multipliedReportingOverflow(by: format.blockBytes)
        return overflow ? nil : bytes
    }
}
