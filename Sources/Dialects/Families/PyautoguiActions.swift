import Images
import Interaction
import JSON

/// Calls of pyautogui, and of OpenCUA's three functions, as actions.
struct PyautoguiActions {
    private let coordinates: AnswerCoordinates
    private let picture: Size<ModelSpace>

    /// For how long `computer.wait()` waits.
    private static let pause = Duration.seconds(20)
    private static let clicks: [String: (MouseButton, Int)] = [
        "click": (.left, 1), "leftclick": (.left, 1), "rightclick": (.right, 1), "middleclick": (.middle, 1),
        "doubleclick": (.left, 2), "tripleclick": (.left, 3), "triple_click": (.left, 3),
    ]
    private static let known = [
        "click", "rightClick", "middleClick", "doubleClick", "tripleClick", "moveTo", "dragTo", "scroll", "hscroll",
        "write", "press", "hotkey", "keyDown", "keyUp", "mouseDown", "mouseUp", "sleep", "computer.wait",
        "computer.terminate",
    ]
    private static let modules = ["pyautogui", "computer", "time", "pyperclip"]

    init(_ coordinates: AnswerCoordinates, _ picture: Size<ModelSpace>) {
        self.coordinates = coordinates
        self.picture = picture
    }

    private var space: PointSpace { PointSpace(unit: coordinates, picture: picture) }

    /// What a call means.
    func steps(_ call: CallExpression) throws(ActionTextError) -> [AnswerStep] {
        let parts = call.name.split(separator: ".").map(String.init)
        let name = parts.last?.lowercased() ?? ""
        guard parts.count < 2 || Self.modules.contains(parts[0].lowercased()) else { throw unknown(call) }
        if let (button, count) = Self.clicks[name] { return [try click(call, button, count)] }
        switch name {
        case "moveto", "move": return [.action(.mouseMove(try required(call)))]
        case "dragto":
            let time = (call["duration"] ?? call["", 2])?.number.flatMap { $0 > 0 && $0 <= 3600 ? $0 : nil }
            return [
                .action(
                    .drag(try button(call), DragPath(end: try required(call)), duration: time.map { .seconds($0) }))
            ]
        case "scroll", "vscroll": return [.action(try scroll(call, .vertical))]
        case "hscroll": return [.action(try scroll(call, .horizontal))]
        case "write", "typewrite":
            if case .list(let keys) = call["message"] ?? call["", 0] { return try press(keys.map(\.words), times: 1) }
            return [.action(.type(try text(call, "message")))]
        case "press": return try press(call)
        case "hotkey": return [.action(.key(try hotkey(call)))]
        case "keydown": return [.action(.keyDown([KeyWords.key(try text(call, "key"))]))]
        case "keyup": return [.action(.keyUp([KeyWords.key(try text(call, "key"))]))]
        case "mousedown": return [.action(.mouseDown(try button(call), at: try point(call)))]
        case "mouseup": return [.action(.mouseUp(try button(call), at: try point(call)))]
        case "sleep":
            guard let time = (call["seconds"] ?? call["", 0])?.number, (0...3600).contains(time) else {
                throw .unsuitable(field: "sleep", problem: "seconds from 0 to 3600 are expected")
            }
            return [.action(.wait(.seconds(time)))]
        case "wait": return [.action(.wait(Self.pause))]
        case "terminate": return [.end(try end(call))]
        default: throw unknown(call)
        }
    }

    private func unknown(_ call: CallExpression) -> ActionTextError {
        .unknownAction(call.name.shortened, known: Self.known.joined(separator: ", "))
    }

    private func click(_ call: CallExpression, _ usual: MouseButton, _ count: Int) throws(ActionTextError) -> AnswerStep
    {
        let times = (call["clicks"] ?? call["", 2])?.number ?? Double(count)
        guard let times = Int(exactly: times), (1...3).contains(times) else {
            throw .unsuitable(field: "clicks", problem: "a whole number from 1 to 3 is expected")
        }
        let button = call["button"] == nil ? usual : try button(call)
        return .action(.click(button, count: times, at: try point(call)))
    }

