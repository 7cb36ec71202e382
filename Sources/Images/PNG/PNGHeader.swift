/// The first chunk of a PNG file, read before any memory is set aside for its pixels.
struct PNGHeader {
    static let signature: [UInt8] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
    static let maximumSide = 32768
    static let maximumPixels = 1 << 26

    let width: Int
    let height: Int
    private let bitsPerPixel: Int

    /// Reads the header and refuses sizes that no picture of ours has.
    init(_ bytes: UnsafeRawBufferPointer) throws(ImageError) {
        guard bytes.count >= 8, bytes[..<8].elementsEqual(PNGHeader.signature) else {
            throw PNGHeader.signature.starts(with: bytes) && !bytes.isEmpty
                ? .truncated(bytes: bytes.count) : .notPNG(start: Array(bytes.prefix(8)))
        }
        guard bytes.count >= 33 else { throw .truncated(bytes: bytes.count) }
        guard bytes[12..<16].elementsEqual("IHDR".utf8) else {
            throw .broken(reason: "its first chunk is not IHDR")
        }
        width = PNGHeader.number(bytes, at: 16)
        height = PNGHeader.number(bytes, at: 20)
        bitsPerPixel = Int(bytes[24]) * (PNGHeader.channels[bytes[25]] ?? 1)
        let sides = 1...PNGHeader.maximumSide
        guard sides.contains(width), sides.contains(height), width * height <= PNGHeader.maximumPixels else {
            throw .badSize(width: width, height: height)
        }
    }

    /// Whether a file of `count` bytes can hold the pixels: deflate shrinks nothing to less than a 1032nd.
    func canFit(in count: Int) -> Bool {
        height * ((width * bitsPerPixel + 7) / 8) <= 1032 * count
    }

    /// Whether every chunk up to the last ends within the file. One may claim two gigabytes, which libpng would set aside
    /// before it looks for them.
    static func chunksFit(in bytes: UnsafeRawBufferPointer) -> Bool {
        var start = signature.count
        while start + 12 <= bytes.count {
            let length = number(bytes, at: start)
            guard length <= bytes.count - start - 12 else { return false }
            if bytes[start + 4..<start + 8].elementsEqual("IEND".utf8) { return true }
            start += length + 12
        }
        return false
    }

    /// Samples a pixel, by colour type.
    private static let channels: [UInt8: Int] = [0: 1, 2: 3, 3: 1, 4: 2, 6: 4]

    private static func number(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> Int {
        Int(UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)))
    }
}
