/// Reads a regular expression.
struct PatternParser {
    private static let maximumDepth = 40

    private let scalars: [Unicode.Scalar]
    private let place: String
    private var index = 0

    private static let digits: [ClosedRange<UInt32>] = [0x30...0x39]
    private static let word: [ClosedRange<UInt32>] = [0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A]
    private static let space: [ClosedRange<UInt32>] = [
        0x09...0x0D, 0x20...0x20, 0xA0...0xA0, 0x1680...0x1680, 0x2000...0x200A, 0x2028...0x2029, 0x202F...0x202F,
        0x205F...0x205F, 0x3000...0x3000, 0xFEFF...0xFEFF,
    ]
    private static let lineEnds: [ClosedRange<UInt32>] = [0x0A...0x0A, 0x0D...0x0D, 0x2028...0x2029]

    init(_ text: String, at place: String) {
        scalars = Array(text.unicodeScalars)
        self.place = place
    }

    /// The whole expression.
    mutating func whole() throws(ConstraintError) -> PatternPart {
        guard scalars.count <= 2_000 else { throw unsupported("a pattern of more than 2000 characters") }
        let part = try choice(depth: 0)
        guard index == scalars.count else { throw unsupported("a closing parenthesis without an opening one") }
        return part
    }

    private mutating func choice(depth: Int) throws(ConstraintError) -> PatternPart {
        guard depth <= Self.maximumDepth else { throw unsupported("groups nested more than \(Self.maximumDepth) deep") }
        var alternatives = [try sequence(depth: depth)]
        while skip("|") { alternatives.append(try sequence(depth: depth)) }
        return alternatives.count == 1 ? alternatives[0] : .choice(alternatives)
    }

    private mutating func sequence(depth: Int) throws(ConstraintError) -> PatternPart {
        var parts: [PatternPart] = []
        while let next = current, next != "|", next != ")" {
            let isAnchor = next == "^" || next == "$"
            let part = try atom(depth: depth)
            guard let (least, most) = try quantifier() else {
                parts.append(part)
                continue
            }
            guard !isAnchor else { throw unsupported("a repeated ^ or $") }
            parts.append(.repeated(part, least: least, most: most))
        }
        return .sequence(parts)
    }

    private mutating func atom(depth: Int) throws(ConstraintError) -> PatternPart {
        let scalar = scalars[index]
        index += 1
        switch scalar {
        case "^": return .set([PatternPart.textStart...PatternPart.textStart])
        case "$": return .set([PatternPart.textEnd...PatternPart.textEnd])
        case ".": return .set(PatternPart.complement(Self.lineEnds))
        case "[": return .set(try characterClass())
        case "(":
            if skip("?") {
                guard skip(":") else { throw unsupported("a group that begins with (? and is not (?:") }
            }
            let inner = try choice(depth: depth + 1)
            guard skip(")") else { throw unsupported("a group that does not end") }
            return inner
        case "\\": return .set(try escape(inClass: false))
        case "*", "+", "?": throw unsupported("\(scalar) with nothing to repeat")
        default: return .set([scalar.value...scalar.value])
        }
    }

    private mutating func quantifier() throws(ConstraintError) -> (least: Int, most: Int?)? {
        let range: (Int, Int?)
        if skip("*") {
            range = (0, nil)
        } else if skip("+") {
            range = (1, nil)
        } else if skip("?") {
            range = (0, 1)
        } else if let counts = counts() {
            range = counts
        } else {
            return nil
        }
        // A lazy quantifier fits the same texts.
        _ = skip("?")
        guard range.1 ?? range.0 >= range.0, range.0 <= 1_000, range.1 ?? 0 <= 1_000 else {
            throw unsupported("a repetition out of order or of more than 1000")
        }
        return range
    }

    /// `{2}`, `{2,}` or `{2,4}`; other braces are characters.
    private mutating func counts() -> (Int, Int?)? {
        let start = index
        guard skip("{"), let least = number() else {
            index = start
            return nil
        }
        if skip("}") { return (least, least) }
        if skip(",") {
            if skip("}") { return (least, nil) }
            if let most = number(), skip("}") { return (least, most) }
        }
        index = start
        return nil
    }

    private mutating func number() -> Int? {
        let run = scalars[index...].prefix { ("0"..."9").contains($0) }
        index += run.count
        return run.isEmpty ? nil : run.reduce(0) { min($0 * 10 + Int($1.value - 0x30), 1_000_000) }
    }

    private mutating func characterClass() throws(ConstraintError) -> [ClosedRange<UInt32>] {
        let isNegated = skip("^")
        var ranges: [ClosedRange<UInt32>] = []
        while !skip("]") {
            let first = try classMember()
            guard current == "-", index + 1 < scalars.count, scalars[index + 1] != "]" else {
                ranges += first
                continue
            }
            index += 1
            let last = try classMember()
            guard let low = first.single, let high = last.single, low <= high else {
                throw unsupported("a range in a class that is out of order or has no ends")
            }
            ranges.append(low...high)
        }
        return isNegated ? PatternPart.complement(ranges) : ranges
    }

    private mutating func classMember() throws(ConstraintError) -> [ClosedRange<UInt32>] {
        guard index < scalars.count else { throw unsupported("a class that does not end") }
        let scalar = scalars[index]
        index += 1
        return scalar == "\\" ? try escape(inClass: true) : [scalar.value...scalar.value]
    }

    private mutating func escape(inClass: Bool) throws(ConstraintError) -> [ClosedRange<UInt32>] {
        guard let scalar = current else { throw unsupported("a backslash at the end") }
        index += 1
        switch scalar {
        case "d": return Self.digits
        case "D": return PatternPart.complement(Self.digits)
        case "w": return Self.word
        case "W": return PatternPart.complement(Self.word)
        case "s": return Self.space
        case "S": return PatternPart.complement(Self.space)
        case "n": return [0x0A...0x0A]
        case "r": return [0x0D...0x0D]
        case "t": return [0x09...0x09]
        case "f": return [0x0C...0x0C]
        case "v": return [0x0B...0x0B]
        case "x": return try hexadecimal(2)
        case "u": return try hexadecimal(4)
        case "0"..."9", "a"..."z", "A"..."Z":
            throw unsupported("the escape \\\(scalar)\(inClass ? " in a class" : "")")
        default: return [scalar.value...scalar.value]
        }
    }

    private mutating func hexadecimal(_ count: Int) throws(ConstraintError) -> [ClosedRange<UInt32>] {
        var value: UInt32 = 0
        for _ in 0..<count {
            guard let scalar = current, let digit = Character(scalar).hexDigitValue, scalar.isASCII else {
                throw unsupported("an escape without \(count) hexadecimal digits")
            }
            value = value << 4 | UInt32(digit)
            index += 1
        }
        guard !(0xD800..<0xE000).contains(value) else { throw unsupported("half a surrogate pair") }
        return [value...value]
    }

    private var current: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

    private mutating func skip(_ scalar: Unicode.Scalar) -> Bool {
        guard current == scalar else { return false }
        index += 1
        return true
    }

    private func unsupported(_ what: String) -> ConstraintError {
        .unsuitableSchema(place: place, problem: "\(what) is not supported, at character \(index) of the pattern")
    }
}

extension [ClosedRange<UInt32>] {
    /// The one code point that is meant, if it is one.
    fileprivate var single: UInt32? {
        guard count == 1, self[0].lowerBound == self[0].upperBound else { return nil }
        return self[0].lowerBound
    }
}
