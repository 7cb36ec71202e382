/// Reads one JSON value from the bytes of a text, in linear time and with bounded depth.
struct JSONReader {
    /// How strictly the text is read.
    enum Manner {
        /// As RFC 8259 has it.
        case strict
        /// As models write it: single quotes, trailing commas, raw line ends in strings, Python's literals; and closing
        /// brackets missing at the end are supplied. Nothing else is.
        case lenient
    }

    static let deepest = 32

    let bytes: [UInt8]
    let manner: Manner
    var index: Int
    var line = 1

    init(_ bytes: [UInt8], from index: Int = 0, manner: Manner) {
        self.bytes = bytes
        self.index = index
        self.manner = manner
    }

    var current: UInt8? { index < bytes.count ? bytes[index] : nil }

    /// Whether the JSON ends here: with the text, or, from a model, with a closing tag or code fence.
    private var isOver: Bool {
        guard let byte = current else { return true }
        return manner == .lenient && (byte == UInt8(ascii: "<") || byte == UInt8(ascii: "`"))
    }

    mutating func skipSpace() {
        while let byte = current, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
            advance()
        }
    }

    private mutating func advance() {
        if bytes[index] == 0x0A { line += 1 }
        index += 1
    }

    func malformed(_ reason: String) -> JSONError { .malformed(line: line, reason: reason) }

    /// Reads the value that begins at the next byte that is no space.
    mutating func value(depth: Int = 0) throws(JSONError) -> JSON {
        guard depth < Self.deepest else { throw malformed("it is nested deeper than \(Self.deepest) levels") }
        skipSpace()
        let start = line
        guard !isOver, let byte = current else { throw .cutOff(line: line, inside: "a value") }
        switch byte {
        case UInt8(ascii: "{"): return JSON(.object(try members(depth)), line: start)
        case UInt8(ascii: "["): return JSON(.array(try items(depth)), line: start)
        case UInt8(ascii: "\""): return JSON(.string(try string()), line: start)
        case UInt8(ascii: "'") where manner == .lenient: return JSON(.string(try string()), line: start)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            return JSON(.number(try number()), line: start)
        default: return JSON(try literal(), line: start)
        }
    }

    private mutating func items(_ depth: Int) throws(JSONError) -> [JSON] {
        var items: [JSON] = []
        advance()
        while try hasNext(before: UInt8(ascii: "]"), isFirst: items.isEmpty) {
            items.append(try value(depth: depth + 1))
        }
        return items
    }

    private mutating func members(_ depth: Int) throws(JSONError) -> [JSONMember] {
        var members: [JSONMember] = []
        var names: Set<String> = []
        advance()
        while try hasNext(before: UInt8(ascii: "}"), isFirst: members.isEmpty) {
            guard let quote = current, isQuote(quote) else { throw malformed("a name in quotes is expected here") }
            let name = try string()
            guard names.insert(name).inserted else { throw malformed("the name '\(name.shortened)' occurs twice") }
            skipSpace()
            guard !isOver, let colon = current else {
                throw .cutOff(line: line, inside: "the member '\(name.shortened)'")
            }
            guard colon == UInt8(ascii: ":") else { throw malformed("a colon is expected after '\(name.shortened)'") }
            advance()
            members.append(JSONMember(name, try value(depth: depth + 1)))
        }
        return members
    }

    /// Steps over the comma before the next entry, or over the closing bracket, and says whether there is an entry.
    private mutating func hasNext(before closing: UInt8, isFirst: Bool) throws(JSONError) -> Bool {
        skipSpace()
        guard !isOver, let byte = current else { return try endWithoutClosing(isFirst: isFirst) }
        if byte == closing {
            advance()
            return false
        }
        if isFirst { return true }
        guard byte == UInt8(ascii: ",") else {
            throw malformed("a comma or '\(Character(UnicodeScalar(closing)))' is expected here")
        }
        advance()
        skipSpace()
        guard !isOver, let following = current else { throw .cutOff(line: line, inside: "a list, after a comma") }
        guard following == closing else { return true }
        guard manner == .lenient else { throw malformed("nothing follows the comma") }
        advance()
        return false
    }

    /// The end of the text where a bracket should close: made good for a model, unless nothing was said yet.
    private mutating func endWithoutClosing(isFirst: Bool) throws(JSONError) -> Bool {
        guard manner == .lenient, !isFirst else { throw .cutOff(line: line, inside: "an object or array") }
        return false
    }

    func isQuote(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "\"") || (byte == UInt8(ascii: "'") && manner == .lenient)
    }

    private mutating func number() throws(JSONError) -> Double {
        let start = index
        while let byte = current, JSONReader.belongsToNumber(byte) { index += 1 }
        // A number that the text ends with may have lost digits.
        guard index < bytes.count || manner == .strict else { throw .cutOff(line: line, inside: "a number") }
        let text = String(decoding: bytes[start..<index], as: UTF8.self)
        guard JSONReader.isNumber(bytes[start..<index]), let number = Double(text) else {
            throw malformed("'\(text.shortened)' is no number")
        }
        guard number.isFinite else { throw malformed("the number '\(text.shortened)' is too large") }
        return number
    }

    /// Whether the bytes are what JSON's grammar calls a number, given that only digits, signs, dots and e's are left.
    private static func isNumber(_ bytes: ArraySlice<UInt8>) -> Bool {
        var rest = bytes
        func digits() -> Int {
            let run = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            rest = rest.dropFirst(run.count)
            return run.count
        }
        if rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
        let leading = rest.first
        let whole = digits()
        guard whole == 1 || (whole > 1 && leading != UInt8(ascii: "0")) else { return false }
        if rest.first == UInt8(ascii: ".") {
            rest = rest.dropFirst()
            guard digits() > 0 else { return false }
        }
        guard let mark = rest.first else { return true }
        guard mark | 0x20 == UInt8(ascii: "e") else { return false }
        rest = rest.dropFirst()
        if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
        return digits() > 0 && rest.isEmpty
    }

    private static func belongsToNumber(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."),
            UInt8(ascii: "e"), UInt8(ascii: "E"):
            true
        default: false
        }
    }

    private mutating func literal() throws(JSONError) -> JSON.Value {
        let start = index
        while let byte = current, isLetter(byte), index - start < 16 { index += 1 }
        let word = String(decoding: bytes[start..<index], as: UTF8.self)
        switch (word, manner) {
        case ("true", _), ("True", .lenient): return .bool(true)
        case ("false", _), ("False", .lenient): return .bool(false)
        case ("null", _), ("None", .lenient): return .null
        case ("", _): throw malformed("a value is expected here")
        default: throw malformed("'\(word)' is no value")
        }
    }

    private func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
}

extension String {
    /// The text as an error quotes it: not more than a few words of it.
    var shortened: String { count > 40 ? String(prefix(40)) + "…" : self }
}
