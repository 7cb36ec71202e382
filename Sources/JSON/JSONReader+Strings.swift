extension JSONReader {
    /// Reads a string from its opening quote to the same quote.
    mutating func string() throws(JSONError) -> String {
        let quote = bytes[index]
        index += 1
        let start = index
        skipPlain(until: quote)
        let head = bytes[start..<index]
        if skip(quote) { return String(decoding: head, as: UTF8.self) }
        return try string(after: head, until: quote)
    }

    /// Reads the rest of a string in which something is not written as it is.
    private mutating func string(after head: ArraySlice<UInt8>, until quote: UInt8) throws(JSONError) -> String {
        var text = Array(head)
        while let byte = current {
            if byte == quote {
                index += 1
                return String(decoding: text, as: UTF8.self)
            }
            if byte == UInt8(ascii: "\\") {
                index += 1
                text += String(try escape()).utf8
            } else if byte < 0x20 {
                guard syntax.isLenient else {
                    throw malformed("a string holds a raw control character; write it as \\n, \\t or \\u00XX")
                }
                if byte == 0x0A { line += 1 }
                text.append(byte)
                index += 1
            } else {
                let start = index
                skipPlain(until: quote)
                text += bytes[start..<index]
            }
        }
        throw .cutOff(line: line, inside: "a string")
    }

    /// Steps over characters that are written as they are.
    private mutating func skipPlain(until quote: UInt8) {
        while index < bytes.count {
            let byte = bytes[index]
            if byte == quote || byte == UInt8(ascii: "\\") || byte < 0x20 { return }
            index += 1
        }
    }

    private mutating func escape() throws(JSONError) -> Unicode.Scalar {
        guard let byte = current else { throw .cutOff(line: line, inside: "a string") }
        index += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
        case UInt8(ascii: "'") where syntax.isLenient: return "'"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "u"): return try scalar()
        default: throw malformed("a string holds an unknown escape")
        }
    }

    /// The character of one or two `\uXXXX`.
    private mutating func scalar() throws(JSONError) -> Unicode.Scalar {
        let first = try codeUnit()
        if let scalar = Unicode.Scalar(first) { return scalar }
        let place = index
        if first < 0xDC00, skip("\\u") {
            let second = try codeUnit()
            if (0xDC00..<0xE000).contains(second),
                let scalar = Unicode.Scalar(0x10000 + (UInt32(first) - 0xD800) << 10 + (UInt32(second) - 0xDC00))
            {
                return scalar
            }
            index = place
        }
        guard syntax.isPython else { throw malformed("a string holds half a surrogate pair") }
        return "\u{FFFD}"
    }

    private mutating func codeUnit() throws(JSONError) -> UInt16 {
        guard index + 4 <= bytes.count else { throw .cutOff(line: line, inside: "a string") }
        var unit: UInt16 = 0
        for byte in bytes[index..<index + 4] {
            guard let digit = Self.hexadecimal(byte) else {
                let digits = String(decoding: bytes[index..<index + 4], as: UTF8.self)
                throw malformed("expected four hexadecimal digits after \\u, found '\(digits)'")
            }
            unit = unit << 4 | digit
        }
        index += 4
        return unit
    }

    private static func hexadecimal(_ byte: UInt8) -> UInt16? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt16(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt16(byte - UInt8(ascii: "a") + 10)
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt16(byte - UInt8(ascii: "A") + 10)
        default: nil
        }
    }
}
