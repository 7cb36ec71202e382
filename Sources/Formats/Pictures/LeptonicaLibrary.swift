import Glibc
import Images

/// Leptonica's reader of pictures, opened at first use: JPEG, GIF, TIFF, WebP, BMP and PNM. It is there wherever Tesseract is.
///
/// Sendable because it holds nothing but addresses of functions.
@safe package struct LeptonicaLibrary: @unchecked Sendable {
    private typealias Picture = OpaquePointer
    private typealias Number = UnsafeMutablePointer<Int32>

    private let readHeader:
        @convention(c) (UnsafePointer<UInt8>, Int, Number?, Number?, Number?, Number?, Number?, Number?) -> Int32
    private let read: @convention(c) (UnsafePointer<UInt8>, Int) -> Picture?
    private let convert: @convention(c) (Picture) -> Picture?
    private let samples: @convention(c) (Picture) -> Int32
    private let words: @convention(c) (Picture) -> UnsafeMutablePointer<UInt32>?
    private let wordsPerLine: @convention(c) (Picture) -> Int32
    private let destroy: @convention(c) (UnsafeMutablePointer<Picture?>) -> Void

    /// The library of this process, or `nil` where it is not installed.
    package static let opened = try? LeptonicaLibrary()

    private struct Missing: Error {}

    private init() throws(Missing) {
        let names = ["liblept.so.5", "libleptonica.so.6"]
        guard let library = unsafe names.lazy.compactMap({ unsafe dlopen($0, RTLD_NOW) }).first else { throw Missing() }
        func function<Function>(_ name: String) throws(Missing) -> Function {
            guard let address = unsafe dlsym(library, name) else { throw Missing() }
            return unsafe unsafeBitCast(address, to: Function.self)
        }
        unsafe readHeader = try function("pixReadHeaderMem")
        unsafe read = try function("pixReadMem")
        unsafe convert = try function("pixConvertTo32")
        unsafe samples = try function("pixGetSpp")
        unsafe words = try function("pixGetData")
        unsafe wordsPerLine = try function("pixGetWpl")
        unsafe destroy = try function("pixDestroy")
        let setSeverity: @convention(c) (Int32) -> Int32 = try function("setMsgSeverity")
        // Its complaints about broken files are no output of ours.
        _ = setSeverity(6)
    }

    /// Reads a picture; the fourth byte of each pixel is its alpha.
    ///
    /// - Throws: ``FormatFault`` for what is no picture, or one of more than `maximumPixels`.
    package func image(_ bytes: [UInt8], maximumPixels: Int) throws(FormatFault) -> Image {
        let result = unsafe bytes.withUnsafeBufferPointer { buffer in
            Result { () throws(FormatFault) in unsafe try image(buffer, maximumPixels) }
        }
        return try result.get()
    }

    private func image(_ bytes: UnsafeBufferPointer<UInt8>, _ maximumPixels: Int) throws(FormatFault) -> Image {
        var (width, height): (Int32, Int32) = (0, 0)
        guard let start = bytes.baseAddress,
            unsafe readHeader(start, bytes.count, nil, &width, &height, nil, nil, nil) == 0, width > 0, height > 0
        else { throw FormatFault("it is not a picture") }
        guard Int(width) * Int(height) <= maximumPixels else {
            throw FormatFault("it has \(width) x \(height) pixels, expected at most \(maximumPixels) in all")
        }
        var raw: Picture? = unsafe read(start, bytes.count)
        defer { unsafe destroy(&raw) }
        guard let picture = unsafe raw else { throw FormatFault("it is not a whole picture") }
        let hasAlpha = unsafe samples(picture) == 4
        var converted: Picture? = unsafe convert(picture)
        defer { unsafe destroy(&converted) }
        guard let pixels = unsafe converted, let data = unsafe words(pixels) else {
            throw FormatFault("it is not a picture of colours or greys")
        }
        let line = unsafe Int(wordsPerLine(pixels))
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
