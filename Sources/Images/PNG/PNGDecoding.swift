import CPNG

extension Image {
    /// Reads a PNG file of any kind: 1 to 16 bits, grey, colour, palette, interlaced.
    ///
    /// The pixels are those that vision-language models are given by their own image readers (Pillow, and the `to RGB`
    /// of transformers): what is transparent is laid on white, colour profiles are ignored, and of sixteen bits of a
    /// colour or of grey the upper eight remain. (Pillow cuts sixteen bits of pure grey at 255 instead, which makes almost
    /// all of such a picture white; we do not.) One oddity of theirs is kept: one clear colour is compared with the
    /// pixels after both were read, so that it is mostly missed in grey of 2 or 4 bits and in colours of 16.
    ///
    /// - Throws: ``ImageError`` for anything but a whole PNG file; memory for the pixels is set aside only when the
    ///   file can hold as many as its header says.
    package init(png bytes: UnsafeRawBufferPointer) throws(ImageError) {
        let header = try PNGHeader(bytes)
        guard header.canFit(in: bytes.count), PNGHeader.chunksFit(in: bytes) else {
            throw .truncated(bytes: bytes.count)
        }
        let storage = PixelStorage(count: 4 * header.width * header.height)
        var decoding = cpng_decoding()
        decoding.next = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
        decoding.left = bytes.count
        decoding.pixels = storage.bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
        decoding.width = UInt32(header.width)
        decoding.height = UInt32(header.height)
        guard cpng_decode(&decoding) != 0 else {
            let reason = text(of: &decoding.message)
            throw reason == "the file ends early" ? .truncated(bytes: bytes.count) : .broken(reason: reason)
        }
        if decoding.has_alpha != 0 { layOnWhite(storage.bytes) }
        if decoding.has_clear_colour != 0 { whiten(storage.bytes, where: decoding.clear_colour) }
        self.init(width: header.width, height: header.height, bytesPerRow: 4 * header.width, storage: storage)
    }

    /// Reads a PNG file from an array.
    package init(png bytes: [UInt8]) throws(ImageError) {
        let result = bytes.withUnsafeBytes { bytes in
            Result { () throws(ImageError) in try Image(png: bytes) }
        }
        self = try result.get()
    }
}

/// Replaces pixels of one colour, given as blue, green and red, by white.
private func whiten(_ bytes: UnsafeMutableRawBufferPointer, where clear: (UInt16, UInt16, UInt16)) {
    for start in stride(from: 0, to: bytes.count, by: 4)
    where (UInt16(bytes[start]), UInt16(bytes[start + 1]), UInt16(bytes[start + 2])) == clear {
        for channel in start..<start + 3 { bytes[channel] = 255 }
    }
}

/// Replaces pixels of blue, green, red and alpha by what they look like on white paper.
private func layOnWhite(_ bytes: UnsafeMutableRawBufferPointer) {
    for start in stride(from: 0, to: bytes.count, by: 4) where bytes[start + 3] != 255 {
        let alpha = Int(bytes[start + 3])
        for channel in start..<start + 3 {
            bytes[channel] = UInt8((Int(bytes[channel]) * alpha + 255 * (255 - alpha) + 127) / 255)
        }
    }
}

/// What libpng gave as a reason.
func text(of message: inout some Any) -> String {
    withUnsafeBytes(of: &message) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
}
