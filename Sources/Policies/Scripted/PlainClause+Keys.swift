import Agents
import Interaction

/// Steps for the keyboard, and keys or buttons that are held.
extension PlainClause {
    func type(_ words: ArraySlice<PlainToken>) throws(PlainStepsError) -> [ScriptStep] {
        let parts = words.split(separator: "into")
        guard let text = parts.first.map(Self.text), !text.isEmpty, parts.count <= 2 else {
            throw refusal("'type' needs a text, and after it at most one 'into'; put the text in quotes")
        }
        guard parts.count == 2 else { return [.act(.type(text))] }
        return [.actOn(try target(parts[1]), .click(.left)), .act(.type(text))]
    }

    func press(_ words: ArraySlice<PlainToken>) throws(PlainStepsError) -> [ScriptStep] {
        var words = words
        var count = 1
        if words.last?.keyword == "twice" {
            (words, count) = (words.dropLast(), 2)
        } else if words.last?.keyword == "times", let number = words.dropLast().last.flatMap({ Int($0.text) }) {
            (words, count) = (words.dropLast(2), number)
        }
        let chord = words.map(\.text).joined()
        let isOneName = words.count == 1 || chord.contains("+") || Key.aliases[chord.lowercased()] != nil
        guard isOneName, (1...100).contains(count), let keys = Key.chord(chord) else {
            throw refusal(
                "'press' needs one chord such as ctrl+s or Return, up to 100 times; a button on the screen is clicked")
        }
        return Array(repeating: .act(.key(keys)), count: count)
    }

    /// Keys that are held for a time, or until they are released; or the left button, at a place.
    func hold(_ words: ArraySlice<PlainToken>) throws(PlainStepsError) -> [ScriptStep] {
        var words = words
        var time: Duration?
        if let after = words.lastIndex(where: { $0.keyword == "for" }) {
            guard let seconds = try seconds(words[(after + 1)...]) else {
                throw refusal("'for' needs a number of seconds with its unit, as in 'hold shift for 2 seconds'")
            }
            (time, words) = (seconds, words[..<after])
        }
        if let keys = Self.keys(words) { return [.act(time.map { .holdKey(keys, $0) } ?? .keyDown(keys))] }
        let place = try point(words)
        if place == nil, words.count > 1, let first = words.first?.keyword, ["on", "at"].contains(first) {
            words = words.dropFirst()
        }
        guard place != nil || words.first?.isQuoted == true else {
            throw refusal("'hold' needs keys such as shift, a label in quotes, or a place such as 'at 100,200'")
        }
        let down: ScriptStep =
            if let place { .act(.mouseDown(.left, at: place)) } else {
                .actOn(try target(words), .mouseDown(.left))
            }
        guard let time else { return [down] }
        return [down, .act(.wait(time)), .act(.mouseUp(.left, at: nil))]
    }

    /// Keys, or a button of the mouse, that an earlier step holds.
    func release(_ words: ArraySlice<PlainToken>) throws(PlainStepsError) -> ScriptStep {
        let named = words.first?.keyword == "the" ? words.dropFirst() : words
        let text = named.map { $0.keyword ?? "" }
        for button in MouseButton.allCases
        where [["\(button)", "button"], ["\(button)", "mouse", "button"]].contains(text) {
            return .act(.mouseUp(button, at: nil))
        }
        if [["mouse"], ["button"], ["mouse", "button"]].contains(text) { return .act(.mouseUp(.left, at: nil)) }
        guard let keys = Self.keys(words) else { throw refusal("'release' needs keys such as shift, or 'the mouse'") }
        return .act(.keyUp(keys))
    }

    /// The keys that unquoted words name, each known.
    private static func keys(_ words: ArraySlice<PlainToken>) -> [Key]? {
        guard !words.isEmpty, !words.contains(where: \.isQuoted),
            let keys = Key.chord(words.map(\.text).joined()), keys.allSatisfy({ $0.keysym != nil })
        else { return nil }
        return keys
    }
}
