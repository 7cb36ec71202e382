/// Finds the line of a JSON text on which the value at a path begins, so that an error can point there.
///
/// The text need not be wholly valid: the search stops at the first thing it does not understand, and the line reached
/// so far is the answer.
struct JSONLocation {
    private let bytes: [UInt8]
    private var position = 0

    /// - Parameter path: keys and indices from the outermost value inwards.
    static func line(of path: [any CodingKey], in text: String) -> Int {
        var location = JSONLocation(bytes: Array(text.utf8))
        for key in path {
            guard location.enter(key) else { break }
        }
        location.skipBlanks()
        return location.line
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private var line: Int { 1 + bytes[..<min(position, bytes.count)].count { $0 == UInt8(ascii: "\n") } }
    private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

    /// Moves from the start of an object or array to the start of one of its values.
    private mutating func enter(_ key: any CodingKey) -> Bool {
        skipBlanks()
        if let index = key.intValue {
            return enterElement(index)
        }
        guard current == UInt8(ascii: "{") else { return false }
        position += 1
        while true {
            skipBlanks()
            let start = position
            guard current == UInt8(ascii: "\""), skipString() else { return false }
            let name = String(decoding: bytes[(start + 1)..<(position - 1)], as: UTF8.self)
            skipBlanks()
            guard current == UInt8(ascii: ":") else { return false }
            position += 1
            if name == key.stringValue { return true }
            guard skipValue(), skipComma() else { return false }
        }
    }

    private mutating func enterElement(_ index: Int) -> Bool {
        guard current == UInt8(ascii: "[") else { return false }
        position += 1
        for _ in 0..<index {
            guard skipValue(), skipComma() else { return false }
        }
        return true
    }

    private mutating func skipComma() -> Bool {
        skipBlanks()
        guard current == UInt8(ascii: ",") else { return false }
        position += 1
        return true
    }

    /// Skips a value of any kind by counting brackets outside strings.
    private mutating func skipValue() -> Bool {
        skipBlanks()
        var depth = 0
        while let byte = current {
            switch byte {
            case UInt8(ascii: "\""):
                guard skipString() else { return false }
                if depth == 0 { return true }
                continue
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                if depth == 0 { return true }
                depth -= 1
                if depth == 0 {
                    position += 1
                    return true
                }
            case UInt8(ascii: ",") where depth == 0: return true
            default: break
            }
            position += 1
        }
        return false
    }

    private mutating func skipString() -> Bool {
        position += 1
        while let byte = current {
            position += byte == UInt8(ascii: "\\") ? 2 : 1
            if byte == UInt8(ascii: "\"") { return true }
        }
        return false
    }

    private mutating func skipBlanks() {
        while let byte = current, [0x20, 0x0a, 0x0d, 0x09].contains(byte) {
            position += 1
        }
    }
}
