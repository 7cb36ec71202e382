/// Reads a JSON string after its opening quote byte by byte, and knows which characters an unfinished one may become.
struct StringLexer: Equatable {
    /// What a byte makes of the string.
    enum Outcome {
        /// A character is begun; it can become one of ``StringLexer/anyCandidate(_:)``.
        case begun
        case character(UInt32)
        case end
        case refused
    }

    private enum Phase: UInt8 {
        case plain
        /// Within a character's UTF-8.
        case bytes
        case escape
        /// Within the digits of `\uXXXX`.
        case digits
        /// After the first half of a surrogate pair: before the backslash, then before the `u` of the second.
        case secondEscape, secondMark
    }

    private var phase = Phase.plain
    /// Bytes of UTF-8, or digits, that are still to come.
    private var missing: UInt8 = 0
    /// Bytes of the whole character.
    private var length: UInt8 = 0
    /// The bits known so far.
    private var value: UInt32 = 0
    /// The first half of a surrogate pair.
    private var high: UInt32 = 0

    /// Whether no character is begun.
    var isPlain: Bool { phase == .plain }

    mutating func take(_ byte: UInt8) -> Outcome {
        switch phase {
        case .plain: takePlain(byte)
        case .bytes: takeContinuation(byte)
        case .escape: takeEscape(byte)
        case .digits: takeDigit(byte)
        case .secondEscape: move(to: .secondMark, if: byte == UInt8(ascii: "\\"))
        case .secondMark: takeSecondMark(byte)
        }
    }

    private mutating func takePlain(_ byte: UInt8) -> Outcome {
        switch byte {
        case UInt8(ascii: "\""): return .end
        case UInt8(ascii: "\\"): return move(to: .escape, if: true)
        case 0x20...0x7F: return .character(UInt32(byte))
        case 0xC2...0xDF: (length, value) = (2, UInt32(byte & 0x1F))
        case 0xE0...0xEF: (length, value) = (3, UInt32(byte & 0x0F))
        case 0xF0...0xF4: (length, value) = (4, UInt32(byte & 0x07))
        default: return .refused
        }
        missing = length - 1
        phase = .bytes
        return .begun
    }

    private mutating func takeContinuation(_ byte: UInt8) -> Outcome {
        guard byte & 0xC0 == 0x80 else { return .refused }
        value = value << 6 | UInt32(byte & 0x3F)
        missing -= 1
        guard byteRange != nil else { return .refused }
        return missing == 0 ? finish(value) : .begun
    }

    private mutating func takeEscape(_ byte: UInt8) -> Outcome {
        switch byte {
        case UInt8(ascii: "n"): return finish(0x0A)
        case UInt8(ascii: "t"): return finish(0x09)
        case UInt8(ascii: "r"): return finish(0x0D)
        case UInt8(ascii: "b"): return finish(0x08)
        case UInt8(ascii: "f"): return finish(0x0C)
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return finish(UInt32(byte))
        case UInt8(ascii: "u"):
            (phase, missing, value, high) = (.digits, 4, 0, 0)
            return .begun
        default: return .refused
        }
    }

