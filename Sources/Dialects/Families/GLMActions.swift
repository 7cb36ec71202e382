import Images
import Interaction
import JSON

/// The actions of GLM-4.5V and GLM-4.6V on a desktop.
enum GLMActions {
    private static let known = [
        "left_click", "right_click", "middle_click", "hover", "left_double_click", "left_drag", "key", "type", "scroll",
        "WAIT", "DONE", "FAIL",
    ]
    /// For how long `WAIT()` waits.
    private static let pause = Duration.seconds(5)
    private static let usualStep = 5.0

    /// The beginning of a call in an answer without box tokens.
    static var beginning: Regex<Substring> {
        #/\b(?:left_click|right_click|middle_click|hover|left_double_click|left_drag|key|type|scroll|WAIT|DONE|FAIL)\(/#
    }

    /// What a call means.
    static func step(_ call: CallExpression, in space: PointSpace) throws(ActionTextError) -> AnswerStep {
        func point(_ name: String = "start_box") throws(ActionTextError) -> Point<ModelSpace> {
            try call.required([name], in: space)
        }
        switch call.name {
        case "left_click": return .action(.click(.left, at: try point()))
        case "right_click": return .action(.click(.right, at: try point()))
        case "middle_click": return .action(.click(.middle, at: try point()))
        case "left_double_click": return .action(.click(.left, count: 2, at: try point()))
        case "hover": return .action(.mouseMove(try point()))
        case "left_drag": return .action(.drag(.left, DragPath(from: try point(), end: try point("end_box"))))
        case "key":
            guard let text = call.text("keys", position: 0) else {
                throw .missingField("keys", action: "key", expected: "keys such as 'ctrl+c'")
            }
            return .action(.key(try KeyWords.chord(text, separators: ["+"], field: "keys")))
        case "type":
            guard let text = call.text("content", position: 0) else {
                throw .missingField("content", action: "type", expected: "a text")
            }
            return .action(.type(text))
        case "scroll":
            let step = ScrollUnit.notches.notches(abs(call["step"]?.number ?? usualStep))
            guard let direction = call.text("direction"), let amount = ScrollAmount(direction: direction, notches: step)
            else { throw .missingField("direction", action: "scroll", expected: "up or down") }
            return .action(.scroll(amount, at: try call.point("start_box", in: space)))
        case "WAIT": return .action(.wait(pause))
        case "DONE": return .end(.success(answer: nil))
        case "FAIL": return .end(.infeasible(reason: "the model says that the task cannot be done"))
        default: throw .unknownAction(call.name.shortened, known: known.joined(separator: ", "))
        }
    }

    /// The call that means an action; `nil` for one that GLM does not have.
    static func call(_ action: Action<ModelSpace>, in space: PointSpace) -> String? {
        func box(_ point: Point<ModelSpace>) -> String {
            let numbers = space.numbers(for: point)
            return "'[\(Int(numbers.x)),\(Int(numbers.y))]'"
        }
        switch action {
        case .click(.left, 1, let point?, []): return "left_click(start_box=\(box(point)), element_info='')"
        case .click(.left, 2, let point?, []): return "left_double_click(start_box=\(box(point)), element_info='')"
        case .click(.right, 1, let point?, []): return "right_click(start_box=\(box(point)), element_info='')"
        case .click(.middle, 1, let point?, []): return "middle_click(start_box=\(box(point)), element_info='')"
        case .mouseMove(let point, []): return "hover(start_box=\(box(point)), element_info='')"
        case .drag(.left, let path, [], nil):
            guard let start = path.start, path.waypoints.isEmpty else { return nil }
            return "left_drag(start_box=\(box(start)), end_box=\(box(path.end)), element_info='')"
        case .key(let keys): return "key(keys='\(keys.written("+"))')"
        case .type(let text): return "type(content=\(text.pythonQuoted))"
        case .scroll(let amount, let point?, []):
            guard let (direction, notches) = amount.directed, ["up", "down"].contains(direction) else { return nil }
            return
                "scroll(start_box=\(box(point)), direction='\(direction)', step=\(Int(notches)), element_info='')"
        case .wait(pause): return "WAIT()"
        case .terminate(.success): return "DONE()"
        case .terminate(.failure): return "FAIL()"
        default: return nil
        }
    }
}
