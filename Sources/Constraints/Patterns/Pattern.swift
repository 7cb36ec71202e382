/// A regular expression as JSON Schema takes it: it fits where it matches anywhere in the text.
///
/// Of ECMA-262 it understands characters and escapes, `.`, classes, `\d \w \s` and their opposites, groups, `|`,
/// `* + ? {n,m}`, and `^` and `$`. Look-around, references, `\b` and `\p{…}` are refused by name.
struct Pattern: Sendable {
    let text: String
    /// Takes exactly the texts that fit.
    let automaton: ScalarAutomaton

    /// - Throws: `ConstraintError.unsuitableSchema` with `place`.
    init(parsing text: String, at place: String) throws(ConstraintError) {
        self.text = text
        var parser = PatternParser(text, at: place)
        let parts = try parser.whole()
        automaton = try PatternCompiler(parts).automaton(at: place)
    }

    func fits(_ text: String) -> Bool {
        var state = automaton.start
        for scalar in text.unicodeScalars {
            guard let next = automaton.next(state, scalar.value) else { return false }
            state = next
        }
        return automaton.accepts[Int(state)]
    }
}

/// A part of a regular expression.
indirect enum PatternPart {
    case set([ClosedRange<UInt32>])
    case sequence([PatternPart])
    case choice([PatternPart])
    case repeated(PatternPart, least: Int, most: Int?)

    /// The code points there are, and two signs beyond them that stand for the ends of a text.
    static let anything: ClosedRange<UInt32> = 0...0x10FFFF
    static let textStart: UInt32 = 0x110000
    static let textEnd: UInt32 = 0x110001

    /// The code points in none of `ranges`.
    static func complement(_ ranges: [ClosedRange<UInt32>]) -> [ClosedRange<UInt32>] {
        var result: [ClosedRange<UInt32>] = []
        var next: UInt32 = 0
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if range.lowerBound > next { result.append(next...range.lowerBound - 1) }
            next = max(next, range.upperBound + 1)
        }
        if next <= anything.upperBound { result.append(next...anything.upperBound) }
        return result
    }
}
