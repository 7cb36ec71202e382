/// Why bytes could not become a picture, or a picture bytes.
package enum ImageError: Error, Hashable, Sendable {
    /// The bytes do not begin as a PNG file does; `start` is how they begin.
    case notPNG(start: [UInt8])
    /// The file ends before its picture does.
    case truncated(bytes: Int)
    /// The header names a size of no pixels, or of more than ``PNGHeader/maximumSide`` or ``PNGHeader/maximumPixels``.
    case badSize(width: Int, height: Int)
    /// The file is damaged; `reason` comes from libpng.
    case broken(reason: String)
    /// libpng could not write, for want of memory.
    case notEncoded(reason: String)
}

extension ImageError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notPNG(let start) where start.isEmpty:
            "the picture is empty; expected a PNG file"
        case .notPNG(let start):
            "the picture is not a PNG file: it begins with \(start.map { String($0, radix: 16) }.joined(separator: " ")), expected 89 50 4e 47 d a 1a a; convert it to PNG"
        case .truncated(let bytes):
            "the PNG file is truncated after \(bytes) bytes, before its picture ends; fetch or write it again"
        case .badSize(let width, let height):
            "the PNG file declares \(width)x\(height) pixels; expected 1 to \(PNGHeader.maximumSide) on each side and at most \(PNGHeader.maximumPixels) in all"
        case .broken(let reason):
            "the PNG file is damaged: \(reason); fetch or write it again"
        case .notEncoded(let reason):
            "the picture could not be written as PNG: \(reason)"
        }
    }
}
