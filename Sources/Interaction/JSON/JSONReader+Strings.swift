extension JSONReader {
    /// Reads a string from its opening quote to the same quote.
    mutating func string() throws(JSONError) -> String {
        let quote = bytes[index]
        index += 1
        var text: [UInt8] = []
        while let byte = current {
            index += 1
            if byte == quote { return String(decoding: text, as: UTF8.self) }
            if byte == UInt8(ascii: "\\") {
                text += try escape().utf8
            } else if byte < 0x20, manner == .strict {
                throw malformed("a string holds a raw control character; write it as \\n, \\t or \\u00XX")
            } else {
                if byte == 0x0A { line += 1 }
                text.append(byte)
            }
        }
        throw .cutOff(line: line, inside: "a string")
    }

    private mutating func escape() throws(JSONError) -> String {
        guard let byte = current else { throw .cutOff(line: line, inside: "a string") }
        index += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return String(UnicodeScalar(byte))
        case UInt8(ascii: "'") where manner == .lenient: return "'"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "u"): return String(try scalar())
        default: throw malformed("a string holds an unknown escape")
        }
    }

    private mutating func scalar() throws(JSONError) -> Unicode.Scalar {
        let first = try codeUnit()
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard first < 0xDC00, index + 1 < bytes.count, bytes[index] == UInt8(ascii: "\\"),
            bytes[index + 1] == UInt8(ascii: "u")
        else { throw malformed("a string holds half a surrogate pair") }
        index += 2
        let second = try codeUnit()
        guard (0xDC00..<0xE000).contains(second),
            let scalar = Unicode.Scalar(0x10000 + (UInt32(first) - 0xD800) << 10 + (UInt32(second) - 0xDC00))
        else { throw malformed("a string holds half a surrogate pair") }
        return scalar
    }

    private mutating func codeUnit() throws(JSONError) -> UInt16 {
        guard index + 4 <= bytes.count else { throw .cutOff(line: line, inside: "a string") }
        let digits = String(decoding: bytes[index..<index + 4], as: UTF8.self)
        guard digits.allSatisfy(\.isHexDigit), let unit = UInt16(digits, radix: 16) else {
            throw malformed("'\\u\(digits)' is no character; four hexadecimal digits are expected")
        }
        index += 4
        return unit
    }
}

extension JSON {
    /// Reads a whole text as one value, strictly.
    package init(parsing text: String) throws(JSONError) {
        var reader = JSONReader(Array(text.utf8), manner: .strict)
        self = try reader.value()
        reader.skipSpace()
        guard reader.current == nil else { throw reader.malformed("something follows the end of the value") }
    }
}
