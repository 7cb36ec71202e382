import Crypto
import Images

/// SHA-256 as file names and headers have it.
package enum ContentHash {
    /// Of some bytes, as 64 hexadecimal digits.
    package static func hexadecimal(of bytes: [UInt8]) -> String { text(SHA256.hash(data: bytes)) }

    /// Of a picture's size, format and pixels; how the picture is stored or compressed does not matter.
    static func hexadecimal(of image: Image) -> String {
        var hash = SHA256()
        hash.update(data: Array("\(image.width)x\(image.height) RGB8\n".utf8))
        var row = [UInt8](repeating: 0, count: 3 * image.width)
        for y in 0..<image.height {
            unsafe row.withUnsafeMutableBufferPointer { bytes in
                guard let start = bytes.baseAddress else { return }
                unsafe image.copyRGB(row: y, to: start)
            }
            hash.update(data: row)
        }
        return text(hash.finalize())
    }

    private static func text(_ digest: SHA256.Digest) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for byte in digest {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}

/// The name of a picture's file: the SHA-256 of its size, format and pixels, and `.png`.
package struct FrameName: Hashable, Sendable, CustomStringConvertible {
    package let description: String

    /// The name that a picture has.
    package init(of image: Image) { description = image.digest { ContentHash.hexadecimal(of: image) } + ".png" }

    /// Takes a name from a trace, or `nil` when it is not a plain file name of that form.
    init?(_ name: String) {
        let digits = name.utf8.dropLast(4)
        let isHash = digits.count == 64 && digits.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
        guard isHash, name.hasSuffix(".png") else { return nil }
        description = name
    }
}

extension FrameName: Codable {
    package init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        let name = try value.decode(String.self)
        guard let frame = FrameName(name) else {
            throw DecodingError.dataCorruptedError(
                in: value, debugDescription: "a frame is named by 64 hexadecimal digits and .png, not '\(name)'")
        }
        self = frame
    }

    package func encode(to encoder: any Encoder) throws {
        var value = encoder.singleValueContainer()
        try value.encode(description)
    }
}
