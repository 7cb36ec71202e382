import Agents
import Foundation
import Images
import Interaction

/// One step of an instruction in plain words.
struct PlainClause {
    let tokens: [PlainToken]
    /// The step without the keys that are held meanwhile, which `ctrl+click` and `hold ctrl and click` name.
    let deed: ArraySlice<PlainToken>
    let modifiers: [Key]

    private static let clicks: [String: (button: MouseButton, count: Int)] = [
        "click": (.left, 1), "double-click": (.left, 2), "triple-click": (.left, 3), "right-click": (.right, 1),
        "middle-click": (.middle, 1), "back-click": (.back, 1), "forward-click": (.forward, 1),
        "doubleclick": (.left, 2), "rightclick": (.right, 1),
    ]

    private static let drags: [String: MouseButton] = [
        "drag": .left, "right-drag": .right, "middle-drag": .middle,
    ]

    init(_ tokens: [PlainToken]) {
        self.tokens = tokens
        let held = HeldKeys(tokens)
        deed = held?.rest ?? tokens[...]
        modifiers = held?.modifiers ?? []
    }

    /// The program to start and its arguments, if that is what the step says.
    func launch() throws(PlainStepsError) -> [String]? {
        guard let verb = tokens.first?.keyword, Self.launches(tokens.first) else { return nil }
        let command = tokens.dropFirst().map(\.text)
        guard let program = command.first, !program.isEmpty else { throw refusal("'\(verb)' needs a program") }
        return command
    }

    /// Whether a step that begins with this starts a program.
    static func launches(_ first: PlainToken?) -> Bool {
        first?.keyword.map { ["open", "launch", "start"].contains($0) } ?? false
    }

    /// Whether a word is one that a step begins with.
    static func isVerb(_ word: String) -> Bool {
        clicks[word] != nil || drags[word] != nil || otherVerbs.contains(word)
    }

    private static let otherVerbs: Set<String> = [
        "open", "launch", "start", "move", "hover", "type", "press", "scroll", "wait", "check", "expect", "see", "hold",
        "release", "softly", "screen", "use",
    ]

    /// What a check begins with.
    static let checks: Set<String> = ["check", "expect", "see"]

    /// The step as it was written.
    var words: String { Self.written(tokens[...]) }

    /// Whether this step, joined to another only by "and", may rather be the rest of the other's label or text: its
    /// verb is written large, and the other's is not.
    func mayContinue(_ other: PlainClause) -> Bool {
        guard let (verb, first) = tokens.first.flatMap({ verb in other.tokens.first.map { (verb, $0) } }),
            other.tokens.last?.isQuoted == false
        else { return false }
        return verb.text.first?.isUppercase == true && first.text.first?.isUppercase == false
    }

    /// The steps of the script that this step means.
    func steps() throws(PlainStepsError) -> [ScriptStep] {
        let words = deed.dropFirst()
        guard let verb = deed.first?.keyword else { throw refusal("a step begins with \(PlainStepsError.verbs)") }
        guard modifiers.isEmpty || Self.clicks[verb] != nil || Self.drags[verb] != nil || verb == "scroll" else {
            throw refusal("keys can be held while something is clicked, dragged or scrolled; 'press' presses keys")
        }
        if let button = Self.drags[verb] { return try drag(words, button) }
        switch verb {
        case "move": return [try pointed(words, .move)]
        case "hover": return [try hover(words)]
        case "type": return try type(words)
        case "press" where words.first?.keyword == "and" && words.dropFirst().first?.keyword == "hold":
            return try hold(words.dropFirst(2))
        case "press": return try press(words)
        case "hold": return try hold(words)
        case "release": return [try release(words)]
        case "scroll": return [try scroll(words)]
        case "wait": return [try wait(words)]
        case "softly": return [try softly(words)]
        case "screen": return [try screenLike(words)]
        case "use": return [try use(words)]
        case _ where Self.checks.contains(verb): return [try check(words)]
        default:
            guard let click = Self.clicks[verb] else {
                throw refusal("'\(verb)' is not a verb; use \(PlainStepsError.verbs)")
            }
            return words.isEmpty
                ? [.act(.click(click.button, count: click.count, at: nil, modifiers: modifiers))]
                : [try pointed(words, .click(click.button, count: click.count, modifiers: modifiers))]
        }
    }

    /// The step as the user wrote it, and what is wrong with it.
    func refusal(_ problem: String) -> PlainStepsError {
        .unclear(part: Self.written(tokens[...]), problem: problem)
    }
}
