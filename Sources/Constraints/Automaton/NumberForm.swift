import JSON

/// Which numbers may be written. All are in units of `10^-ExactDecimal.places`.
struct NumberForm: Sendable {
    var low = 1 - ExactDecimal.limit
    var high = ExactDecimal.limit - 1
    /// Numbers are multiples of this.
    var multiple: Int128 = 1
    /// The only numbers, where they are counted out.
    var values: [Int128]?
    /// Whether an exponent may be written; only where nothing bounds the number.
    var allowsExponent = false

    /// How many digits may stand before a point. A longer number with a point is rounded by readers that know only
    /// doubles, and what they get may be no multiple.
    var maximumIntegerDigits: Int { multiple == 1 ? ExactDecimal.wholeDigits : 15 }

    /// The number in `range` nearest to its lower end that is also a multiple of `grain`.
    func first(in range: ClosedRange<Int128>, grain: Int128 = 1) -> Int128? {
        if let values { return values.first { range.contains($0) && $0 % grain == 0 } }
        let (low, high) = (max(low, range.lowerBound), min(high, range.upperBound))
        guard low <= high, let step = Self.commonMultiple(multiple, grain) else {
            return low <= 0 && high >= 0 ? 0 : nil
        }
        let remainder = low % step
        let first = remainder == 0 ? low : remainder > 0 ? low - remainder + step : low - remainder
        return first <= high ? first : nil
    }

    /// `nil` where it is beyond all numbers.
    private static func commonMultiple(_ one: Int128, _ two: Int128) -> Int128? {
        let (result, overflows) = (one / greatestCommonDivisor(one, two)).multipliedReportingOverflow(by: two)
        return overflows || result > 2 * ExactDecimal.limit ? nil : result
    }

    private static func greatestCommonDivisor(_ one: Int128, _ two: Int128) -> Int128 {
        var (larger, smaller) = (one, two)
        while smaller != 0 { (larger, smaller) = (smaller, larger % smaller) }
        return larger
    }
}

/// A number while it is written.
struct NumberState: Equatable {
    private enum Phase: UInt8 { case start, sign, zero, whole, point, fraction, mark, exponentSign, exponent }

    let form: Int32
    /// No number below this may be written, whatever the form says.
    let floor: Int128
    private var phase = Phase.start
    private var isNegative = false
    /// What the digits so far say, without exponent.
    private var magnitude: Int128 = 0
    /// Digits before the point, after it, and of the exponent.
    private var wholeDigits: UInt8 = 0
    private var fractionDigits: UInt8 = 0
    private var exponentDigits: UInt8 = 0

    init(form: Int32, floor: Int128) {
        self.form = form
        self.floor = floor
    }

    /// The number so far, without its exponent.
    var value: Int128 { isNegative ? -magnitude : magnitude }

    /// The state after `byte`; `nil` where no number of `form` begins so.
    func taking(_ byte: UInt8, _ form: NumberForm) -> NumberState? {
        var next = self
        switch (phase, byte) {
        case (.start, UInt8(ascii: "-")): (next.phase, next.isNegative) = (.sign, true)
        case (.start, UInt8(ascii: "0")), (.sign, UInt8(ascii: "0")): (next.phase, next.wholeDigits) = (.zero, 1)
        case (.start, UInt8(ascii: "1")...UInt8(ascii: "9")), (.sign, UInt8(ascii: "1")...UInt8(ascii: "9")),
            (.whole, UInt8(ascii: "0")...UInt8(ascii: "9")):
            guard wholeDigits < ExactDecimal.wholeDigits else { return nil }
            next.phase = .whole
            next.wholeDigits += 1
            next.magnitude = magnitude * 10 + Int128(byte - UInt8(ascii: "0")) * ExactDecimal.unit
        case (.zero, UInt8(ascii: ".")), (.whole, UInt8(ascii: ".")):
            guard wholeDigits <= form.maximumIntegerDigits else { return nil }
            next.phase = .point
        case (.point, UInt8(ascii: "0")...UInt8(ascii: "9")), (.fraction, UInt8(ascii: "0")...UInt8(ascii: "9")):
            guard fractionDigits < ExactDecimal.places else { return nil }
            next.phase = .fraction
            next.fractionDigits += 1
            let place = Self.powers[ExactDecimal.places - Int(next.fractionDigits)]
            next.magnitude += Int128(byte - UInt8(ascii: "0")) * place
        case (.zero, _), (.whole, _), (.fraction, _), (.mark, _), (.exponentSign, _), (.exponent, _):
            return form.allowsExponent ? takingExponent(byte) : nil
        default: return nil
        }
        return next.canEnd(form) ? next : nil
    }

    private func takingExponent(_ byte: UInt8) -> NumberState? {
        var next = self
        switch (phase, byte) {
        case (.zero, UInt8(ascii: "e")), (.zero, UInt8(ascii: "E")), (.whole, UInt8(ascii: "e")),
            (.whole, UInt8(ascii: "E")), (.fraction, UInt8(ascii: "e")), (.fraction, UInt8(ascii: "E")):
            next.phase = .mark
        case (.mark, UInt8(ascii: "+")), (.mark, UInt8(ascii: "-")): next.phase = .exponentSign
        case (.mark, UInt8(ascii: "0")...UInt8(ascii: "9")), (.exponentSign, UInt8(ascii: "0")...UInt8(ascii: "9")),
            (.exponent, UInt8(ascii: "0")...UInt8(ascii: "9")):
            guard exponentDigits < 2 else { return nil }
            next.phase = .exponent
            next.exponentDigits += 1
        default: return nil
        }
        return next
    }

