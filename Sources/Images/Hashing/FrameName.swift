/// The name of a picture's file: the SHA-256 of its size, format and pixels, and `.png`.
package struct FrameName: Hashable, Sendable, CustomStringConvertible {
    /// The file's name.
    package let description: String

    /// The name that a picture has.
    package init(of image: Image) { description = image.digest { ContentHash.hexadecimal(of: image) } + ".png" }

    /// Takes a name as a trace has it, or `nil` when it is not a plain file name of that form.
    package init?(_ name: String) {
        guard name.hasSuffix(".png"), ContentHash.isHash(String(name.dropLast(4))) else { return nil }
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