    private mutating func takeDigit(_ byte: UInt8) -> Outcome {
        let digit: UInt8
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - UInt8(ascii: "A") + 10
        default: return .refused
        }
        value = value << 4 | UInt32(digit)
        missing -= 1
        guard anyCandidate({ _ in true }) else { return .refused }
        guard missing == 0 else { return .begun }
        if high != 0 { return finish(Self.joined(high, value)) }
        guard 0xD800..<0xDC00 ~= value else { return finish(value) }
        high = value
        phase = .secondEscape
        return .begun
    }

    private mutating func takeSecondMark(_ byte: UInt8) -> Outcome {
        (missing, value) = (4, 0)
        return move(to: .digits, if: byte == UInt8(ascii: "u"))
    }

    private mutating func move(to next: Phase, if holds: Bool) -> Outcome {
        guard holds else { return .refused }
        phase = next
        return .begun
    }

    private mutating func finish(_ scalar: UInt32) -> Outcome {
        self = StringLexer()
        return .character(scalar)
    }

    private static func joined(_ high: UInt32, _ low: UInt32) -> UInt32 {
        0x10000 + (high - 0xD800) << 10 + (low - 0xDC00)
    }

    /// What the bytes so far can become, surrogates included where they lie between.
    private var byteRange: ClosedRange<UInt32>? {
        let bits = UInt32(missing) * 6
        let least: UInt32 = length == 2 ? 0x80 : length == 3 ? 0x800 : 0x10000
        let low = max(value << bits, least)
        let high = min(value << bits | (1 << bits - 1), 0x10FFFF)
        guard low <= high, !(low >= 0xD800 && high <= 0xDFFF) else { return nil }
        return low...high
    }

    /// Whether `test` holds for one of the ranges of characters that the begun one may become.
    func anyCandidate(_ test: (ClosedRange<UInt32>) -> Bool) -> Bool {
        switch phase {
        case .plain: return false
        case .bytes: return byteRange.map { Self.withoutSurrogates($0, test) } ?? false
        case .escape: return Self.withoutSurrogates(0...0x10FFFF, test)
        case .secondEscape, .secondMark: return test(Self.joined(high, 0xDC00)...Self.joined(high, 0xDFFF))
        case .digits:
            let bits = UInt32(missing) * 4
            let range = value << bits...(value << bits | (1 << bits - 1))
            guard high == 0 else {
                let second = range.clamped(to: 0xDC00...0xDFFF)
                return range.overlaps(0xDC00...0xDFFF)
                    && test(Self.joined(high, second.lowerBound)...Self.joined(high, second.upperBound))
            }
            if Self.withoutSurrogates(range, test) { return true }
            let first = range.clamped(to: 0xD800...0xDBFF)
            return range.overlaps(0xD800...0xDBFF)
                && test(Self.joined(first.lowerBound, 0xDC00)...Self.joined(first.upperBound, 0xDFFF))
        }
    }

    private static func withoutSurrogates(
        _ range: ClosedRange<UInt32>, _ test: (ClosedRange<UInt32>) -> Bool
    ) -> Bool {
        if range.lowerBound < 0xD800, test(range.lowerBound...min(range.upperBound, 0xD7FF)) { return true }
        return range.upperBound > 0xDFFF && test(max(range.lowerBound, 0xE000)...range.upperBound)
    }

    /// The bytes that make `scalar`, one of the candidates, of what is begun.
    func rest(for scalar: UInt32) -> [UInt8] {
        switch phase {
        case .plain: return []
        case .bytes: return (0..<missing).reversed().map { 0x80 | UInt8(scalar >> (UInt32($0) * 6) & 0x3F) }
        case .escape: return Array("u".utf8) + Self.digits(of: scalar)
        case .digits:
            return Array((high == 0 ? Self.digits(of: scalar) : Self.low(of: scalar)).dropFirst(4 - Int(missing)))
        case .secondEscape: return Array("\\u".utf8) + Self.low(of: scalar)
        case .secondMark: return Array("u".utf8) + Self.low(of: scalar)
        }
    }

    /// The digits after `\u`, of both halves where it takes two.
    private static func digits(of scalar: UInt32) -> [UInt8] {
        guard scalar > 0xFFFF else { return fourDigits(scalar) }
        return fourDigits(0xD800 + (scalar - 0x10000) >> 10) + Array("\\u".utf8) + low(of: scalar)
    }

    private static func low(of scalar: UInt32) -> [UInt8] { fourDigits(0xDC00 + (scalar - 0x10000) & 0x3FF) }

    private static func fourDigits(_ value: UInt32) -> [UInt8] {
        let digits = String(value, radix: 16)
        return Array((String(repeating: "0", count: 4 - digits.count) + digits).utf8)
    }
}
