import Synchronization

/// A picture of opaque pixels, four bytes each: blue, green, red and one that means nothing.
///
/// This is how X servers lay out a 24-bit screen, so that a capture needs no conversion. The pixels never change once
/// the picture exists; a picture can therefore be passed around without a copy.
package struct Image: Sendable {
    /// The number of columns.
    package let width: Int
    /// The number of rows.
    package let height: Int
    /// From the start of one row to the start of the next; at least `4 * width`.
    package let bytesPerRow: Int
    private let storage: PixelStorage
    private let memo: DigestMemo

    /// Takes over finished pixels.
    ///
    /// - Parameter storage: bytes up to the end of the last row, which are never written from here on.
    package init(width: Int, height: Int, bytesPerRow: Int, storage: PixelStorage) {
        precondition(width > 0 && height > 0 && bytesPerRow >= 4 * width, "an image needs pixels")
        precondition(
            storage.count >= (height - 1) * bytesPerRow + 4 * width, "too few bytes for \(width)x\(height) pixels")
        self.width = width
        self.height = height
        self.bytesPerRow = bytesPerRow
        self.storage = storage
        memo = DigestMemo()
    }

    /// Makes a picture by filling rows of exactly `4 * width` bytes; the buffer starts as zeros.
    package init(width: Int, height: Int, fill: (UnsafeMutableRawBufferPointer) throws -> Void) rethrows {
        let storage = PixelStorage(count: 4 * width * height)
        try fill(storage.bytes)
        self.init(width: width, height: height, bytesPerRow: 4 * width, storage: storage)
    }

    /// Makes a picture by writing all bytes of rows of exactly `4 * width`; before, the buffer holds anything.
    package static func written(
        width: Int, height: Int, _ fill: (UnsafeMutableRawBufferPointer) throws -> Void
    ) rethrows -> Image {
        let storage = PixelStorage(count: 4 * width * height, isZeroed: false)
        try fill(storage.bytes)
        return Image(width: width, height: height, bytesPerRow: 4 * width, storage: storage)
    }

    /// Its width and height in pixels.
    package var size: Size<ImageSpace> { Size(width: width, height: height) }

    /// Lends the pixels for the duration of `body`, up to the end of the last row.
    package func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        try withExtendedLifetime(storage) {
            try body(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(storage.bytes)[..<byteCount]))
        }
    }

    /// From the first pixel's first byte to the last one's last.
    private var byteCount: Int { (height - 1) * bytesPerRow + 4 * width }

    /// A part of the picture, which shares its memory.
    ///
    /// - Returns: `nil` when nothing of `box` lies in the picture; what reaches outside is left out.
    package func cropped(to box: Box<ImageSpace>) -> Image? {
        guard let visible = box.intersection(size.bounds) else { return nil }
        let (x, y, width, height) = visible.pixels
        let start = y * bytesPerRow + 4 * x
        let part = UnsafeMutableRawBufferPointer(rebasing: storage.bytes[start...])
        return Image(
            width: width, height: height, bytesPerRow: bytesPerRow,
            storage: PixelStorage(borrowing: part) { [storage] in withExtendedLifetime(storage) {} })
    }

    /// The digest that `compute` makes of the pixels, computed once for this picture and all copies of the value.
    package func digest(_ compute: () -> String) -> String { memo.value(compute) }

    /// The colour of one pixel.
    package subscript(x: Int, y: Int) -> Colour {
        precondition(x >= 0 && x < width && y >= 0 && y < height, "no pixel (\(x), \(y)) in \(size)")
        return withBytes { bytes in
            let start = y * bytesPerRow + 4 * x
            return Colour(red: bytes[start + 2], green: bytes[start + 1], blue: bytes[start])
        }
    }
}

/// A digest, once it is known.
private final class DigestMemo: Sendable {
    private let known = Mutex<String?>(nil)

    /// Whoever asks meanwhile waits, which takes less than computing it twice.
    func value(_ compute: () -> String) -> String {
        known.withLock { known in
            if let known { return known }
            let value = compute()
            known = value
            return value
        }
    }
}

/// Eight bits each of red, green and blue.
package struct Colour: Hashable, Sendable {
    /// Red, from 0 to 255.
    package var red: UInt8
    /// Green, from 0 to 255.
    package var green: UInt8
    /// Blue, from 0 to 255.
    package var blue: UInt8

    /// Creates a colour from its components, each from 0 to 255.
    package init(red: UInt8, green: UInt8, blue: UInt8) {
        self.red = red
        self.green = green
        self.blue = blue
    }
}

/// Owns the memory behind a picture and gives it back at the end.
///
/// Sendable because its maker writes to it only before passing it to an `Image`, which only reads.
package final class PixelStorage: @unchecked Sendable {
    /// The memory, valid as long as this object lives.
    package let bytes: UnsafeMutableRawBufferPointer
    private let release: @Sendable () -> Void

    /// Owns memory: zeros, or anything where all of it is written anyway.
    ///
    /// From the size of a small screen on it is mapped in huge pages where the system has them, since touching 8 MB of
    /// fresh small pages takes longer than copying a screen into them.
    package init(count: Int, isZeroed: Bool = true) {
        if let mapped = MappedPages.take(count: count) {
            bytes = mapped.bytes
            release = { mapped.release() }
            if isZeroed, mapped.isUsed { bytes.initializeMemory(as: UInt8.self, repeating: 0) }
            return
        }
        let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 64)
        bytes.initializeMemory(as: UInt8.self, repeating: 0)
        self.bytes = bytes
        nonisolated(unsafe) let owned = bytes
        release = { owned.deallocate() }
    }

    /// Borrows memory that someone else manages, such as a segment shared with an X server.
    ///
    /// - Parameter release: called once, when no picture needs the memory any more.
    package init(borrowing bytes: UnsafeMutableRawBufferPointer, release: @escaping @Sendable () -> Void) {
        self.bytes = bytes
        self.release = release
    }

    var count: Int { bytes.count }

    deinit { release() }
}
