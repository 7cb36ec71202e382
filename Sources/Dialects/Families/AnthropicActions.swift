import Images
import Interaction
import JSON

/// The actions of Anthropic's computer tool, whether they are fields of one call or tools of their own.
enum AnthropicActions {
    private static let clicks: [String: (MouseButton, Int)] = [
        "left_click": (.left, 1), "right_click": (.right, 1), "middle_click": (.middle, 1), "double_click": (.left, 2),
        "triple_click": (.left, 3),
    ]
    private static let known =
        clicks.keys.sorted() + [
            "left_click_drag", "mouse_move", "left_mouse_down", "left_mouse_up", "scroll", "type", "key", "hold_key",
            "wait", "screenshot", "cursor_position", "zoom",
        ]
    private static let mostRepeats = 100.0

    /// What a call means.
    static func steps(
        _ member: String, _ fields: CallArguments, in space: PointSpace
    ) throws(ActionTextError) -> [AnswerStep] {
        func place() throws(ActionTextError) -> Point<ModelSpace>? { try fields.point("coordinate", in: space) }
        if let (button, count) = clicks[member] {
            return [.action(.click(button, count: count, at: try place(), modifiers: try modifiers(fields)))]
        }
        switch member {
        case "left_click_drag":
            let path = DragPath(
                from: try fields.point("start_coordinate", in: space),
                end: try fields.requiredPoint("coordinate", in: space))
            return [.action(.drag(.left, path, modifiers: try modifiers(fields)))]
        case "mouse_move": return [.action(.mouseMove(try fields.requiredPoint("coordinate", in: space)))]
        case "left_mouse_down": return [.action(.mouseDown(.left, at: try place()))]
        case "left_mouse_up": return [.action(.mouseUp(.left, at: try place()))]
        case "scroll":
            let notches = try fields.number("scroll_amount", in: 0...1000) ?? ScrollUnit.step
            let direction = try fields.requiredText("scroll_direction")
            guard let amount = ScrollAmount(direction: direction, notches: ScrollUnit.notches.notches(notches)) else {
                throw .unsuitable(field: "scroll_direction", problem: "one of up, down, left, right is expected")
            }
            return [.action(.scroll(amount, at: try place(), modifiers: try modifiers(fields)))]
        case "type": return [.action(.type(try fields.requiredText("text")))]
        case "key":
            let keys = try KeyWords.chord(try fields.requiredText("text"), field: "text")
            let count = Int(try fields.number("repeat", in: 1...mostRepeats) ?? 1)
            return [.actions(Array(repeating: .key(keys), count: count))]
        case "hold_key":
            let keys = try KeyWords.chord(try fields.requiredText("text"), field: "text")
            return [.action(.holdKey(keys, try duration(fields)))]
        case "wait": return [.action(.wait(try duration(fields)))]
        case "screenshot": return [.query(.screenshot)]
        case "cursor_position": return [.query(.pointer)]
        case "zoom": return [.query(.zoom(try region(fields, in: space)))]
        default: throw .unknownAction(member.shortened, known: known.joined(separator: ", "))
        }
    }

    /// Modifiers, such as `ctrl+shift`, in `text` or, as the demonstration of one version has it, in `key`.
    private static func modifiers(_ fields: CallArguments) throws(ActionTextError) -> [Key] {
        let field = fields.has("text") ? "text" : "key"
        guard let text = try fields.text(field), !text.isEmpty else { return [] }
        return try KeyWords.modifiers([text], field: field)
    }

    private static func duration(_ fields: CallArguments) throws(ActionTextError) -> Duration {
        guard let duration = try fields.duration("duration") else {
            throw .missingField("duration", action: fields.name, expected: "seconds")
        }
        return duration
    }

    private static func region(_ fields: CallArguments, in space: PointSpace) throws(ActionTextError) -> Box<ModelSpace>
    {
        guard let numbers = fields["region"]?.items.flatMap(JSON.numbers), numbers.count == 4 else {
            throw .unsuitable(field: "region", problem: "[x0, y0, x1, y1] is expected")
        }
        let start = try space.point(numbers[0], numbers[1])
        let end = try space.point(numbers[2], numbers[3])
        guard end.x > start.x, end.y > start.y else {
            throw .unsuitable(field: "region", problem: "the second corner has to lie right of and below the first")
        }
        return Box(x: start.x, y: start.y, width: end.x - start.x, height: end.y - start.y)
    }

    /// A member and its fields.
    typealias Written = (name: String, fields: [(String, JSON)])

    /// The call that means an action, in the later versions; `nil` for an action that the tool does not have.
    static func call(_ action: Action<ModelSpace>) -> Written? {
        func place(_ point: Point<ModelSpace>?, _ name: String = "coordinate") -> [(String, JSON)] {
            point.map { [(name, JSON.numbers($0.x.rounded(), $0.y.rounded()))] } ?? []
        }
        func held(_ keys: [Key]) -> [(String, JSON)] { keys.isEmpty ? [] : [("text", .words(keys.written("+")))] }
        switch action {
        case .click(let button, let count, let point, let keys):
            let name = clicks.first { $0.value == (button, count) }?.key
            return name.map { ($0, place(point) + held(keys)) }
        case .mouseMove(let point, []): return ("mouse_move", place(point))
        case .drag(.left, let path, let keys, nil):
            guard path.waypoints.isEmpty else { return nil }
            return ("left_click_drag", place(path.start, "start_coordinate") + place(path.end) + held(keys))
        case .mouseDown(.left, let point, []): return ("left_mouse_down", place(point))
        case .mouseUp(.left, let point, []): return ("left_mouse_up", place(point))
        case .scroll(let amount, let point, let keys):
            return amount.directed.map { direction, notches in
                let turn: [(String, JSON)] = [
                    ("scroll_direction", .words(direction)), ("scroll_amount", .count(notches)),
                ]
                return ("scroll", place(point) + turn + held(keys))
            }
        case .type(let text): return ("type", [("text", .words(text))])
        case .key(let keys): return ("key", [("text", .words(keys.written("+")))])
        case .holdKey(let keys, let duration):
            return ("hold_key", [("text", .words(keys.written("+"))), ("duration", .count(duration / .seconds(1)))])
        case .wait(let duration): return ("wait", [("duration", .count(duration / .seconds(1)))])
        default: return nil
        }
    }

    /// The calls of the first version, whose clicks are at the pointer, and whose drags begin there; `nil` where it has none.
    static func inFirstVersion(_ call: Written) -> [Written]? {
        let places = call.fields.filter { $0.0 == "coordinate" }
        switch call.name {
        case "left_click", "right_click", "middle_click", "double_click":
            guard call.fields.count == places.count else { return nil }
            return places.isEmpty ? [call] : [("mouse_move", places), (call.name, [])]
        case "left_click_drag":
            guard !call.fields.contains(where: { $0.0 == "text" }) else { return nil }
            let start = call.fields.filter { $0.0 == "start_coordinate" }.map { ("coordinate", $0.1) }
            return (start.isEmpty ? [] : [("mouse_move", start)]) + [(call.name, places)]
        case "mouse_move", "type", "key": return [call]
        default: return nil
        }
    }
}
