import Images
import Interaction
import JSON
import Models

extension Dialect {
    /// OpenAI's tool `computer` of the Responses interface: several actions in one call, in pixels of the picture sent.
    package static let openAI = Dialect(
        name: "openai_computer",
        models: ["gpt-5.4", "gpt-5.5", "gpt-5.6", "gpt-5.7", "gpt-5.8", "gpt-5.9", "gpt-6"],
        system: { _ in OpenAITool.system }, words: { $0 },
        hosted: OpenAITool.hosted { _ in .written([("type", .words("computer"))]) },
        sizing: .within(side: 6000, pixels: 10_240_000), history: .conversation(pictures: 10, stretch: 5),
        reading: OpenAITool.read, call: OpenAITool.call)

    /// The same tool as `computer-use-preview` has it: one action in each call, and the size of the display in the entry.
    package static let openAIPreview = Dialect(
        name: "openai_preview", models: ["computer-use-preview"], system: { _ in OpenAITool.system }, words: { $0 },
        hosted: OpenAITool.hosted(members: [JSONMember("truncation", .words("auto"))]) { picture in
            .written([
                ("type", .words("computer_use_preview")), ("display_width", .count(Double(picture.width))),
                ("display_height", .count(Double(picture.height))), ("environment", .words("linux")),
            ])
        }, sizing: .within(side: 2048, pixels: 2_560_000), history: .conversation(pictures: 10, stretch: 5),
        reading: OpenAITool.read,
        call: { action, picture in action.members.count == 1 ? OpenAITool.call(action, picture) : nil })
}

/// OpenAI's computer tool.
private enum OpenAITool {
    static let system =
        "Operate the desktop with the computer tool until the task is done, then say so. If it cannot be done, answer with [INFEASIBLE] and the reason."
    private static let known = [
        "click", "double_click", "drag", "keypress", "move", "screenshot", "scroll", "type", "wait",
    ]
    /// For how long `wait` waits.
    private static let pause = Duration.seconds(2)

    static func hosted(
        members: [JSONMember] = [], _ entry: @escaping @Sendable (Size<ModelSpace>) -> JSON
    ) -> HostedTool {
        HostedTool(
            entries: { [entry($0)] }, members: members,
            resultMembers: { call, isConfirmed in
                let checks = (try? JSON(parsing: call.arguments))?["pending_safety_checks"]
                guard isConfirmed, let checks, checks.items?.isEmpty == false else { return [] }
                return [JSONMember("acknowledged_safety_checks", checks)]
            }, resultsHoldText: false)
    }

    @Sendable static func read(_ answer: String, _ picture: Size<ModelSpace>) throws -> ModelCalls {
        let space = PointSpace(unit: .pixels, picture: picture)
        var concerns: [String] = []
        var calls = try HostedCalls.read(answer) { call throws(ActionTextError) in
            let item = try CallArguments(call.name, call.arguments)
            concerns += (item["pending_safety_checks"]?.items ?? []).map(words)
            let actions = item["actions"]?.items ?? item["action"].map { [$0] } ?? []
            guard !actions.isEmpty else { throw .missingField("actions", action: "computer", expected: "an array") }
            var steps: [AnswerStep] = []
            for action in actions { steps.append(try step(action, in: space)) }
            return steps
        }
        calls.concerns = concerns
        return calls
    }

    /// A safety check in words.
    private static func words(_ check: JSON) -> String {
        [check["code"]?.string, check["message"]?.string].compactMap(\.self).joined(separator: ": ")
    }

    private static func step(_ json: JSON, in space: PointSpace) throws(ActionTextError) -> AnswerStep {
        let type = json["type"]?.string ?? ""
        let fields = try CallArguments(type, json)
        func point() throws(ActionTextError) -> Point<ModelSpace> { try fields.point("x", "y", in: space) }
        func held() throws(ActionTextError) -> [Key] {
            try KeyWords.modifiers(try fields.texts("keys"), field: "keys")
        }
        switch type {
        case "click": return .action(.click(try button(fields), at: try point(), modifiers: try held()))
        case "double_click": return .action(.click(.left, count: 2, at: try point(), modifiers: try held()))
        case "move": return .action(.mouseMove(try point(), modifiers: try held()))
        case "drag": return .action(.drag(.left, try path(json, in: space), modifiers: try held()))
        case "keypress": return .action(.key(try KeyWords.keys(try fields.texts("keys"), field: "keys")))
        case "type": return .action(.type(try fields.requiredText("text")))
        case "scroll":
            let limits = -100_000.0...100_000
            let (right, down) = (try fields.number("scroll_x", in: limits), try fields.number("scroll_y", in: limits))
            let amount = ScrollAmount(
                vertical: ScrollUnit.pagePixels.notches(-(down ?? 0)),
                horizontal: ScrollUnit.pagePixels.notches(-(right ?? 0)), .notches)
            return .action(.scroll(amount, at: fields.has("x") ? try point() : nil, modifiers: try held()))
        case "wait": return .action(.wait(pause))
        case "screenshot": return .query(.screenshot)
        default: throw .unknownAction(type.shortened, known: known.joined(separator: ", "))
        }
    }

