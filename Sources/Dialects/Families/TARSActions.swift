import Images
import Interaction
import JSON

/// The actions of UI-TARS, however a version writes their calls.
enum TARSActions {
    private static let known = [
        "click", "left_single", "left_double", "right_single", "middle_single", "hover", "move_to", "drag", "select",
        "hotkey", "press", "release", "type", "scroll", "mouse_down", "mouse_up", "wait", "finished", "call_user",
        "infeasible",
    ]
    /// For how long `wait()` waits.
    private static let pause = Duration.seconds(5)

    /// What a call means.
    static func step(_ call: CallExpression, in space: PointSpace) throws(ActionTextError) -> AnswerStep {
        func point() throws(ActionTextError) -> Point<ModelSpace> {
            try call.required(["point", "start_box", "start_point", "box", "coordinate"], in: space)
        }
        func place() throws(ActionTextError) -> Point<ModelSpace>? {
            try call.point("point", "start_box", "start_point", "box", in: space)
        }
        switch call.name.lowercased() {
        case "click", "left_single": return .action(.click(.left, at: try point()))
        case "left_double": return .action(.click(.left, count: 2, at: try point()))
        case "right_single": return .action(.click(.right, at: try point()))
        case "middle_single": return .action(.click(.middle, at: try point()))
        case "hover", "move_to": return .action(.mouseMove(try point()))
        case "drag", "select":
            let end = try call.required(["end_point", "end_box"], in: space)
            return .action(.drag(.left, DragPath(from: try point(), end: end)))
        case "hotkey": return .action(.key(try keys(call)))
        case "press": return .action(.keyDown(try keys(call)))
        case "release": return .action(.keyUp(try keys(call)))
        case "type":
            guard let text = call.text("content", "text") else {
                throw .missingField("content", action: call.name, expected: "a text")
            }
            return .action(.type(text))
        case "scroll":
            guard let direction = call.text("direction"),
                let amount = ScrollAmount(direction: direction, notches: ScrollUnit.step)
            else { throw .missingField("direction", action: call.name, expected: "one of up, down, left, right") }
            return .action(.scroll(amount, at: try place()))
        case "mouse_down": return .action(.mouseDown(try button(call), at: try place()))
        case "mouse_up": return .action(.mouseUp(try button(call), at: try place()))
        case "wait": return .action(.wait(call["time"]?.number.map { .seconds(min(3600, max(0, $0))) } ?? pause))
        case "finished": return .end(.success(answer: call.text("content").flatMap { $0.isEmpty ? nil : $0 }))
        case "call_user": return .end(.failure(reason: call.text("content") ?? "the model asks for the user"))
        case "infeasible": return .end(.infeasible(reason: call.text("content") ?? "the model gives no reason"))
        default: throw .unknownAction(call.name.shortened, known: known.joined(separator: ", "))
        }
    }

    /// One call to be written.
    typealias Written = (name: String, arguments: [(name: String, value: WrittenValue)])

    /// An argument's value before a version writes it.
    enum WrittenValue {
        case point(Point<ModelSpace>)
        case text(String)
    }

    /// The calls that mean an action; `nil` for one that UI-TARS does not have.
    static func calls(_ action: Action<ModelSpace>) -> [Written]? {
        let calls = action.members.compactMap(call)
        return calls.count == action.members.count ? calls : nil
    }

    private static func call(_ action: Action<ModelSpace>) -> Written? {
        func written(_ point: Point<ModelSpace>) -> WrittenValue { .point(point) }
        switch action {
        case .click(let button, let count, let point?, []):
            return clickNames["\(button.rawValue) \(count)"].map { ($0, [("point", written(point))]) }
        case .mouseMove(let point, []): return ("hover", [("point", written(point))])
        case .drag(.left, let path, [], nil):
            guard let start = path.start, path.waypoints.isEmpty else { return nil }
            return ("drag", [("start_point", written(start)), ("end_point", written(path.end))])
        case .key(let keys): return ("hotkey", [("key", .text(keys.written(" ")))])
        case .keyDown(let keys) where keys.count == 1: return ("press", [("key", .text(keys.written(" ")))])
        case .keyUp(let keys) where keys.count == 1: return ("release", [("key", .text(keys.written(" ")))])
        case .type(let text): return ("type", [("content", .text(text))])
        case .scroll(let amount, let point, []):
            guard let (direction, notches) = amount.directed, notches == ScrollUnit.step else { return nil }
            return ("scroll", (point.map { [("point", written($0))] } ?? []) + [("direction", .text(direction))])
        case .mouseDown(let button, let point, []) where [.left, .right].contains(button):
            return ("mouse_down", (point.map { [("point", written($0))] } ?? []) + [("button", .text(button.rawValue))])
        case .mouseUp(let button, let point, []) where [.left, .right].contains(button):
            return ("mouse_up", (point.map { [("point", written($0))] } ?? []) + [("button", .text(button.rawValue))])
        case .wait(pause): return ("wait", [])
        case .answer(let text): return ("finished", [("content", .text(text))])
        case .terminate(.success): return ("finished", [])
        case .terminate(.failure): return ("call_user", [])
        default: return nil
        }
    }

    private static let clickNames = [
        "left 1": "click", "left 2": "left_double", "right 1": "right_single", "middle 1": "middle_single",
    ]

    private static func keys(_ call: CallExpression) throws(ActionTextError) -> [Key] {
        guard let text = call.text("key", "hotkey", "keys") else {
            throw .missingField("key", action: call.name, expected: "keys such as 'ctrl c'")
        }
        return try KeyWords.chord(text, field: "key")
    }

    private static func button(_ call: CallExpression) throws(ActionTextError) -> MouseButton {
        let text = call.text("button") ?? "left"
        guard let button = MouseButton(rawValue: text.lowercased()) else {
            throw .unsuitable(field: "button", problem: "'\(text.shortened)' is no button; expected left or right")
        }
        return button
    }
}
