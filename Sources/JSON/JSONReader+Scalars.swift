extension JSONReader {
    /// More digits than any number that is meant; Python refuses longer integers, too.
    private static let maximumNumberLength = 4300

    /// Reads a number as RFC 8259 spells it.
    mutating func number() throws(JSONError) -> JSONNumber {
        let start = index
        if syntax.isPython, skip("-Infinity") { return JSONNumber(-.infinity) }
        let isNumber = skipNumber()
        // A number that a model's answer ends with may have lost digits.
        guard index < bytes.count || !syntax.isLenient else { throw .cutOff(line: line, inside: "a number") }
        let text = String(decoding: bytes[start..<index], as: UTF8.self)
        guard isNumber, text.utf8.count <= Self.maximumNumberLength, let double = Double(text) else {
            index = start
            throw malformed("expected a number, found '\(text.shortened)'")
        }
        let number = JSONNumber(double: double, text: text)
        if double.isFinite { return number }
        guard syntax.isPython else {
            index = start
            throw malformed("expected a number that a Double can hold, found '\(text.shortened)'")
        }
        // Python keeps integers exactly and takes other large numbers for infinite.
        return number.isIntegerLiteral ? number : JSONNumber(double)
    }

    /// Reads a number of at most 18 digits without fraction and exponent; `nil` for anything else, which stays unread.
    mutating func shortInteger() -> Int? {
        let start = index
        let isNegative = skip(UInt8(ascii: "-"))
        let first = index
        var magnitude = 0
        while index < bytes.count, index - first < 18, bytes[index] >= 0x30, bytes[index] <= 0x39 {
            magnitude = magnitude * 10 + Int(bytes[index] - 0x30)
            index += 1
        }
        let isPadded = index > first + 1 && bytes[first] == UInt8(ascii: "0")
        if index > first, !isPadded, !(current.map(Self.belongsToNumber) ?? syntax.isLenient) {
            return isNegative ? -magnitude : magnitude
        }
        index = start
        return nil
    }

    /// Steps over the bytes of a number, and says whether they are one.
    private mutating func skipNumber() -> Bool {
        var isNumber = skipInteger()
        if isNumber, skip(UInt8(ascii: ".")) { isNumber = skipDigits() }
        if isNumber, skip(UInt8(ascii: "e")) || skip(UInt8(ascii: "E")) {
            if !skip(UInt8(ascii: "-")) { _ = skip(UInt8(ascii: "+")) }
            isNumber = skipDigits()
        }
        while let byte = current, Self.belongsToNumber(byte) {
            isNumber = false
            index += 1
        }
        return isNumber
    }

    private mutating func skipInteger() -> Bool {
        _ = skip(UInt8(ascii: "-"))
        return skip(UInt8(ascii: "0")) || skipDigits()
    }

    private mutating func skipDigits() -> Bool {
        let start = index
        while let byte = current, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { index += 1 }
        return index > start
    }

    private static func belongsToNumber(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."),
            UInt8(ascii: "e"), UInt8(ascii: "E"):
            true
        default: false
        }
    }

    /// Reads one of the literals.
    mutating func word() throws(JSONError) -> JSON.Value {
        let start = index
        while let byte = current, isLetter(byte), index - start < 16 { index += 1 }
        let word = String(decoding: bytes[start..<index], as: UTF8.self)
        switch word {
        case "true": return .bool(true)
        case "false": return .bool(false)
        case "null": return .null
        case "True" where syntax.isLenient: return .bool(true)
        case "False" where syntax.isLenient: return .bool(false)
        case "None" where syntax.isLenient: return .null
        case "NaN" where syntax.isPython: return .number(JSONNumber(.nan))
        case "Infinity" where syntax.isPython: return .number(JSONNumber(.infinity))
        default:
            index = start
            throw malformed(word.isEmpty ? "expected a value" : "expected a value, found '\(word)'")
        }
    }

    private func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    /// Steps over `byte` if it is next.
    mutating func skip(_ byte: UInt8) -> Bool {
        guard index < bytes.count, bytes[index] == byte else { return false }
        index += 1
        return true
    }

    /// Steps over `text` if it is next.
    mutating func skip(_ text: String) -> Bool {
        guard bytes[index...].starts(with: text.utf8) else { return false }
        index += text.utf8.count
        return true
    }
}
