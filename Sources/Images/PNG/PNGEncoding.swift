import CKernels
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
        let compressed = ScreenDeflation.stream(of: self, tuned: tuning)
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
            guard let start = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return }
            ck_pack_rgb(start + row * bytesPerRow, width, target)
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
