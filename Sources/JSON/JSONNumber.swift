/// A number of a JSON text. It keeps its exact value; ``double`` is the nearest one.
package struct JSONNumber: Sendable {
    /// The nearest `Double`. Infinite or NaN only if read as Python does.
    package let double: Double
    /// As it was written.
    let text: String

    init(double: Double, text: String) {
        self.double = double
        self.text = text
    }

    /// Creates a number in the fewest digits that give `double` again.
    package init(_ double: Double) { self.init(double: double, text: Self.shortest(double)) }

    init(_ integer: Int) { self.init(double: Double(integer), text: String(integer)) }

    /// The exact value; `nil` for NaN, infinity and exponents beyond ±999,999.
    package var exact: ExactDecimal? { ExactDecimal(text) }

    /// Whether it was written without fraction and exponent.
    package var isIntegerLiteral: Bool {
        text.utf8.allSatisfy { $0 == UInt8(ascii: "-") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }

    /// The integer, if the exact value is one that fits; 3.0 and 1e2 are integers.
    var integer: Int? {
        if let integer = Int(text) { return integer }
        return isIntegerLiteral ? nil : exact?.integer
    }

    /// One text for all spellings of a value: the shortest that `double` is read from, if that is the exact value.
    var canonicalText: String {
        let shortest = Self.shortest(double)
        if shortest == text { return shortest }
        guard let exact else { return shortest }
        return ExactDecimal(shortest) == exact ? shortest : exact.canonicalText
    }

    private static func shortest(_ double: Double) -> String {
        if let integer = Int(exactly: double) { return String(integer) }
        guard double.isFinite else { return double.isNaN ? "NaN" : double < 0 ? "-Infinity" : "Infinity" }
        return "\(double)"
    }
}

extension JSONNumber: Equatable {
    /// Whether the exact values are the same.
    package static func == (left: JSONNumber, right: JSONNumber) -> Bool {
        guard left.double == right.double else { return false }
        return left.text == right.text || left.exact == right.exact
    }
}

extension JSON.Value {
    /// The number `double`.
    package static func number(_ double: Double) -> JSON.Value { .number(JSONNumber(double)) }

    /// The number `integer`.
    package static func number(_ integer: Int) -> JSON.Value { .number(JSONNumber(integer)) }
}
