import Images
import Interaction
import JSON

/// The functions of Gemini's computer use, for desktops and for browsers.
struct GeminiActions {
    let picture: Size<ModelSpace>

    private static let clicks: [String: (MouseButton, Int)] = [
        "click": (.left, 1), "click_at": (.left, 1), "double_click": (.left, 2), "triple_click": (.left, 3),
        "middle_click": (.middle, 1), "right_click": (.right, 1),
    ]
    private static let known =
        clicks.keys.sorted() + [
            "mouse_down", "mouse_up", "move", "hover_at", "type", "type_text_at", "drag_and_drop", "wait",
            "wait_5_seconds", "press_key", "key_down", "key_up", "hotkey", "key_combination", "take_screenshot",
            "scroll",
            "scroll_at", "scroll_document",
        ]
    private static let browserMagnitude = 800.0
    private static let desktopMagnitude = 300.0

    private var space: PointSpace { PointSpace(unit: .perMille, picture: picture) }

    /// What the service wants a person to confirm.
    static func concerns(_ fields: CallArguments) -> [String] {
        guard let decision = fields["safety_decision"] else { return [] }
        let verdict = decision["decision"]?.string ?? decision.string ?? ""
        guard verdict == "require_confirmation" else { return [] }
        return [decision["explanation"]?.string ?? "no explanation was given"]
    }

    /// What a call means.
    func steps(_ fields: CallArguments) throws(ActionTextError) -> [AnswerStep] {
        func point() throws(ActionTextError) -> Point<ModelSpace> { try fields.point("x", "y", in: space) }
        if let (button, count) = Self.clicks[fields.name] {
            return [.action(.click(button, count: count, at: try point()))]
        }
        switch fields.name {
        case "mouse_down": return [.action(.mouseDown(.left, at: fields.has("x") ? try point() : nil))]
        case "mouse_up": return [.action(.mouseUp(.left, at: fields.has("x") ? try point() : nil))]
        case "move", "hover_at": return [.action(.mouseMove(try point()))]
        case "type": return try typing(fields, into: nil)
        case "type_text_at": return try typing(fields, into: try point())
        case "drag_and_drop":
            let start = fields.has("start_x") ? try fields.point("start_x", "start_y", in: space) : try point()
            let end =
                fields.has("end_x")
                ? try fields.point("end_x", "end_y", in: space)
                : try fields.point("destination_x", "destination_y", in: space)
            return [.action(.drag(.left, DragPath(from: start, end: end)))]
        case "wait": return [.action(.wait(try fields.duration("seconds") ?? .seconds(1)))]
        case "wait_5_seconds": return [.action(.wait(.seconds(5)))]
        case "press_key": return [.action(.key(try keys(fields, "key")))]
        case "key_down": return [.action(.keyDown(try keys(fields, "key")))]
        case "key_up": return [.action(.keyUp(try keys(fields, "key")))]
        case "hotkey", "key_combination": return [.action(.key(try keys(fields, "keys")))]
        case "take_screenshot": return [.query(.screenshot)]
        case "scroll": return [.action(try scroll(fields, at: fields.has("x") ? try point() : nil))]
        case "scroll_at": return [.action(try scroll(fields, at: try point()))]
        case "scroll_document":
            return [.action(try scroll(fields, at: try space.point(500, 500)))]
        default: throw .unknownAction(fields.name.shortened, known: Self.known.joined(separator: ", "))
        }
    }

    private func keys(_ fields: CallArguments, _ field: String) throws(ActionTextError) -> [Key] {
        let names = try fields.texts(fields.has(field) ? field : "key")
        guard !names.isEmpty else {
            throw .missingField(field, action: fields.name, expected: "keys such as Control+A")
        }
        return try KeyWords.keys(names, field: field)
    }

    private func typing(_ fields: CallArguments, into point: Point<ModelSpace>?) throws(ActionTextError) -> [AnswerStep]
    {
        let text = try fields.requiredText("text")
        let isEntered = fields["press_enter"]?.bool ?? false
        let typed = Action<ModelSpace>.type(isEntered ? text + "\n" : text)
        guard let point else { return [.action(typed)] }
        let isCleared = fields["clear_before_typing"]?.bool ?? true
        let clearing: [Action<ModelSpace>] =
            isCleared ? [.key([Key("ctrl"), Key("a")]), .key([Key("BackSpace")])] : []
        return [.actions([.click(.left, at: point)] + clearing + [typed])]
    }

