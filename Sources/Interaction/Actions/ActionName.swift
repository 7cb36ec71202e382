/// The names that actions have in JSON, and the fields that each may carry.
package enum ActionName: String, CaseIterable, Sendable {
    case key, type
    case mouseMove = "mouse_move"
    case leftClick = "left_click"
    case leftClickDrag = "left_click_drag"
    case rightClick = "right_click"
    case middleClick = "middle_click"
    case doubleClick = "double_click"
    case tripleClick = "triple_click"
    case scroll, hscroll, wait, answer, terminate
    case leftMouseDown = "left_mouse_down"
    case leftMouseUp = "left_mouse_up"

    /// The fields that the action may carry beside `action`.
    package var fields: [String] {
        switch self {
        case .key: ["keys", "text"]
        case .type, .answer: ["text"]
        case .mouseMove, .leftMouseDown, .leftMouseUp: ["coordinate"]
        case .leftClick, .rightClick, .middleClick, .doubleClick, .tripleClick: ["coordinate", "modifiers"]
        case .leftClickDrag: ["coordinate", "path", "modifiers"]
        case .scroll, .hscroll: ["pixels", "coordinate", "modifiers"]
        case .wait: ["time"]
        case .terminate: ["status"]
        }
    }

    /// All names, as an error lists them.
    package static var list: String { allCases.map(\.rawValue).joined(separator: ", ") }
}
