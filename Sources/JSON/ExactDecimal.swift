/// A number of a JSON text, kept exactly: `±digits · 10^exponent`.
package struct ExactDecimal: Sendable {
    /// Whether it has a minus sign.
    package let isNegative: Bool
    /// Decimal digits (0 to 9) without zeros at either end; none for zero.
    package let digits: [UInt8]
    /// The power of ten that ``digits`` are multiplied by.
    package let exponent: Int
    /// As it was written.
    package let text: String

    /// Reads what JSON calls a number; `nil` for anything else and for exponents beyond ±999,999.
    init?(_ text: String) {
        var rest = Substring(text).utf8
        let isNegative = rest.first == UInt8(ascii: "-")
        if isNegative { rest.removeFirst() }
        func takeDigits() -> [UInt8] {
            let run = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            rest = rest.dropFirst(run.count)
            return run.map { $0 - UInt8(ascii: "0") }
        }
        var digits = takeDigits()
        guard digits.count == 1 || (digits.count > 1 && digits[0] != 0) else { return nil }
        var exponent = 0
        if rest.first == UInt8(ascii: ".") {
            rest.removeFirst()
            let fraction = takeDigits()
            guard !fraction.isEmpty else { return nil }
            digits += fraction
            exponent = -fraction.count
        }
        if let mark = rest.first, mark | 0x20 == UInt8(ascii: "e") {
            rest.removeFirst()
            let isDown = rest.first == UInt8(ascii: "-")
            if isDown || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
            let power = takeDigits()
            guard !power.isEmpty, power.drop(while: { $0 == 0 }).count <= 6 else { return nil }
            let value = power.reduce(0) { min($0 * 10 + Int($1), 999_999) }
            exponent += isDown ? -value : value
        }
        guard rest.isEmpty else { return nil }
        self.init(isNegative: isNegative, digits: digits, exponent: exponent, text: text)
    }

    /// The integer `value`.
    package init(_ value: Int) {
        let text = String(value)
        let digits = text.utf8.filter { $0 != UInt8(ascii: "-") }.map { $0 - UInt8(ascii: "0") }
        self.init(isNegative: value < 0, digits: digits, exponent: 0, text: text)
    }

    private init(isNegative: Bool, digits: [UInt8], exponent: Int, text: String) {
        var significant = digits.drop { $0 == 0 }
        var exponent = exponent
        while significant.last == 0 {
            significant.removeLast()
            exponent += 1
        }
        self.digits = Array(significant)
        self.exponent = significant.isEmpty ? 0 : exponent
        self.isNegative = isNegative && !significant.isEmpty
        self.text = text
    }

    /// Whether it has no fraction, as 3.0 and 1e2 have none.
    package var isWhole: Bool { exponent >= 0 }

    /// The integer, if it is one that fits.
    package var integer: Int? {
        guard isWhole, digits.count + exponent <= 19 else { return nil }
        let text = digits.map { String($0) }.joined() + String(repeating: "0", count: exponent)
        return digits.isEmpty ? 0 : Int(isNegative ? "-" + text : text)
    }

    /// Whether it is `other` times a whole number; `other` is above zero and has at most 18 digits.
    package func isMultiple(of other: ExactDecimal) -> Bool {
        guard !digits.isEmpty else { return true }
        let shift = exponent - other.exponent
        // Without zeros at its end, a number is not a multiple of a power of ten.
        guard shift >= 0 else { return false }
        let divisor = other.digits.reduce(UInt128(0)) { $0 * 10 + UInt128($1) }
        guard divisor > 0 else { return false }
        let remainder = digits.reduce(UInt128(0)) { ($0 * 10 + UInt128($1)) % divisor }
        return remainder * power(of: 10, shift, modulo: divisor) % divisor == 0
    }

    private func power(of base: UInt128, _ exponent: Int, modulo divisor: UInt128) -> UInt128 {
        var (result, square, rest) = (1 % divisor, base % divisor, exponent)
        while rest > 0 {
            if rest & 1 == 1 { result = result * square % divisor }
            square = square * square % divisor
            rest >>= 1
        }
        return result
    }
}

extension ExactDecimal: Comparable {
    package static func == (left: ExactDecimal, right: ExactDecimal) -> Bool {
        left.isNegative == right.isNegative && left.exponent == right.exponent && left.digits == right.digits
    }

    package static func < (left: ExactDecimal, right: ExactDecimal) -> Bool {
        if left.isNegative != right.isNegative { return left.isNegative }
        return left.isNegative ? right.isSmaller(than: left) : left.isSmaller(than: right)
    }

    /// Whether its distance from zero is smaller.
    private func isSmaller(than other: ExactDecimal) -> Bool {
        guard !digits.isEmpty, !other.digits.isEmpty else { return digits.isEmpty && !other.digits.isEmpty }
        let (place, otherPlace) = (digits.count + exponent, other.digits.count + other.exponent)
        if place != otherPlace { return place < otherPlace }
        return digits.lexicographicallyPrecedes(other.digits)
    }
}

extension ExactDecimal {
    /// One text for all spellings of the value: digits alone where that takes at most 40, else with an exponent.
    var canonicalText: String {
        guard !digits.isEmpty else { return "0" }
        let sign = isNegative ? "-" : ""
        let text = digits.map { String($0) }.joined()
        let beforePoint = digits.count + exponent
        if exponent >= 0, beforePoint <= 40 { return sign + text + String(repeating: "0", count: exponent) }
        if exponent < 0, beforePoint > 0 { return sign + text.prefix(beforePoint) + "." + text.dropFirst(beforePoint) }
        if exponent < 0, beforePoint > -6 { return sign + "0." + String(repeating: "0", count: -beforePoint) + text }
        let fraction = digits.count > 1 ? "." + text.dropFirst() : ""
        return sign + text.prefix(1) + fraction + "e\(beforePoint - 1)"
    }
}
