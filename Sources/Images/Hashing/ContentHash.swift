/// SHA-256 as file names and headers have it.
package enum ContentHash {
    /// Of some bytes, as 64 hexadecimal digits.
    package static func hexadecimal(of bytes: [UInt8]) -> String {
        var hash = SHA256()
        hash.update(bytes)
        return hash.hexadecimal
    }

    /// Whether a text is such a hash: 64 hexadecimal digits, the letters small.
    package static func isHash(_ text: String) -> Bool {
        text.utf8.count == 64 && text.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
    }

    /// Of a picture's size, format and pixels; how the picture is stored or compressed does not matter.
    static func hexadecimal(of image: Image) -> String {
        var hash = SHA256()
        hash.update(Array("\(image.width)x\(image.height) RGB8\n".utf8))
        var row = [UInt8](repeating: 0, count: 3 * image.width)
        for y in 0..<image.height {
            row.withUnsafeMutableBufferPointer { bytes in
                guard let start = bytes.baseAddress else { return }
                image.copyRGB(row: y, to: start)
            }
            hash.update(row)
        }
        return hash.hexadecimal
    }
}

/// Computes the SHA-256 of bytes that come piece by piece.
package struct ContentHasher {
    private var hash = SHA256()

    /// Begins with no bytes.
    package init() {}

    /// Takes the next bytes.
    package mutating func update(_ bytes: UnsafeRawBufferPointer) { hash.update(bytes) }

    /// The hash of all bytes so far, as 64 hexadecimal digits.
    package var hexadecimal: String { hash.hexadecimal }
}