    /// Whether the number may end here.
    func isEnd(_ form: NumberForm) -> Bool {
        switch phase {
        case .zero, .whole, .fraction: value >= floor && form.first(in: value...value) != nil
        case .exponent: true
        case .start, .sign, .point, .mark, .exponentSign: false
        }
    }

    /// Whether some digits make a number of `form` of this.
    private func canEnd(_ form: NumberForm) -> Bool {
        switch phase {
        case .start: return true
        case .sign: return holds(form, 0...ExactDecimal.limit - 1)
        case .zero: return holds(form, 0...ExactDecimal.unit - 1)
        case .point, .fraction:
            let width = Self.powers[ExactDecimal.places - Int(fractionDigits)]
            return holds(form, magnitude...magnitude + width - 1)
        case .whole:
            return (0...ExactDecimal.wholeDigits - Int(wholeDigits)).contains { digits in
                let power = Self.powers[digits]
                let isWhole = Int(wholeDigits) + digits > form.maximumIntegerDigits
                let range = magnitude * power...(magnitude + ExactDecimal.unit) * power - 1
                return first(form, range, grain: isWhole ? ExactDecimal.unit : 1) != nil
            }
        case .mark, .exponentSign, .exponent: return true
        }
    }

    private func holds(_ form: NumberForm, _ magnitudes: ClosedRange<Int128>) -> Bool {
        first(form, magnitudes, grain: 1) != nil
    }

    private func first(_ form: NumberForm, _ magnitudes: ClosedRange<Int128>, grain: Int128) -> Int128? {
        let range = isNegative ? -magnitudes.upperBound ... -magnitudes.lowerBound : magnitudes
        guard range.upperBound >= floor else { return nil }
        return form.first(in: max(range.lowerBound, floor)...range.upperBound, grain: grain)
    }

    /// The fewest bytes that end the number; `nil` where none do.
    func shortestEnd(_ form: NumberForm) -> [UInt8]? {
        if isEnd(form) { return [] }
        switch phase {
        case .mark, .exponentSign: return Array("0".utf8)
        case .start:
            let positive = digitsToEnd(form)
            var negative = self
            (negative.phase, negative.isNegative) = (.sign, true)
            guard positive.map({ $0.count > 1 }) ?? true, let other = negative.digitsToEnd(form),
                other.count + 1 < positive?.count ?? .max
            else { return positive }
            return [UInt8(ascii: "-")] + other
        default: return digitsToEnd(form)
        }
    }

    private func digitsToEnd(_ form: NumberForm) -> [UInt8]? {
        let isOpen = phase == .start || phase == .sign || phase == .whole
        let maximumWhole = isOpen ? ExactDecimal.wholeDigits - Int(wholeDigits) : 0
        let maximumFraction = ExactDecimal.places - Int(fractionDigits)
        for count in 0...maximumWhole + maximumFraction + 1 {
            for whole in 0...min(count, maximumWhole) {
                var fraction = count - whole
                // The decimal point takes one byte.
                if phase != .point, phase != .fraction, fraction > 0 { fraction -= 1 }
                guard fraction == 0 || Int(wholeDigits) + whole <= form.maximumIntegerDigits else { continue }
                guard fraction <= maximumFraction, fraction > 0 || count == whole || phase == .fraction else {
                    continue
                }
                if let digits = digitsToEnd(form, whole: whole, fraction: fraction) { return digits }
            }
        }
        return nil
    }

    /// The digits that end the number with so many more of each sort.
    private func digitsToEnd(_ form: NumberForm, whole: Int, fraction: Int) -> [UInt8]? {
        let isFirst = phase == .start || phase == .sign
        if isFirst && whole == 0 || phase == .point && fraction == 0 { return nil }
        let grain = Self.powers[ExactDecimal.places - Int(fractionDigits) - fraction]
        let power = Self.powers[whole]
        var range: ClosedRange<Int128>
        if isFirst {
            range = (whole == 1 ? 0 : Self.powers[whole - 1] * ExactDecimal.unit)...power * ExactDecimal.unit - 1
        } else if phase == .point || phase == .fraction {
            range = magnitude...magnitude + Self.powers[ExactDecimal.places - Int(fractionDigits)] - 1
        } else {
            range = magnitude * power...(magnitude + ExactDecimal.unit) * power - 1
        }
        // Digits that are not written are zeros.
        if phase == .zero { range = 0...ExactDecimal.unit - 1 }
        guard let found = first(form, range, grain: grain) else { return nil }
        let value = found.magnitude
        let unit = ExactDecimal.unit.magnitude
        let wholeText = Self.padded(value / unit % power.magnitude, whole)
        let places = Int(fractionDigits) + fraction
        let fractionText = Self.padded(value % unit / Self.powers[ExactDecimal.places - places].magnitude, places)
            .suffix(fraction)
        let point = fraction > 0 && fractionDigits == 0 && phase != .point ? "." : ""
        return Array((wholeText + point + fractionText).utf8)
    }

    private static func padded(_ value: UInt128, _ count: Int) -> String {
        guard count > 0 else { return "" }
        let digits = String(value)
        return String(repeating: "0", count: max(0, count - digits.count)) + digits
    }

    private static let powers = (0...ExactDecimal.places + ExactDecimal.wholeDigits).map(ExactDecimal.powerOfTen)
}
