import Interaction

/// Reads JSON as Python's `json.loads` does: of a name that occurs twice the last value counts, `NaN` and `Infinity` are
/// numbers, and half a surrogate pair is a character. It keeps its own stack, so no file can exhaust the program's.
package struct PythonJSON {
    /// How deep values may be nested; Python gives up at about as many.
    private static let maximumDepth = 990

    private let bytes: [UInt8]
    private var index = 0
    /// The arrays and objects that are open.
    private var open: [Container] = []

    private enum Container {
        case array([JSON])
        case object(Members)
    }

    /// The members of an object in the order of their first mention, and where each stands.
    private struct Members {
        var list: [JSONMember] = []
        var places: [CodePoints: Int] = [:]
        var name = ""

        mutating func add(_ value: JSON) {
            if let place = places[CodePoints(name)] {
                list[place].value = value
            } else {
                places[CodePoints(name)] = list.count
                list.append(JSONMember(name, value))
            }
        }
    }

    /// Reads a text of one value.
    ///
    /// - Throws: ``FormatFault`` for what `json.loads` refuses, too.
    package static func parse(_ text: String) throws(FormatFault) -> JSON {
        var reader = PythonJSON(Array(text.utf8))
        return try reader.document()
    }

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    private var current: UInt8? { index < bytes.count ? bytes[index] : nil }

    private func fault(_ problem: String) -> FormatFault {
        let line = bytes.prefix(index).count { $0 == 0x0A } + 1
        return FormatFault("it is not valid JSON: line \(line): \(problem)")
    }

    private mutating func document() throws(FormatFault) -> JSON {
        while true {
            skipSpace()
            // A value begins here, or a container opens.
            guard var value = try self.value() else { continue }
            // The value ends here, and perhaps the containers that it is the last of.
            while true {
                guard let container = open.popLast() else {
                    skipSpace()
                    guard current == nil else { throw fault("expected the end, found more") }
                    return value
                }
                guard let closed = try add(value, to: container) else { break }
                value = closed
            }
        }
    }

    /// A scalar or an empty container; `nil` where a container was opened that has something in it.
    private mutating func value() throws(FormatFault) -> JSON? {
        switch current {
        case UInt8(ascii: "["):
            try enter()
            if take("]") { return JSON(.array([])) }
            open.append(.array([]))
            return nil
        case UInt8(ascii: "{"):
            try enter()
            if take("}") { return JSON(.object([])) }
            var members = Members()
            members.name = try name()
            open.append(.object(members))
            return nil
        case UInt8(ascii: "\""): return JSON(.string(try string()))
        case nil: throw fault("expected a value, found the end")
        default: return try word()
        }
    }

    private mutating func enter() throws(FormatFault) {
        guard open.count < Self.maximumDepth else {
            throw fault("it is nested deeper than \(Self.maximumDepth) levels")
        }
        index += 1
        skipSpace()
    }

    /// Adds a value to the container that was open last, and returns that where it ends there.
    private mutating func add(_ value: JSON, to container: Container) throws(FormatFault) -> JSON? {
        skipSpace()
        switch container {
        case .array(var items):
            items.append(value)
            if take("]") { return JSON(.array(items)) }
            guard take(",") else { throw fault("expected ',' or ']'") }
            open.append(.array(items))
        case .object(var members):
            members.add(value)
            if take("}") { return JSON(.object(members.list)) }
            guard take(",") else { throw fault("expected ',' or '}'") }
            skipSpace()
            members.name = try name()
            open.append(.object(members))
        }
        return nil
    }

    private mutating func name() throws(FormatFault) -> String {
        guard current == UInt8(ascii: "\"") else { throw fault("expected a name in double quotes") }
        let name = try string()
        skipSpace()
        guard take(":") else { throw fault("expected ':' after a name") }
        return name
    }

    private mutating func skipSpace() {
        while let byte = current, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { index += 1 }
    }

    private mutating func take(_ text: StaticString) -> Bool {
        let wanted = unsafe UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
        guard unsafe bytes[index...].starts(with: wanted) else { return false }
        index += text.utf8CodeUnitCount
        return true
    }
}

extension PythonJSON {
    /// A number or one of the words.
    private mutating func word() throws(FormatFault) -> JSON {
        if take("true") { return JSON(.bool(true)) }
        if take("false") { return JSON(.bool(false)) }
        if take("null") { return JSON(.null) }
        if take("NaN") { return JSON(.number(.nan)) }
        if take("Infinity") { return JSON(.number(.infinity)) }
        if take("-Infinity") { return JSON(.number(-.infinity)) }
        return JSON(.number(try number()))
    }

    /// `-?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?`; what follows it is for others to refuse.
    private mutating func number() throws(FormatFault) -> Double {
        let start = index
        _ = take("-")
        if !take("0") {
            guard digits() > 0 else { throw fault("expected a value") }
        }
        var end = index
        if take("."), digits() > 0 { end = index }
        index = end
        if take("e") || take("E") {
            if !take("-") { _ = take("+") }
            if digits() > 0 { end = index }
        }
        index = end
        guard let number = Double(String(decoding: bytes[start..<end], as: UTF8.self)) else {
            throw fault("expected a number")
        }
        return number
    }

    private mutating func digits() -> Int {
        let start = index
        while let byte = current, (0x30...0x39).contains(byte) { index += 1 }
        return index - start
    }

    private mutating func string() throws(FormatFault) -> String {
        index += 1
        var text: [UInt8] = []
        while let byte = current {
            index += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"): text += String(try escape()).utf8
            case ..<0x20: throw fault("a string holds a raw control character")
            default: text.append(byte)
            }
        }
        throw fault("a string does not end")
    }

    private mutating func escape() throws(FormatFault) -> Unicode.Scalar {
        guard let byte = current else { throw fault("a string does not end") }
        index += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "u"): return try character()
        default: throw fault("a string holds an unknown escape")
        }
    }

    /// The code point of one or two `\uXXXX`; for half a pair the replacement character, since no text can hold it.
    private mutating func character() throws(FormatFault) -> Unicode.Scalar {
        let first = try codeUnit()
        if let scalar = Unicode.Scalar(first) { return scalar }
        let place = index
        if first < 0xDC00, take("\\u") {
            let second = try codeUnit()
            if (0xDC00..<0xE000).contains(second) {
                let pair = 0x10000 + (UInt32(first) - 0xD800) << 10 + (UInt32(second) - 0xDC00)
                return Unicode.Scalar(pair) ?? "\u{FFFD}"
            }
            index = place
        }
        return "\u{FFFD}"
    }

    private mutating func codeUnit() throws(FormatFault) -> UInt16 {
        let digits = bytes[index...].prefix(4)
        let isHexadecimal = digits.allSatisfy { Character(Unicode.Scalar($0)).isHexDigit }
        guard digits.count == 4, isHexadecimal, let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
        else {
            throw fault("expected four hexadecimal digits after \\u")
        }
        index += 4
        return unit
    }
}
