extension JSON {
    /// The value on one line: members in their order, numbers as ``JSONNumber/canonicalText``, so that equal values give
    /// equal lines.
    package var text: String { String(decoding: utf8, as: UTF8.self) }

    /// ``text`` as bytes in UTF-8.
    package var utf8: [UInt8] {
        var bytes: [UInt8] = []
        write(into: &bytes, separator: ",", colon: ":") { $0.canonicalText }
        return bytes
    }

    /// The value on one line with a blank after each comma and colon, as models and Python write JSON; numbers as they
    /// were written.
    package var spacedText: String {
        var bytes: [UInt8] = []
        write(into: &bytes, separator: ", ", colon: ": ") { $0.text }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The value over several lines: on one line what fits into 110 characters, of longer values each part on a separate line.
    package var indentedText: String { indented(by: 0) }

    private func indented(by depth: Int) -> String {
        let line = spacedText
        guard line.utf8.count + 2 * depth > 110 else { return line }
        let indent = String(repeating: "  ", count: depth + 1)
        let (parts, ends): ([String], (String, String))
        switch value {
        case .array(let items): (parts, ends) = (items.map { $0.indented(by: depth + 1) }, ("[", "]"))
        case .object(let members):
            parts = members.map { "\(JSON.text($0.name).text): \($0.value.indented(by: depth + 1))" }
            ends = ("{", "}")
        case .null, .bool, .number, .string: return line
        }
        let body = parts.map { indent + $0 }.joined(separator: ",\n")
        return "\(ends.0)\n\(body)\n\(String(repeating: "  ", count: depth))\(ends.1)"
    }

    private func write(
        into bytes: inout [UInt8], separator: String, colon: String, number text: (JSONNumber) -> String
    ) {
        switch value {
        case .null: bytes += "null".utf8
        case .bool(let truth): bytes += (truth ? "true" : "false").utf8
        case .number(let number): bytes += text(number).utf8
        case .string(let text): JSONEscapes.append(quoted: text, to: &bytes)
        case .array(let items):
            bytes.append(UInt8(ascii: "["))
            for (index, item) in items.enumerated() {
                if index > 0 { bytes += separator.utf8 }
                item.write(into: &bytes, separator: separator, colon: colon, number: text)
            }
            bytes.append(UInt8(ascii: "]"))
        case .object(let members):
            bytes.append(UInt8(ascii: "{"))
            for (index, member) in members.enumerated() {
                if index > 0 { bytes += separator.utf8 }
                JSONEscapes.append(quoted: member.name, to: &bytes)
                bytes += colon.utf8
                member.value.write(into: &bytes, separator: separator, colon: colon, number: text)
            }
            bytes.append(UInt8(ascii: "}"))
        }
    }

    /// For messages: short values as they are, long ones cut or named by their kind.
    package var summary: String {
        switch value {
        case .null, .bool: text
        case .number(let number): number.text.count > 40 ? "a long number" : number.text
        case .string(let text):
            text.unicodeScalars.count > 40
                ? JSON(.string(String(text.prefix(40)))).text + "…" : JSON(.string(text)).text
        case .array(let items): items.count == 1 ? "an array of 1 item" : "an array of \(items.count) items"
        case .object: "an object"
        }
    }
}

/// How characters stand in a JSON string.
package enum JSONEscapes {
    /// Appends a character as it stands between the quotes: escaped where RFC 8259 requires it, else in UTF-8.
    package static func append(_ scalar: UInt32, to bytes: inout [UInt8]) {
        switch scalar {
        case 0x22: bytes += #"\""#.utf8
        case 0x5C: bytes += #"\\"#.utf8
        case 0x0A: bytes += #"\n"#.utf8
        case 0x0D: bytes += #"\r"#.utf8
        case 0x09: bytes += #"\t"#.utf8
        case 0..<0x20:
            let digits = String(scalar, radix: 16)
            bytes += "\\u\(String(repeating: "0", count: 4 - digits.count))\(digits)".utf8
        default:
            bytes += String(Unicode.Scalar(scalar) ?? "\u{FFFD}").utf8
        }
    }

    /// Whether a text holds what is escaped. It looks at all bytes, which for a picture in base64 is faster than to stop.
    private static func hasEscapes(_ text: String) -> Bool {
        let bytes = text.utf8.span
        var found: UInt8 = 0
        for index in bytes.indices {
            let byte = bytes[index]
            found |= (byte < 0x20 ? 1 : 0) | (byte == 0x22 ? 1 : 0) | (byte == 0x5C ? 1 : 0)
        }
        return found != 0
    }

    /// Appends a text with its quotes.
    static func append(quoted text: String, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        if hasEscapes(text) {
            for scalar in text.unicodeScalars { append(scalar.value, to: &bytes) }
        } else {
            let count = text.utf8.count
            // At once for a picture; that much for every short text would let the bytes be copied again and again.
            if count > 1 << 16 { bytes.reserveCapacity(bytes.count + count + 1024) }
            bytes += text.utf8
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
