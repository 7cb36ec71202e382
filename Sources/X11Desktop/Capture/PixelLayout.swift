import CX11
import Images

/// How a visual's pixels lie in memory, and their conversion to an `Image`.
struct PixelLayout: Hashable {
    /// 16 or 32.
    let bitsPerPixel: Int
    /// Rows end at a multiple of this many bits.
    let rowPadding: Int
    let isLittleEndian: Bool
    let red: UInt32
    let green: UInt32
    let blue: UInt32

    /// Whether the server's bytes are an `Image`'s bytes.
    var isNative: Bool {
        bitsPerPixel == 32 && isLittleEndian && (red, green, blue) == (0xff0000, 0xff00, 0xff)
    }

    func bytesPerRow(width: Int) -> Int {
        (width * bitsPerPixel + rowPadding - 1) / rowPadding * rowPadding / 8
    }

    /// Copies and converts rows of this layout.
    func convert(_ bytes: UnsafeRawBufferPointer, width: Int, height: Int) -> PixelStorage {
        let storage = PixelStorage(count: 4 * width * height)
        let (reds, greens, blues) = (Channel(red), Channel(green), Channel(blue))
        for y in 0..<height {
            let row = y * bytesPerRow(width: width)
            for x in 0..<width {
                let pixel = pixel(in: bytes, at: row + x * bitsPerPixel / 8)
                let colour = reds.value(in: pixel) << 16 | greens.value(in: pixel) << 8 | blues.value(in: pixel)
                storage.bytes.storeBytes(of: colour.littleEndian, toByteOffset: 4 * (y * width + x), as: UInt32.self)
            }
        }
        return storage
    }

    private func pixel(in bytes: UnsafeRawBufferPointer, at offset: Int) -> UInt32 {
        if bitsPerPixel == 16 {
            let value = bytes.loadUnaligned(fromByteOffset: offset, as: UInt16.self)
            return UInt32(isLittleEndian ? UInt16(littleEndian: value) : UInt16(bigEndian: value))
        }
        let value = bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)
        return isLittleEndian ? UInt32(littleEndian: value) : UInt32(bigEndian: value)
    }
}

extension PixelLayout {
    /// The layout of a screen's default visual.
    ///
    /// - Throws: ``X11Error/unsupportedVisual(depth:)`` for palettes, greys and other widths.
    init(of connection: X11Connection) throws(X11Error) {
        let depth = XDefaultDepth(connection.display, connection.screenNumber)
        guard
            let visual = XDefaultVisual(connection.display, connection.screenNumber)?.pointee,
            visual.class == TrueColor || visual.class == DirectColor,
            let format = PixelLayout.format(depth: depth, of: connection),
            format.bits_per_pixel == 16 || format.bits_per_pixel == 32
        else { throw .unsupportedVisual(depth: Int(depth)) }
        self.init(
            bitsPerPixel: Int(format.bits_per_pixel), rowPadding: Int(format.scanline_pad),
            isLittleEndian: XImageByteOrder(connection.display) == LSBFirst,
            red: UInt32(truncatingIfNeeded: visual.red_mask),
            green: UInt32(truncatingIfNeeded: visual.green_mask), blue: UInt32(truncatingIfNeeded: visual.blue_mask))
    }

    private static func format(depth: Int32, of connection: X11Connection) -> XPixmapFormatValues? {
        var count: Int32 = 0
        guard let formats = XListPixmapFormats(connection.display, &count) else { return nil }
        defer { XFree(formats) }
        return UnsafeBufferPointer(start: formats, count: Int(count)).first { $0.depth == depth }
    }
}

/// One colour's bits within a pixel.
private struct Channel {
    let shift: UInt32
    let highest: UInt32

    init(_ mask: UInt32) {
        shift = mask == 0 ? 0 : UInt32(mask.trailingZeroBitCount)
        highest = mask >> shift
    }

    /// The colour brought to 0...255, so that its highest value becomes 255.
    func value(in pixel: UInt32) -> UInt32 {
        guard highest > 0 else { return 0 }
        return ((pixel >> shift & highest) * 255 + highest / 2) / highest
    }
}
