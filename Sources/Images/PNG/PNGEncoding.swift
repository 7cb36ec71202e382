import CPNG

extension Image {
    /// The picture as a PNG file of 8-bit RGB, compressed quickly rather than best.
    ///
    /// - Throws: ``ImageError/notEncoded(reason:)`` when memory runs out.
    package func png() throws(ImageError) -> [UInt8] {
        try png(tuned: PNGTuning(for: self))
    }

    func png(tuned tuning: PNGTuning) throws(ImageError) -> [UInt8] {
        let work = EncodingWork(image: self)
        var encoding = cpng_encoding()
        encoding.width = UInt32(width)
        encoding.height = UInt32(height)
        encoding.filters = tuning.filters
        encoding.level = 1
        encoding.memory_level = tuning.memoryLevel
        encoding.strategy = tuning.strategy
        encoding.context = Unmanaged.passUnretained(work).toOpaque()
        encoding.fill_row = { context, y, row in
            guard let work = EncodingWork.at(context), let row else { return }
            work.image.copyRGB(row: Int(y), to: row)
        }
        encoding.take = { context, bytes, count in
            EncodingWork.at(context)?.file.append(contentsOf: UnsafeBufferPointer(start: bytes, count: count))
        }
        let compressed = SharedDeflation.stream(of: self, tuned: tuning)
        let done = withExtendedLifetime(work) {
            guard let compressed else { return cpng_encode(&encoding) != 0 }
            return compressed.withUnsafeBufferPointer { bytes in
                (encoding.compressed, encoding.compressed_count) = (bytes.baseAddress, bytes.count)
                return cpng_encode(&encoding) != 0
            }
        }
        guard done else { throw .notEncoded(reason: text(of: &encoding.message)) }
        return work.file
    }

    /// Copies one row as red, green and blue bytes, `3 * width` in all.
    package func copyRGB(row: Int, to target: UnsafeMutablePointer<UInt8>) {
        precondition(row >= 0 && row < height, "no row \(row) in \(size)")
        withBytes { bytes in
            let source = UnsafeRawBufferPointer(rebasing: bytes[(row * bytesPerRow)...].prefix(4 * width))
            packRGB(source, to: UnsafeMutableRawPointer(target), pixels: width)
        }
    }
}

/// Drops each pixel's fourth byte and turns the other three round, four pixels at a time.
private func packRGB(_ source: UnsafeRawBufferPointer, to target: UnsafeMutableRawPointer, pixels: Int) {
    func pixel(_ index: Int) -> UInt32 {
        UInt32(littleEndian: source.loadUnaligned(fromByteOffset: 4 * index, as: UInt32.self)).byteSwapped >> 8
    }
    let whole = pixels & ~3
    for x in stride(from: 0, to: whole, by: 4) {
        let (a, b, c, d) = (pixel(x), pixel(x + 1), pixel(x + 2), pixel(x + 3))
        let words = target + 3 * x
        words.storeBytes(of: (a | b << 24).littleEndian, as: UInt32.self)
        words.storeBytes(of: (b >> 8 | c << 16).littleEndian, toByteOffset: 4, as: UInt32.self)
        words.storeBytes(of: (c >> 16 | d << 8).littleEndian, toByteOffset: 8, as: UInt32.self)
    }
    for x in whole..<pixels {
        for channel in 0..<3 {
            target.storeBytes(of: source[4 * x + 2 - channel], toByteOffset: 3 * x + channel, as: UInt8.self)
        }
    }
}

/// What the encoder's callbacks work on.
private final class EncodingWork {
    let image: Image
    var file: [UInt8] = []

    init(image: Image) {
        self.image = image
        file.reserveCapacity(image.width * image.height / 8)
    }

    static func at(_ context: UnsafeMutableRawPointer?) -> EncodingWork? {
        context.map { Unmanaged<EncodingWork>.fromOpaque($0).takeUnretainedValue() }
    }
}
