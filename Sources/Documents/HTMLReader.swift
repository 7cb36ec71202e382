/// Reads HTML as models write it: cut off anywhere, tags left open or closed twice. It never fails, and takes time in
/// proportion to the text.
struct HTMLReader {
    /// Elements nested deeper are taken for their own neighbours.
    private static let maximumDepth = 100
    private static let maximumAttributes = 64

    private let bytes: [UInt8]
    private var index = 0
    /// The elements that are open, outermost first; the first one holds everything.
    private var open = [HTMLElement(name: "", attributes: [])]
    private var text: [UInt8] = []

    private init(_ text: String) { bytes = Array(text.utf8) }

    /// What `text` holds.
    static func nodes(of text: String) -> [HTMLNode] {
        var reader = HTMLReader(text)
        return reader.read()
    }

    private mutating func read() -> [HTMLNode] {
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "<"), skipMarkup() { continue }
            text.append(bytes[index])
            index += 1
        }
        endText()
        while open.count > 1 { close() }
        return open[0].children
    }

    /// Reads a tag, a comment or a declaration; false where the sign is only text.
    private mutating func skipMarkup() -> Bool {
        guard index + 1 < bytes.count else {
            // A text that is cut off at a tag's first byte.
            index += 1
            return true
        }
        switch bytes[index + 1] {
        case UInt8(ascii: "!"), UInt8(ascii: "?"):
            if bytes[index...].starts(with: "<!--".utf8) {
                skip(past: "-->", from: index + 4)
            } else {
                skip(past: ">", from: index)
            }
        case UInt8(ascii: "/"):
            guard index + 2 < bytes.count, Self.isLetter(bytes[index + 2]) else {
                skip(past: ">", from: index)
                return true
            }
            index += 2
            let name = name()
            skip(past: ">", from: index)
            endText()
            end(name)
        case let byte where Self.isLetter(byte):
            index += 1
            start()
        default: return false
        }
        return true
    }

    private mutating func skip(past sign: String, from start: Int) {
        let sign = Array(sign.utf8)
        index = start
        while index < bytes.count, !bytes[index...].starts(with: sign) { index += 1 }
        index = min(index + sign.count, bytes.count)
    }

    // MARK: tags

    private mutating func start() {
        let name = name()
        let (attributes, isClosed) = attributes()
        endText()
        if let (closed, bounds) = HTMLNames.closed(by: name) { end(allOf: closed, within: bounds) }
        let element = HTMLElement(name: name, attributes: attributes)
        if HTMLNames.raw.contains(name) { return skipRaw(element) }
        if HTMLNames.void.contains(name) || isClosed || open.count > Self.maximumDepth {
            open[open.count - 1].children.append(.element(element))
        } else {
            open.append(element)
        }
    }

    /// What stands within `<style>` and its like is dropped.
    private mutating func skipRaw(_ element: HTMLElement) {
        let end = Array("</\(element.name)".utf8)
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "<"),
                bytes[index...].prefix(end.count).map({ Self.isLetter($0) ? $0 | 0x20 : $0 }) == end
            {
                return skip(past: ">", from: index)
            }
            index += 1
        }
    }

    private mutating func name() -> String {
        let run = bytes[index...].prefix {
            Self.isLetter($0) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: "-")
                || $0 == UInt8(ascii: ":")
        }
        index += run.count
        return String(decoding: run, as: UTF8.self).lowercased()
    }

    private mutating func attributes() -> ([(name: String, value: String)], isClosed: Bool) {
        var attributes: [(name: String, value: String)] = []
        var isClosed = false
        while index < bytes.count, bytes[index] != UInt8(ascii: ">") {
            let byte = bytes[index]
            if byte == UInt8(ascii: "<") { return (attributes, isClosed) }
            if byte == UInt8(ascii: "/") || Self.isSpace(byte) || byte == UInt8(ascii: "=") {
                isClosed = byte == UInt8(ascii: "/") || isClosed && Self.isSpace(byte)
                index += 1
                continue
            }
            isClosed = false
            let (name, value) = attribute()
            if attributes.count < Self.maximumAttributes, !attributes.contains(where: { $0.name == name }) {
                attributes.append((name, value))
            }
        }
        index = min(index + 1, bytes.count)
        return (attributes, isClosed)
    }

    private mutating func attribute() -> (String, String) {
        let run = bytes[index...].prefix { !Self.isSpace($0) && !"=>/<".utf8.contains($0) }
        index += run.count
        let name = String(decoding: run, as: UTF8.self).lowercased()
        skipSpace()
        guard index < bytes.count, bytes[index] == UInt8(ascii: "=") else { return (name, "") }
        index += 1
        skipSpace()
        guard index < bytes.count else { return (name, "") }
        let quote = bytes[index]
        let value: ArraySlice<UInt8>
        if quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
            value = bytes[(index + 1)...].prefix { $0 != quote }
            index = min(index + value.count + 2, bytes.count)
        } else {
            value = bytes[index...].prefix { !Self.isSpace($0) && $0 != UInt8(ascii: ">") }
            index += value.count
        }
        return (name, HTMLEntities.replaced(in: value))
    }

    private mutating func skipSpace() {
        while index < bytes.count, Self.isSpace(bytes[index]) { index += 1 }
    }

    /// Whether HTML takes the byte for white space.
    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0A || byte == 0x09 || byte == 0x0D || byte == 0x0C
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    // MARK: nesting

    private mutating func endText() {
        guard !text.isEmpty else { return }
        open[open.count - 1].children.append(.text(HTMLEntities.replaced(in: text[...])))
        text = []
    }

    private mutating func close() {
        let element = open.removeLast()
        open[open.count - 1].children.append(.element(element))
    }

    /// Ends the innermost open element of a name and all within it; nothing where none is open.
    private mutating func end(_ name: String) {
        guard let place = open.lastIndex(where: { $0.name == name }), place > 0 else { return }
        while open.count > place { close() }
    }

    private mutating func end(allOf names: Set<String>, within bounds: Set<String>) {
        let bound = open.lastIndex { bounds.contains($0.name) } ?? 0
        guard let place = open.indices.first(where: { $0 > bound && names.contains(open[$0].name) }) else { return }
        while open.count > place { close() }
    }
}

