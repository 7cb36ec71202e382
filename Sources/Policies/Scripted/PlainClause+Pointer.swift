import Agents
import Images
import Interaction

/// Steps for the pointer.
extension PlainClause {
    /// An action at a point or at a target.
    func pointed(_ words: ArraySlice<PlainToken>, _ action: TargetAction) throws(PlainStepsError) -> ScriptStep {
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

    func hover(_ words: ArraySlice<PlainToken>) throws(PlainStepsError) -> ScriptStep {
        let isOver = words.count > 1 && ["over", "on", "at"].contains(words.first?.keyword)
        let place = isOver ? words.dropFirst() : words
        if let point = try point(place) { return .act(.mouseMove(point)) }
        return .actOn(try target(place), .move)
    }

    func drag(
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

    func scroll(_ words: ArraySlice<PlainToken>) throws(PlainStepsError) -> ScriptStep {
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

    /// `at 100,200`, or the numbers alone.
    func point(_ words: ArraySlice<PlainToken>) throws(PlainStepsError) -> Point<ScreenSpace>? {
        let numbers = words.first?.keyword == "at" ? words.dropFirst() : words
        guard numbers.count == 1, let token = numbers.first, !token.isQuoted else { return nil }
        let parts = token.text.split(separator: ",", omittingEmptySubsequences: false).map { Double($0) }
        guard parts.count == 2, let x = parts[0], let y = parts[1] else { return nil }
        guard (0...100_000).contains(x), (0...100_000).contains(y) else { throw refusal("the point lies on no screen") }
        return Point(x: x, y: y)
    }
}
