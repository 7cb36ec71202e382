/// The letters in which vocabulary files write bytes: printable Latin-1 stands for itself, every other byte, in order, for U+0100 and on.
enum ByteAlphabet {
    private static let bytesOfLetters: [UInt8?] = {
        var bytes = [UInt8?](repeating: nil, count: 0x144)
        var next = 0x100
        for byte in 0...255 {
            switch byte {
            case 0x21...0x7E, 0xA1...0xAC, 0xAE...0xFF: bytes[byte] = UInt8(byte)
            default:
                bytes[next] = UInt8(byte)
                next += 1
            }
        }
        return bytes
    }()

    /// The bytes that `token` stands for, or `nil` when a scalar of it is not in the alphabet.
    static func bytes(of token: some StringProtocol) -> [UInt8]? {
        let alphabet = bytesOfLetters
        var bytes: [UInt8] = []
        bytes.reserveCapacity(token.utf8.count)
        for scalar in token.unicodeScalars {
            guard scalar.value < alphabet.count, let byte = alphabet[Int(scalar.value)] else { return nil }
            bytes.append(byte)
        }
        return bytes
    }
}