    private func scroll(_ fields: CallArguments, at point: Point<ModelSpace>?) throws(ActionTextError) -> Action<
        ModelSpace
    > {
        let direction = try fields.requiredText("direction")
        let range = 0.0...100_000
        let field = fields.has("magnitude_in_pixels") ? "magnitude_in_pixels" : "magnitude"
        let usual = fields.name == "scroll" ? Self.desktopMagnitude : Self.browserMagnitude
        let magnitude = try fields.number(field, in: range) ?? usual
        guard let amount = ScrollAmount(direction: direction, notches: unit(direction).notches(magnitude)) else {
            throw .unsuitable(field: "direction", problem: "one of up, down, left, right is expected")
        }
        return .scroll(amount, at: point)
    }

    private func unit(_ direction: String) -> ScrollUnit {
        .grid(side: ["left", "right"].contains(direction.lowercased()) ? picture.width : picture.height)
    }

    /// The calls that mean an action; `nil` for an action without a function.
    func call(_ action: Action<ModelSpace>, isDesktop: Bool) -> String? {
        switch action {
        case .terminate(.success): return HostedCalls.written([], text: "Done.")
        case .terminate(.failure): return HostedCalls.written([], text: "[INFEASIBLE] It cannot be done.")
        case .answer(let text): return HostedCalls.written([], text: text)
        default: break
        }
        let calls = action.members.compactMap { isDesktop ? desktopCall($0) : browserCall($0) }
        guard calls.count == action.members.count else { return nil }
        return HostedCalls.written(calls.map { ($0.name, .written($0.fields)) })
    }

    private typealias Written = (name: String, fields: [(String, JSON)])

    private func place(_ point: Point<ModelSpace>, _ x: String = "x", _ y: String = "y") -> [(String, JSON)] {
        let numbers = space.numbers(for: point)
        return [(x, .count(numbers.x)), (y, .count(numbers.y))]
    }

    private func desktopCall(_ action: Action<ModelSpace>) -> Written? {
        switch action {
        case .click(let button, let count, let point?, []):
            let name = Self.clicks.first { $0.value == (button, count) && $0.key != "click_at" }?.key
            return name.map { ($0, place(point)) }
        case .mouseMove(let point, []): return ("move", place(point))
        case .mouseDown(.left, let point, []): return ("mouse_down", point.map { place($0) } ?? [])
        case .mouseUp(.left, let point, []): return ("mouse_up", point.map { place($0) } ?? [])
        case .drag(.left, let path, [], nil): return drag(path)
        case .type(let text): return ("type", [("text", .words(text))])
        case .key(let keys): return ("hotkey", [("keys", .items(keys.map { .words($0.written) }))])
        case .keyDown(let keys) where keys.count == 1: return ("key_down", [("key", .words(keys.written("+")))])
        case .keyUp(let keys) where keys.count == 1: return ("key_up", [("key", .words(keys.written("+")))])
        case .scroll(let amount, let point?, []): return scroll("scroll", amount, point, "magnitude_in_pixels")
        case .wait(let duration): return ("wait", [("seconds", .count(duration / .seconds(1)))])
        default: return nil
        }
    }

    private func browserCall(_ action: Action<ModelSpace>) -> Written? {
        switch action {
        case .click(.left, 1, let point?, []): return ("click_at", place(point))
        case .mouseMove(let point, []): return ("hover_at", place(point))
        case .drag(.left, let path, [], nil): return drag(path)
        case .key(let keys): return ("key_combination", [("keys", .words(keys.written("+")))])
        case .scroll(let amount, let point?, []): return scroll("scroll_at", amount, point, "magnitude")
        case .wait(.seconds(5)): return ("wait_5_seconds", [])
        default: return nil
        }
    }

    private func drag(_ path: DragPath<ModelSpace>) -> Written? {
        guard let start = path.start, path.waypoints.isEmpty else { return nil }
        return ("drag_and_drop", place(start) + place(path.end, "destination_x", "destination_y"))
    }

    private func scroll(
        _ name: String, _ amount: ScrollAmount, _ point: Point<ModelSpace>, _ magnitude: String
    ) -> Written? {
        amount.directed.map { direction, notches in
            let turn: [(String, JSON)] = [
                ("direction", .words(direction)), (magnitude, .count(unit(direction).amount(notches: notches))),
            ]
            return (name, place(point) + turn)
        }
    }
}
