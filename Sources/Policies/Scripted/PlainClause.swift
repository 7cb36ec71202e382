import Agents
import Foundation
import Images
import Interaction

/// One step of an instruction in plain words.
struct PlainClause {
    let tokens: [PlainToken]
    /// The step without the keys that are held meanwhile, which `ctrl+click` and `hold ctrl and click` name.
    private let deed: ArraySlice<PlainToken>
    private let modifiers: [Key]

    /// Units of time, in seconds.
    private static let units: [String: Double] = [
        "second": 1, "seconds": 1, "s": 1, "minute": 60, "minutes": 60, "millisecond": 0.001, "milliseconds": 0.001,
        "ms": 0.001,
    ]
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
        "release",
    ]

    /// The step as it was written.
    var words: String { Self.written(tokens[...]) }

    /// Whether this step, joined to another by nothing but "and", may rather be the rest of the other's label or text: its
    /// verb is written large, and the other's is not.
    func mayContinue(_ other: PlainClause) -> Bool {
        guard let (verb, first) = tokens.first.flatMap({ verb in other.tokens.first.map { (verb, $0) } }),
            other.tokens.last?.isQuoted == false
        else { return false }
        return verb.text.first?.isUppercase == true && first.text.first?.isUppercase == false
    }

    /// What the step means.
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
        case "check", "expect", "see":
            return [try check(words)]
        default:
            guard let click = Self.clicks[verb] else {
                throw refusal("'\(verb)' is no verb; use \(PlainStepsError.verbs)")
            }
            return words.isEmpty
                ? [.act(.click(click.button, count: click.count, at: nil, modifiers: modifiers))]
                : [try pointed(words, .click(click.button, count: click.count, modifiers: modifiers))]
        }
    }

    /// An action at a point or at a target.
    private func pointed(_ words: ArraySlice<PlainToken>, _ action: TargetAction) throws(PlainStepsError) -> ScriptStep
    {
        var words = words
        if action == .move {
            if words.first?.keyword == "the", words.dropFirst().first?.keyword == "pointer" {
                words = words.dropFirst(2)
            }
            guard words.first?.keyword == "to" else { throw refusal("'move' is followed by 'to' and a place") }
            words = words.dropFirst()
        }
        if let point = try point(words) { return .act(action.action(at: point)) }
        if let word = words.first?.keyword, ["on", "at"].contains(word) { words = words.dropFirst() }
        return .actOn(try target(words), action)
    }

    private func hover(_ words: ArraySlice<PlainToken>) throws(PlainStepsError) -> ScriptStep {
        let isOver = words.count > 1 && ["over", "on", "at"].contains(words.first?.keyword)
        let place = isOver ? words.dropFirst() : words
        if let point = try point(place) { return .act(.mouseMove(point)) }
        return .actOn(try target(place), .move)
    }

    private func drag(
        _ words: ArraySlice<PlainToken>, _ button: MouseButton
    ) throws(PlainStepsError) -> [ScriptStep] {
        let places = words.split(separator: "to")
        guard places.count == 2 else { throw refusal("'drag' needs two places with one 'to' between them") }
        let start: ScriptStep =
            if let point = try point(places[0]) { .act(.mouseMove(point)) } else {
                .actOn(try target(places[0]), .move)
            }
        return [start, try pointed(places[1], .dragTo(button, modifiers: modifiers))]
    }

    private func type(_ words: ArraySlice<PlainToken>) throws(PlainStepsError) -> [ScriptStep] {
        let parts = words.split(separator: "into")
        guard let text = parts.first.map(Self.text), !text.isEmpty, parts.count <= 2 else {
            throw refusal("'type' needs a text, and after it at most one 'into'; put the text in quotes")
        }
        guard parts.count == 2 else { return [.act(.type(text))] }
        return [.actOn(try target(parts[1]), .click(.left)), .act(.type(text))]
    }

    private func press(_ words: ArraySlice<PlainToken>) throws(PlainStepsError) -> [ScriptStep] {
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
    private func hold(_ words: ArraySlice<PlainToken>) throws(PlainStepsError) -> [ScriptStep] {
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
    private func release(_ words: ArraySlice<PlainToken>) throws(PlainStepsError) -> ScriptStep {
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

    private func scroll(_ words: ArraySlice<PlainToken>) throws(PlainStepsError) -> ScriptStep {
        let directions: [String: (Axis, Double)] = [
            "up": (.vertical, 1), "down": (.vertical, -1), "left": (.horizontal, 1), "right": (.horizontal, -1),
        ]
        guard let (axis, sign) = words.first?.keyword.flatMap({ directions[$0] }) else {
            throw refusal("'scroll' needs up, down, left or right")
        }
        var words = words.dropFirst()
        var notches = 3
        if let number = words.first.flatMap({ Int($0.text) }) {
            guard (1...100).contains(number) else { throw refusal("'scroll' turns 1 to 100 notches") }
            notches = number
            words = words.dropFirst()
            if let unit = words.first?.keyword, ["notches", "notch", "times"].contains(unit) {
                words = words.dropFirst()
            }
        }
        // `in "List"` says where, as `on "List"` does.
        if words.count > 1, words.first?.keyword == "in" { words = words.dropFirst() }
        let pixels = sign * Double(notches) * 120
        return words.isEmpty
            ? .act(.scroll(axis, pixels: pixels, at: nil, modifiers: modifiers))
            : try pointed(words, .scroll(axis, pixels: pixels, modifiers: modifiers))
    }

    private func wait(_ words: ArraySlice<PlainToken>) throws(PlainStepsError) -> ScriptStep {
        var words = words
        let first = words.first?.keyword
        guard first == "for" || first == "until" else {
            guard let time = try seconds(words) else {
                throw refusal(
                    "'wait' needs a number of seconds with its unit, as in 'wait 2 seconds', 'for' or 'until'")
            }
            return .act(.wait(time))
        }
        words = words.dropFirst()
        var timeout = Script.patience
        if let within = words.lastIndex(where: { $0.keyword == "within" }), within > words.startIndex {
            guard let time = try seconds(words[(within + 1)...]) else {
                throw refusal("'within' needs a number of seconds")
            }
            timeout = time
            words = words[..<within]
        }
        guard first == "until" else { return .waitFor(try target(words), present: true, timeout: timeout) }
        if let (target, isPresent) = try stated(words) {
            return .waitFor(target, present: isPresent, timeout: timeout)
        }
        let (isPresent, rest) = try ending(words)
        return .waitFor(try target(rest), present: isPresent, timeout: timeout)
    }

    private func check(_ words: ArraySlice<PlainToken>) throws(PlainStepsError) -> ScriptStep {
        var words = words
        var isPresent = true
        if words.count > 1, words.first?.keyword == "that" { words = words.dropFirst() }
        if words.first?.keyword == "there", ["is", "are"].contains(words.dropFirst().first?.keyword) {
            words = words.dropFirst(2)
        }
        let isRough = words.count > 1 && words.first?.keyword == "roughly"
        if isRough { words = words.dropFirst() }
        if words.first?.keyword == "no" { (words, isPresent) = (words.dropFirst(), false) }
        if !isRough, let (target, isSo) = try stated(words) { return .assert(target, present: isPresent == isSo) }
        for (state, isThere) in Self.states
        where words.count > state.count && words.suffix(state.count).map(\.keyword) == state {
            words = words.dropLast(state.count)
            isPresent = isPresent == isThere
            break
        }
        var target = try target(words)
        target.isRough = isRough
        return .assert(target, present: isPresent)
    }

    /// What can be said of a target at the end of a check.
    private static let states: [([String], Bool)] = [
        (["is", "not", "there"], false), (["is", "not", "shown"], false), (["is", "gone"], false),
        (["is", "there"], true), (["is", "shown"], true),
    ]

    /// A target and what is said of its state or value at the end of a check or a wait; `nil` where nothing is.
    ///
    /// The target is in quotes or names a role: `check Bold is pressed` looks for these words.
    private func stated(
        _ words: ArraySlice<PlainToken>
    ) throws(PlainStepsError) -> (Target, isPresent: Bool)? {
        guard words.count > 2, let last = words.last else { return nil }
        let before = words.dropLast()
        if last.isQuoted, before.last?.keyword == "contains" {
            var target = try target(before.dropLast())
            target.contains = last.text
            return (target, true)
        }
        if last.isQuoted, let (rest, isSo) = withoutIs(before) {
            var target = try target(rest)
            target.value = last.text
            return (target, isSo)
        }
        for count in [1, 2] where words.count > count + 1 {
            let phrase = words.suffix(count).compactMap(\.keyword).joined(separator: " ")
            guard let demand = StateDemand.words[phrase], let (rest, isSo) = withoutIs(words.dropLast(count)),
                rest.contains(where: \.isQuoted) || TargetWords.read(Target(Self.written(rest))) != nil
            else { continue }
            var target = try target(rest)
            if rest.first?.isQuoted == false, target.role == nil, let reading = TargetWords.read(target) {
                target = reading.target
            }
            target.state = isSo ? demand : demand.negated
            return (target, true)
        }
        return nil
    }

    /// The words before `is` or `is not`; `nil` where they do not end so.
    private func withoutIs(_ words: ArraySlice<PlainToken>) -> (ArraySlice<PlainToken>, isSo: Bool)? {
        let isNegative = words.last?.keyword == "not"
        let rest = isNegative ? words.dropLast() : words
        guard rest.count > 1, rest.last?.keyword == "is" else { return nil }
        return (rest.dropLast(), !isNegative)
    }

    /// Takes what a target is to do from the end of a wait.
    private func ending(
        _ words: ArraySlice<PlainToken>
    ) throws(PlainStepsError) -> (isPresent: Bool, ArraySlice<PlainToken>) {
        switch words.last?.keyword {
        case "appears": return (true, words.dropLast())
        case "disappears", "vanishes": return (false, words.dropLast())
        case "gone" where words.dropLast().last?.keyword == "is": return (false, words.dropLast(2))
        default: throw refusal("'wait until' ends with 'appears', 'disappears' or 'is gone'")
        }
    }

    private func seconds(_ words: ArraySlice<PlainToken>) throws(PlainStepsError) -> Duration? {
        guard words.count == 2, let number = words.first.flatMap({ Double($0.text) }),
            let unit = words.last?.keyword.flatMap({ Self.units[$0] })
        else { return nil }
        guard (0...3600).contains(number * unit) else { throw refusal("0 to 3600 seconds can be waited") }
        return .seconds(number * unit)
    }
}

extension PlainClause {
    /// The step as the user wrote it, and what is wrong with it.
    func refusal(_ problem: String) -> PlainStepsError {
        .unclear(part: Self.written(tokens[...]), problem: problem)
    }

    /// `at 100,200`, or the numbers alone.
    private func point(_ words: ArraySlice<PlainToken>) throws(PlainStepsError) -> Point<ScreenSpace>? {
        let numbers = words.first?.keyword == "at" ? words.dropFirst() : words
        guard numbers.count == 1, let token = numbers.first, !token.isQuoted else { return nil }
        let parts = token.text.split(separator: ",", omittingEmptySubsequences: false).map { Double($0) }
        guard parts.count == 2, let x = parts[0], let y = parts[1] else { return nil }
        guard (0...100_000).contains(x), (0...100_000).contains(y) else { throw refusal("the point lies on no screen") }
        return Point(x: x, y: y)
    }

    /// A label and what narrows it down.
    private func target(_ words: ArraySlice<PlainToken>) throws(PlainStepsError) -> Target {
        var words = words
        if words.count > 1, words.first?.text == "the", words.first?.isQuoted == false { words = words.dropFirst() }
        let cuts = words.indices.filter { isQualifier(at: $0, in: words) } + [words.endIndex]
        var target = try named(words[..<cuts[0]])
        guard !target.text.isEmpty || target.role != nil else { throw refusal("a target's words are missing") }
        for (start, end) in zip(cuts, cuts.dropFirst()) {
            try narrow(&target, by: words[start].keyword ?? "", words[(start + 1)..<end])
        }
        return target
    }

    /// A label, or a role with a name in quotes, as `field "Name"` and `close button of "Untitled 1"`.
    private func named(_ words: ArraySlice<PlainToken>) throws(PlainStepsError) -> Target {
        if words.count > 1, words.contains(where: \.isQuoted),
            let reading = TargetWords.read(Target(Self.written(words)))
        {
            return reading.target
        }
        return Target(try label(words))
    }

    private func isQualifier(at index: Int, in words: ArraySlice<PlainToken>) -> Bool {
        switch words[index].keyword {
        case "in", "below": true
        case "right": index + 1 < words.endIndex && words[index + 1].keyword == "of"
        case "number": index + 1 < words.endIndex && Int(words[index + 1].text) != nil
        default: false
        }
    }

    private func narrow(
        _ target: inout Target, by qualifier: String, _ words: ArraySlice<PlainToken>
    ) throws(PlainStepsError) {
        var words = qualifier == "right" ? words.dropFirst() : words
        if words.count > 1, words.first?.keyword == "the" { words = words.dropFirst() }
        if qualifier == "in", words.count > 1, words.first?.keyword == "window" { words = words.dropFirst() }
        let text = try label(words)
        guard !text.isEmpty else {
            throw refusal("nothing follows '\(qualifier)'; put a label that holds this word in quotes")
        }
        switch qualifier {
        case "in" where target.inWindow == nil: target.inWindow = text
        case "below" where target.below == nil: target.below = text
        case "right" where target.rightOf == nil: target.rightOf = text
        case "number" where target.nth == nil && Int(text).map { (1...1000).contains($0) } == true:
            target.nth = Int(text)
        default: throw refusal("'\(qualifier)' is said twice, or of nothing; put labels in quotes")
        }
    }

    /// The text of a label, which is quoted as a whole or not at all.
    private func label(_ words: ArraySlice<PlainToken>) throws(PlainStepsError) -> String {
        guard words.count == 1 || !words.contains(where: \.isQuoted) else {
            throw refusal(
                "'\(Self.written(words))' is half in quotes; put nothing but the label's own words beside the verb")
        }
        return Self.text(words)
    }

    /// The text of one quoted token, or the words as they were written, quotes included where they stand among words.
    private static func text(_ words: ArraySlice<PlainToken>) -> String {
        words.count == 1 ? words.first?.text ?? "" : written(words)
    }

    fileprivate static func written(_ words: ArraySlice<PlainToken>) -> String {
        guard let first = words.first, let last = words.last else { return "" }
        return String(first.source[first.range.lowerBound..<last.range.upperBound])
    }
}

extension ArraySlice<PlainToken> {
    /// The parts before and after each unquoted `keyword`, empty ones kept.
    fileprivate func split(separator keyword: String) -> [ArraySlice<PlainToken>] {
        split(omittingEmptySubsequences: false) { $0.keyword == keyword }
    }
}