    private func button(_ call: CallExpression) throws(ActionTextError) -> MouseButton {
        guard let text = call.text("button") else { return .left }
        guard let button = MouseButton(rawValue: text.lowercased()), [.left, .middle, .right].contains(button) else {
            throw .unsuitable(field: "button", problem: "one of left, middle, right is expected")
        }
        return button
    }

    private func end(_ call: CallExpression) throws(ActionTextError) -> ModelEnd {
        let answer = call.text("answer", position: 1)
        switch call.text("status", position: 0)?.lowercased() {
        case "success": return .success(answer: answer)
        case "failure", "fail": return .failure(reason: answer ?? "the model gave up")
        default: throw .missingField("status", action: "computer.terminate", expected: "success or failure")
        }
    }

    private func text(_ call: CallExpression, _ name: String) throws(ActionTextError) -> String {
        guard case .text(let text) = call[name] ?? call["text"] ?? call["", 0] else {
            throw .missingField(name, action: call.name, expected: "a text in quotes")
        }
        return text
    }

    private func hotkey(_ call: CallExpression) throws(ActionTextError) -> [Key] {
        let words = call.arguments.filter { $0.name != "interval" }.flatMap { $0.value.texts ?? [] }
        guard !words.isEmpty, words.count <= 16 else {
            throw .unsuitable(field: "hotkey", problem: "1 to 16 keys are expected")
        }
        return words.count == 1 ? try KeyWords.chord(words[0], field: "hotkey") : words.map(KeyWords.key)
    }

    private func press(_ call: CallExpression) throws(ActionTextError) -> [AnswerStep] {
        guard let words = (call["keys"] ?? call["key"] ?? call["", 0])?.texts, !words.isEmpty else {
            throw .missingField("keys", action: "press", expected: "a key")
        }
        let times = (call["presses"] ?? call["", 1])?.number ?? 1
        guard let times = Int(exactly: times), (1...100).contains(times) else {
            throw .unsuitable(field: "presses", problem: "a whole number from 1 to 100 is expected")
        }
        return try press(words, times: times)
    }

    /// Each key by itself, the whole so many times.
    private func press(_ words: [String], times: Int) throws(ActionTextError) -> [AnswerStep] {
        guard words.count * times <= 100 else {
            throw .unsuitable(
                field: "keys", problem: "\(words.count * times) presses are more than one step holds; give up to 100")
        }
        let keys = Array(repeating: words, count: times).flatMap(\.self)
        return [.actions(keys.map { .key([KeyWords.key($0)]) })]
    }

    private func scroll(_ call: CallExpression, _ axis: Axis) throws(ActionTextError) -> Action<ModelSpace> {
        guard let clicks = (call["clicks"] ?? call["", 0])?.number, abs(clicks) <= 100_000 else {
            throw .missingField("clicks", action: call.name, expected: "a number")
        }
        // pyautogui counts to the right, the table of actions to the left.
        let notches = ScrollUnit.notches.notches(axis == .vertical ? clicks : -clicks)
        return .scroll(ScrollAmount(axis, notches, .notches), at: try point(call, at: 1))
    }

    /// The point of `x` and `y`, or of the arguments from `position` on; `nil` where there is none.
    private func point(_ call: CallExpression, at position: Int = 0) throws(ActionTextError) -> Point<ModelSpace>? {
        if case .list(let pair) = call["x"] ?? call["", position], pair.count == 2 {
            guard let x = pair[0].number, let y = pair[1].number else {
                throw .unsuitable(field: "x", problem: "two numbers are expected")
            }
            return try place(x, y)
        }
        guard let x = call["x"] ?? call["", position], let y = call["y"] ?? call["", position + 1] else { return nil }
        guard let x = x.number, let y = y.number else {
            throw .unsuitable(field: "x", problem: "two numbers are expected; code is read, not run")
        }
        return try place(x, y)
    }

