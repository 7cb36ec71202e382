import Images
import Interaction

/// An action in the form that the computer-use tool of Qwen2.5-VL has, independent of how the code names it today.
package struct RecordedAction: Hashable, Codable, Sendable {
    package var action: String
    package var coordinate: [Double]?
    package var path: [[Double]]?
    package var keys: [String]?
    /// The keys that were held while the pointer acted.
    package var modifiers: [String]?
    package var text: String?
    package var pixels: Double?
    /// In seconds.
    package var time: Double?
    package var status: String?

    package init<Space>(_ action: Action<Space>) {
        self.action = RecordedAction.name(of: action)
        coordinate = action.point.map { [$0.x, $0.y] }
        modifiers = action.modifiers.isEmpty ? nil : action.modifiers.map(\.name)
        switch action {
        case .key(let keys): self.keys = keys.map(\.name)
        case .type(let text), .answer(let text): self.text = text
        case .leftClickDrag(_, let path, _): self.path = path.isEmpty ? nil : path.map { [$0.x, $0.y] }
        case .scroll(_, let pixels, _, _): self.pixels = pixels
        case .wait(let duration): time = duration / .seconds(1)
        case .terminate(let status): self.status = status.rawValue
        case .mouseMove, .click, .leftMouseDown, .leftMouseUp: break
        }
    }

    private static func name<Space>(of action: Action<Space>) -> String {
        switch action {
        case .key: "key"
        case .type: "type"
        case .mouseMove: "mouse_move"
        case .click(let click, _, _): click.rawValue
        case .leftClickDrag: "left_click_drag"
        case .leftMouseDown: "left_mouse_down"
        case .leftMouseUp: "left_mouse_up"
        case .scroll(let axis, _, _, _): axis.rawValue
        case .wait: "wait"
        case .answer: "answer"
        case .terminate: "terminate"
        }
    }

    /// The action as a hand takes it, or `nil` when the record is not one that this Deskhand knows.
    package func restored<Space>(in space: Space.Type = Space.self) -> Action<Space>? {
        let point: Point<Space>? = coordinate.flatMap(RecordedAction.point)
        let held = (modifiers ?? []).map { Key($0) }
        if let click = Click(rawValue: action) { return .click(click, at: point, modifiers: held) }
        if let axis = Axis(rawValue: action) {
            return pixels.map { .scroll(axis, pixels: $0, at: point, modifiers: held) }
        }
        switch action {
        case "key": return keys.map { .key($0.map { Key($0) }) }
        case "type": return text.map { .type($0) }
        case "mouse_move": return point.map { .mouseMove($0) }
        case "left_click_drag":
            return point.map {
                .leftClickDrag(to: $0, path: (path ?? []).compactMap(RecordedAction.point), modifiers: held)
            }
        case "left_mouse_down": return .leftMouseDown(at: point)
        case "left_mouse_up": return .leftMouseUp(at: point)
        case "wait": return time.map { .wait(.seconds($0)) }
        case "answer": return text.map { .answer($0) }
        case "terminate": return status.flatMap(Status.init(rawValue:)).map { .terminate($0) }
        default: return nil
        }
    }

    private static func point<Space>(_ numbers: [Double]) -> Point<Space>? {
        numbers.count == 2 ? Point(x: numbers[0], y: numbers[1]) : nil
    }
}

extension RecordedAction: CustomStringConvertible {
    /// In words, such as `left_click (20, 30)` or `type "hello"`.
    package var description: String {
        var words = [action]
        if let modifiers { words.insert(contentsOf: ["holding", modifiers.joined(separator: "+")], at: 1) }
        if let keys { words.append(keys.joined(separator: "+")) }
        if let text { words.append("\"\(text)\"") }
        if let pixels { words.append("\(plain(pixels)) px") }
        if let time { words.append("\(plain(time)) s") }
        if let status { words.append(status) }
        for point in path ?? [] { words.append("via \(tuple(point))") }
        if let coordinate { words.append(tuple(coordinate)) }
        return words.joined(separator: " ")
    }

    private func tuple(_ numbers: [Double]) -> String { "(" + numbers.map(plain).joined(separator: ", ") + ")" }

    private func plain(_ number: Double) -> String { Int(exactly: number).map { "\($0)" } ?? "\(number)" }
}
