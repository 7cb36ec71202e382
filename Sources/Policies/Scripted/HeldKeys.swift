import Interaction

/// The keys that a plain step holds while it acts, as `ctrl+click Name` and `hold shift and click Name` say it.
struct HeldKeys {
    let modifiers: [Key]
    /// The step without them.
    let rest: ArraySlice<PlainToken>

    /// `nil` when the step does not name such keys.
    init?(_ tokens: [PlainToken]) {
        guard let first = tokens.first, let verb = first.keyword else { return nil }
        if verb == "hold" {
            self.init(untilAnd: tokens.dropFirst())
        } else {
            self.init(joinedTo: first, tokens.dropFirst())
        }
    }

    /// `shift and click Name`
    private init?(untilAnd words: ArraySlice<PlainToken>) {
        guard let and = words.firstIndex(where: { $0.keyword == "and" }), and > words.startIndex,
            let keys = Self.modifiers(words[..<and].map(\.text).joined())
        else { return nil }
        self.init(modifiers: keys, rest: words[(and + 1)...])
    }

    /// `ctrl+click`, `Name`
    private init?(joinedTo first: PlainToken, _ words: ArraySlice<PlainToken>) {
        guard let plus = first.text.lastIndex(of: "+"), let keys = Self.modifiers(String(first.text[..<plus])) else {
            return nil
        }
        var verb = first
        verb.text = String(first.text[first.text.index(after: plus)...])
        self.init(modifiers: keys, rest: [verb] + words)
    }

    private init(modifiers: [Key], rest: ArraySlice<PlainToken>) {
        self.modifiers = modifiers
        self.rest = rest
    }

    private static func modifiers(_ chord: String) -> [Key]? {
        Key.chord(chord).flatMap { keys in keys.allSatisfy(\.isModifier) ? keys : nil }
    }
}