    private func required(_ call: CallExpression) throws(ActionTextError) -> Point<ModelSpace> {
        guard let point = try point(call) else { throw .missingField("x", action: call.name, expected: "x and y") }
        return point
    }

    /// Models that answer in pixels sometimes give parts of the picture, which whole pixels never are.
    private func place(_ x: Double, _ y: Double) throws(ActionTextError) -> Point<ModelSpace> {
        let isRatio =
            coordinates == .pixels && (0...1).contains(x) && (0...1).contains(y)
            && (x != x.rounded() || y != y.rounded())
        return try (isRatio ? PointSpace(unit: .ratio, picture: picture) : space).point(x, y)
    }

    /// The code that means an action, and the language of its fence; `nil` for an action without a call.
    func code(_ action: Action<ModelSpace>) -> (fence: String, lines: String)? {
        let lines = action.members.compactMap(line)
        guard lines.count == action.members.count else { return nil }
        let isOwn = lines.contains { $0.hasPrefix("computer.") }
        return (isOwn ? "code" : "python", lines.joined(separator: "\n"))
    }

    private func line(_ action: Action<ModelSpace>) -> String? {
        func place(_ point: Point<ModelSpace>) -> String {
            let numbers = space.numbers(for: point)
            return coordinates == .ratio
                ? "x=\(numbers.x), y=\(numbers.y)" : "x=\(Int(numbers.x)), y=\(Int(numbers.y))"
        }
        func at(_ point: Point<ModelSpace>?) -> String { point.map(place) ?? "" }
        switch action {
        case .click(.left, 1, let point, []): return "pyautogui.click(\(at(point)))"
        case .click(.left, 2, let point, []): return "pyautogui.doubleClick(\(at(point)))"
        case .click(.left, 3, let point?, []): return "computer.triple_click(\(place(point)))"
        case .click(.right, 1, let point, []): return "pyautogui.rightClick(\(at(point)))"
        case .click(.middle, 1, let point, []): return "pyautogui.middleClick(\(at(point)))"
        case .mouseMove(let point, []): return "pyautogui.moveTo(\(place(point)))"
        case .drag(let button, let path, [], nil):
            guard path.waypoints.isEmpty, [.left, .middle, .right].contains(button) else { return nil }
            let drag = "pyautogui.dragTo(\(place(path.end)), button='\(button.rawValue)')"
            return path.start == nil ? drag : nil
        case .mouseDown(let button, let point, []) where [.left, .middle, .right].contains(button):
            return "pyautogui.mouseDown(\(point.map { place($0) + ", " } ?? "")button='\(button.rawValue)')"
        case .mouseUp(let button, let point, []) where [.left, .middle, .right].contains(button):
            return "pyautogui.mouseUp(\(point.map { place($0) + ", " } ?? "")button='\(button.rawValue)')"
        case .key(let keys) where keys.count == 1: return "pyautogui.press(keys='\(keys.written(""))')"
        case .key(let keys): return "pyautogui.hotkey(\(keys.map { "'\($0.written)'" }.joined(separator: ", ")))"
        case .keyDown(let keys) where keys.count == 1: return "pyautogui.keyDown('\(keys.written(""))')"
        case .keyUp(let keys) where keys.count == 1: return "pyautogui.keyUp('\(keys.written(""))')"
        case .type(let text): return "pyautogui.write(message=\(text.pythonQuoted))"
        case .scroll(let amount, let point, []):
            guard let (direction, notches) = amount.directed else { return nil }
            let name = ["up", "down"].contains(direction) ? "scroll" : "hscroll"
            let clicks = Int(["up", "right"].contains(direction) ? notches : -notches)
            return "pyautogui.\(name)(\(clicks)\(point.map { ", " + place($0) } ?? ""))"
        case .wait(Self.pause): return "computer.wait()"
        case .answer(let text): return "computer.terminate(status='success', answer=\(text.pythonQuoted))"
        case .terminate(let status): return "computer.terminate(status='\(status.rawValue)')"
        default: return nil
        }
    }
}