    private static func button(_ fields: CallArguments) throws(ActionTextError) -> MouseButton {
        let name = try fields.text("button") ?? "left"
        guard let button = name == "wheel" ? .middle : MouseButton(rawValue: name) else {
            throw .unsuitable(field: "button", problem: "one of left, right, wheel, back, forward is expected")
        }
        return button
    }

    /// The path of a drag, whose points are objects or pairs.
    private static func path(_ json: JSON, in space: PointSpace) throws(ActionTextError) -> DragPath<ModelSpace> {
        var points: [Point<ModelSpace>] = []
        for item in json["path"]?.items ?? [] {
            let pair = item.items.flatMap(JSON.numbers)
            guard let x = item["x"]?.number ?? pair?.first, let y = item["y"]?.number ?? pair?.last else {
                throw .unsuitable(field: "path", problem: "points with x and y are expected")
            }
            points.append(try space.point(x, y))
        }
        guard points.count <= 10_000, let path = DragPath(through: points) else {
            throw .unsuitable(field: "path", problem: "2 to 10000 points are expected")
        }
        return path
    }

    @Sendable static func call(_ action: Action<ModelSpace>, _ picture: Size<ModelSpace>) -> String? {
        switch action {
        case .terminate(.success): return HostedCalls.written([], text: "Done.")
        case .terminate(.failure): return HostedCalls.written([], text: "[INFEASIBLE] It cannot be done.")
        case .answer(let text): return HostedCalls.written([], text: text)
        default: break
        }
        let actions = action.members.compactMap(json)
        guard actions.count == action.members.count else { return nil }
        let members = actions.count == 1 ? [("action", actions[0])] : [("actions", JSON.items(actions))]
        return HostedCalls.written([("computer", .written(members + [("pending_safety_checks", .items([]))]))])
    }

    private static func json(_ action: Action<ModelSpace>) -> JSON? {
        func object(
            _ type: String, at point: Point<ModelSpace>? = nil, _ more: [(String, JSON)] = [], keys: [Key] = []
        ) -> JSON {
            let place = point.map { [("x", JSON.count($0.x.rounded())), ("y", JSON.count($0.y.rounded()))] } ?? []
            let held = keys.isEmpty ? [] : [("keys", JSON.items(keys.map { .words($0.written.uppercased()) }))]
            return .written([("type", .words(type))] + place + more + held)
        }
        switch action {
        case .click(let button, 1, let point?, let keys):
            let name = button == .middle ? "wheel" : button.rawValue
            return object("click", at: point, [("button", .words(name))], keys: keys)
        case .click(.left, 2, let point?, let keys): return object("double_click", at: point, keys: keys)
        case .mouseMove(let point, let keys): return object("move", at: point, keys: keys)
        case .drag(.left, let path, let keys, nil):
            guard let start = path.start else { return nil }
            let points = ([start] + path.waypoints + [path.end]).map { point in
                JSON.written([("x", .count(point.x.rounded())), ("y", .count(point.y.rounded()))])
            }
            return object("drag", [("path", .items(points))], keys: keys)
        case .key(let keys): return object("keypress", [("keys", .items(keys.map { .words($0.written.uppercased()) }))])
        case .type(let text): return object("type", [("text", .words(text))])
        case .scroll(let amount, let point?, let keys):
            let (up, left) = amount.inNotches
            let unit = ScrollUnit.pagePixels
            return object(
                "scroll", at: point,
                [
                    ("scroll_x", .count(-unit.amount(notches: left))), ("scroll_y", .count(-unit.amount(notches: up))),
                ], keys: keys)
        case .wait(pause): return object("wait")
        default: return nil
        }
    }
}
