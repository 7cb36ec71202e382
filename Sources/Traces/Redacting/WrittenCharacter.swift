/// The ways in which a text may write a character: as itself, or escaped for JSON (at any depth of nesting), for addresses
/// or for HTML.
enum WrittenCharacter {
    /// What may be read at a place, each with the index after it; the character itself first.
    static func readings(
        of text: [Unicode.Scalar], at place: Int
    ) -> [(scalar: Unicode.Scalar, end: Int)] {
        let plain = [(scalar: text[place], end: place + 1)]
        switch text[place] {
        case "\\": return plain + [escaped(text, at: place)].compactMap(\.self)
        case "%": return plain + [percentEncoded(text, at: place)].compactMap(\.self)
        case "&": return plain + [entity(text, at: place)].compactMap(\.self)
        case "+": return plain + [(" ", place + 1)]
        default: return plain
        }
    }

    /// `\n`, `\"` or `\u00e9`; within a text in a text the backslashes double.
    private static func escaped(_ text: [Unicode.Scalar], at place: Int) -> (scalar: Unicode.Scalar, end: Int)? {
        let next = text[place...].firstIndex { $0 != "\\" } ?? text.endIndex
        guard next < text.endIndex else { return nil }
        switch text[next] {
        case "n": return ("\n", next + 1)
        case "t": return ("\t", next + 1)
        case "r": return ("\r", next + 1)
        case "u":
            guard let unit = hexadecimal(text, next + 1, digits: 4) else { return nil }
            guard (0xD800..<0xDC00).contains(unit) else { return Unicode.Scalar(unit).map { ($0, next + 5) } }
            let low = text[(next + 5)...].firstIndex { $0 != "\\" } ?? text.endIndex
            guard low < text.endIndex, text[low] == "u", let second = hexadecimal(text, low + 1, digits: 4),
                (0xDC00..<0xE000).contains(second)
            else { return nil }
            return Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (second - 0xDC00)).map { ($0, low + 5) }
        case let mark where !mark.properties.isAlphabetic: return (mark, next + 1)
        default: return nil
        }
    }

    /// The UTF-8 of one character as `%C3%A9`.
    private static func percentEncoded(
        _ text: [Unicode.Scalar], at place: Int
    ) -> (scalar: Unicode.Scalar, end: Int)? {
        guard let first = hexadecimal(text, place + 1, digits: 2) else { return nil }
        let count = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
        var bytes: [UInt8] = []
        for start in stride(from: place, to: place + 3 * count, by: 3) {
            guard start < text.endIndex, text[start] == "%", let byte = hexadecimal(text, start + 1, digits: 2) else {
                return nil
            }
            bytes.append(UInt8(byte))
        }
        guard let decoded = String(validating: bytes, as: UTF8.self)?.unicodeScalars, decoded.count == 1,
            let scalar = decoded.first
        else { return nil }
        return (scalar, place + 3 * count)
    }

    private static let entities: [String: Unicode.Scalar] = [
        "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": "\u{A0}",
    ]

    /// `&amp;`, `&#233;` or `&#xE9;`.
    private static func entity(_ text: [Unicode.Scalar], at place: Int) -> (scalar: Unicode.Scalar, end: Int)? {
        guard let end = text[place...].prefix(12).firstIndex(of: ";") else { return nil }
        var name = String(String.UnicodeScalarView(text[(place + 1)..<end])).lowercased()
        if let scalar = entities[name] { return (scalar, end + 1) }
        guard name.hasPrefix("#") else { return nil }
        name.removeFirst()
        let number = name.hasPrefix("x") ? UInt32(name.dropFirst(), radix: 16) : UInt32(name)
        return number.flatMap(Unicode.Scalar.init).map { ($0, end + 1) }
    }

    private static func hexadecimal(_ text: [Unicode.Scalar], _ start: Int, digits: Int) -> UInt32? {
        guard start + digits <= text.endIndex, text[start..<(start + digits)].allSatisfy(\.properties.isASCIIHexDigit)
        else { return nil }
        return UInt32(String(String.UnicodeScalarView(text[start..<(start + digits)])), radix: 16)
    }
}
