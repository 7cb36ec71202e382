import CLeptonica
import DynamicLibraries
package import Images

/// Leptonica's reader of pictures, opened at first use: JPEG, GIF, TIFF, WebP, BMP and PNM. It is there wherever Tesseract is.
///
/// Sendable because it holds only addresses of functions.
@safe package struct LeptonicaLibrary: @unchecked Sendable {
    private let functions: deskhand_leptonica

    /// The library of this process, or `nil` where it is not installed.
    package static let opened = try? LeptonicaLibrary()

    private init() throws(DynamicLibraryError) {
        let library = try DynamicLibrary("liblept.so.5", "libleptonica.so.6")
        unsafe functions = try library.functions(deskhand_leptonica_load)
        // Its messages about broken files are not part of our output.
        _ = functions.setMsgSeverity(Int32(L_SEVERITY_NONE))
    }

    /// The size that a picture's header says; nothing of the picture is decoded.
    ///
    /// - Throws: ``FormatFault`` for what is not a picture.
    package func size(of bytes: [UInt8]) throws(FormatFault) -> (width: Int, height: Int) {
        var (width, height): (Int32, Int32) = (0, 0)
        let isRead = unsafe bytes.withUnsafeBufferPointer { buffer in
            guard let start = buffer.baseAddress else { return false }
            return unsafe functions.pixReadHeaderMem(start, buffer.count, nil, &width, &height, nil, nil, nil) == 0
        }
        guard isRead, width > 0, height > 0 else { throw FormatFault("it is not a picture") }
        return (Int(width), Int(height))
    }

    /// Reads a picture; the fourth byte of each pixel is its alpha.
    ///
    /// - Throws: ``FormatFault`` for what is not a picture, or one of more than `maximumPixels`.
    package func image(_ bytes: [UInt8], maximumPixels: Int) throws(FormatFault) -> Image {
        let result = unsafe bytes.withUnsafeBufferPointer { buffer in
            Result { () throws(FormatFault) in unsafe try image(buffer, maximumPixels) }
        }
        return try result.get()
    }

    private func image(_ bytes: UnsafeBufferPointer<UInt8>, _ maximumPixels: Int) throws(FormatFault) -> Image {
        var (width, height): (Int32, Int32) = (0, 0)
        guard let start = bytes.baseAddress,
            unsafe functions.pixReadHeaderMem(start, bytes.count, nil, &width, &height, nil, nil, nil) == 0, width > 0,
            height > 0
        else { throw FormatFault("it is not a picture") }
        guard Int(width) * Int(height) <= maximumPixels else {
            throw FormatFault("it has \(width) x \(height) pixels, expected at most \(maximumPixels) in all")
        }
        var raw = unsafe functions.pixReadMem(start, bytes.count)
        defer { unsafe functions.pixDestroy(&raw) }
        guard let picture = unsafe raw else { throw FormatFault("it is not a whole picture") }
        let hasAlpha = unsafe functions.pixGetSpp(picture) == 4
        var converted = unsafe functions.pixConvertTo32(picture)
        defer { unsafe functions.pixDestroy(&converted) }
        guard let pixels = unsafe converted, let data = unsafe functions.pixGetData(pixels) else {
            throw FormatFault("it is not a picture of colours or greys")
        }
        let line = unsafe Int(functions.pixGetWpl(pixels))
        return unsafe Image(width: Int(width), height: Int(height)) { target in
            for y in 0..<Int(height) {
                for x in 0..<Int(width) {
                    let word = unsafe data[y * line + x]
                    let place = 4 * (y * Int(width) + x)
                    unsafe target[place] = UInt8(truncatingIfNeeded: word >> 8)
                    unsafe target[place + 1] = UInt8(truncatingIfNeeded: word >> 16)
                    unsafe target[place + 2] = UInt8(truncatingIfNeeded: word >> 24)
                    unsafe target[place + 3] = hasAlpha ? UInt8(truncatingIfNeeded: word) : 255
                }
            }
        }
    }
}