/// The characters that HTML writes by name or number.
enum HTMLEntities {
    private static let named: [String: Unicode.Scalar] = [
        "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": "\u{A0}", "copy": "©", "reg": "®",
        "deg": "°", "plusmn": "±", "times": "×", "divide": "÷", "middot": "·", "ndash": "–", "mdash": "—",
        "lsquo": "‘", "rsquo": "’", "ldquo": "“", "rdquo": "”", "bull": "•", "hellip": "…", "euro": "€",
        "pound": "£", "yen": "¥", "cent": "¢", "sect": "§", "para": "¶", "le": "≤", "ge": "≥", "ne": "≠",
        "larr": "←", "rarr": "→", "uarr": "↑", "darr": "↓", "infin": "∞", "trade": "™", "frac12": "½",
    ]

    /// The text with each entity replaced; what is none stays as it is.
    static func replaced(in bytes: ArraySlice<UInt8>) -> String {
        guard bytes.contains(UInt8(ascii: "&")) else { return String(decoding: bytes, as: UTF8.self) }
        var result: [UInt8] = []
        var index = bytes.startIndex
        while index < bytes.endIndex {
            if bytes[index] == UInt8(ascii: "&"), let (scalar, next) = entity(in: bytes, at: index) {
                result += String(scalar).utf8
                index = next
            } else {
                result.append(bytes[index])
                index += 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func entity(in bytes: ArraySlice<UInt8>, at start: Int) -> (Unicode.Scalar, Int)? {
        let body = bytes[(start + 1)...].prefix(12).prefix { $0 != UInt8(ascii: ";") }
        let end = start + 1 + body.count
        guard end < bytes.endIndex, bytes[end] == UInt8(ascii: ";") else { return nil }
        let name = String(decoding: body, as: UTF8.self)
        guard name.hasPrefix("#") else { return named[name].map { ($0, end + 1) } }
        let digits = name.dropFirst()
        let code =
            digits.hasPrefix("x") || digits.hasPrefix("X") ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
        guard let code, code > 0, let scalar = Unicode.Scalar(code) else { return nil }
        return (scalar, end + 1)
    }

    /// The text as it stands between tags or in a quoted attribute.
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
