import JSON

extension ExactDecimal {
    /// How many decimal places the numbers of an answer have at most, and how many digits before the point.
    static let places = 17
    static let wholeDigits = 18
    /// 1 as ``scaled(rounding:)`` gives it.
    static let unit = powerOfTen(places)
    /// No number of an answer is this far from zero.
    static let limit = powerOfTen(places + wholeDigits)

    static func powerOfTen(_ exponent: Int) -> Int128 { (0..<exponent).reduce(1) { power, _ in power * 10 } }

    /// The number in units of `10^-places`, rounded where it lies between two, and held within ``limit``.
    func scaled(rounding rule: FloatingPointRoundingRule) -> Int128 {
        guard digits.count + exponent <= Self.wholeDigits else { return isNegative ? -Self.limit : Self.limit }
        let kept = digits.prefix(max(0, digits.count + exponent + Self.places))
        let zeros = max(0, exponent + Self.places - (digits.count - kept.count))
        var magnitude = kept.reduce(Int128(0)) { $0 * 10 + Int128($1) }
        if !kept.isEmpty { magnitude *= Self.powerOfTen(zeros) }
        let isCut = kept.count < digits.count
        let isOutward = isNegative ? rule == .down : rule == .up
        if isCut && isOutward { magnitude += 1 }
        return isNegative ? -magnitude : magnitude
    }
}
