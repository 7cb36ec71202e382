import Agents
import Images
import Interaction
import JSON
import Policies
import Sessions

extension DesktopTools {
    /// Tools that move pointer and keys.
    var acting: [MCPTool] { [act, click, type, press, scroll, drag, steps] }

    static let picture = MCPField("screenshot", "boolean", "Answer with a picture as well.")
    private static let element = MCPField(
        "element", "integer", "The number of an element, as elements lists it, in place of a target.")
    private static let coordinate = MCPField(
        "coordinate", "array", "x and y in pixels of the screen, in place of a target.", items: "integer")
    private static let modifiers = MCPField(
        "modifiers", "array", "Held meanwhile: ctrl, shift, alt, super.", items: "string")
    private static var place: [MCPField] { [target(), element, coordinate] }
    private static let rest = [picture, desktop]

    /// Actions that end the run of a policy, which a client's calls are not.
    private static let endings = ["answer", "terminate"]

    private var act: MCPTool {
        let kinds = ActionKind.all.filter { !Self.endings.contains($0.name.rawValue) }
        let actions = kinds.map { kind in
            let fields = kind.fields.map(\.name).joined(separator: ", ")
            return "\(kind.name.rawValue)(\(fields))"
        }
        var tool = MCPTool(
            name: "act", title: "Act",
            description: "Any action, with its fields beside `action`: " + actions.joined(separator: ", "),
            effect: .acts,
            fields: [
                MCPField(
                    "action",
                    .object([
                        "type": .text("string"),
                        "enum": .list(kinds.map { .text($0.name.rawValue) }),
                    ]), isRequired: true)
            ] + Self.place + Self.rest
        ) { call in
            if let name = call.arguments["action"]?.string, Self.endings.contains(name) {
                throw call.arguments.fault(
                    at: "action", "'\(name)' ends a run of a policy; use stop_desktop to end the desktop")
            }
            let own = ["element", "screenshot", "desktop"]
            let members = call.arguments.names.filter { !own.contains($0) }.compactMap { name in
                call.arguments[name].map { JSONMember(name, $0) }
            }
            return try await act(call, members)
        }
        tool.isOpen = true
        return tool
    }

    private var click: MCPTool {
        MCPTool(
            name: "click", title: "Click", description: "Clicks a target, an element by its number, or a place.",
            effect: .acts,
            fields: Self.place + [
                MCPField("button", "string", "left (default), right, middle, back or forward."),
                MCPField("count", "integer", "1 (default), 2 or 3."), Self.modifiers,
            ] + Self.rest
        ) { call in
            try await act(call, [JSONMember("action", .text("click"))] + call.members("button", "count", "modifiers"))
        }
    }

    private var type: MCPTool {
        MCPTool(
            name: "type", title: "Type text",
            description:
                "Types text where the focus is, or into a target that is clicked first. A line feed is Return.",
            effect: .acts,
            fields: [
                MCPField("text", "string", "What to type.", isRequired: true),
                MCPField("clear", "boolean", "Select all that is in the field first, so that the text replaces it."),
            ] + Self.place + Self.rest
        ) { call in
            var script = Script(steps: [])
            if try await place(call) != nil || call.arguments.has("target") {
                script.steps += try await read(call, [JSONMember("action", .text("left_click"))])
            }
            if try call.arguments.boolean("clear") == true { script.steps.append(.act(.key([Key("ctrl"), Key("a")]))) }
            script.steps.append(.act(.type(try call.arguments.string("text") ?? "")))
            return try await run(script, call)
        }
    }

    private var press: MCPTool {
        MCPTool(
            name: "press_key", title: "Press keys", description: "Presses a chord, such as ctrl and s, or Return.",
            effect: .acts,
            fields: [
                MCPField(
                    "keys", "array", "Names as X11 and xdotool have them, pressed together.", isRequired: true,
                    items: "string")
            ] + Self.rest
        ) { call in
            try await act(call, [JSONMember("action", .text("key"))] + call.members("keys"))
        }
    }

    private var scroll: MCPTool {
        MCPTool(
            name: "scroll", title: "Scroll", description: "Turns the wheel over a target or a place.", effect: .acts,
            fields: [
                MCPField("direction", "string", "up, down, left or right.", isRequired: true),
                MCPField("notches", "integer", "Of the wheel (default 3)."),
            ] + Self.place + Self.rest
        ) { call in
            let direction = try call.arguments.string("direction") ?? ""
            let amount = try call.arguments.integer("notches", in: 1...100, expected: "from 1 to 100") ?? 3
            guard let (name, sign) = Self.directions[direction] else {
                throw call.arguments.fault(at: "direction", "expected up, down, left or right, found '\(direction)'")
            }
            return try await act(
                call, [JSONMember("action", .text(name)), JSONMember("notches", .integer(sign * amount))])
        }
    }

    /// The wheel's action and the sign of its amount, which counts up and to the right.
    private static let directions = [
        "up": ("scroll", 1), "down": ("scroll", -1), "right": ("hscroll", 1), "left": ("hscroll", -1),
    ]

    private var drag: MCPTool {
        MCPTool(
            name: "drag", title: "Drag", description: "Drags along a path of points, with a button held.",
            effect: .acts,
            fields: [
                MCPField(
                    "path",
                    .object([
                        "type": .text("array"), "description": .text("Points [x, y] in pixels of the screen."),
                        "items": .object(["type": .text("array"), "items": .object(["type": .text("integer")])]),
                    ]), isRequired: true),
                MCPField("button", "string", "left (default), middle or right."), Self.modifiers,
            ] + Self.rest
        ) { call in
            try await act(call, [JSONMember("action", .text("drag"))] + call.members("path", "button", "modifiers"))
        }
    }

    private var steps: MCPTool {
        MCPTool(
            name: "run_steps", title: "Run steps",
            description: """
                Several steps in plain words in one call, such as: click "Open", type "a.txt" into "Name", press Return, wait for \
                "Done", check "Total" is there. It stops at the first that fails, and names it.
                """, effect: .acts,
            fields: [MCPField("steps", "string", "The steps, joined by commas, 'and' or line ends.", isRequired: true)]
                + Self.rest
        ) { call in
            let steps = try PlainSteps(parsing: try call.arguments.string("steps") ?? "")
            let desktop = try await steps.commands.isEmpty ? desktop(of: call) : privateDesktop(of: call)
            for command in steps.commands {
                let program = try await desktop.launch(command)
                let ended = try await call.telling("starting \(command[0])") {
                    try await desktop.settleAfterLaunch(of: program)
                }
                guard let ended, ended != .exited(status: 0) else { continue }
                throw DesktopKeeper.Failure(
                    description: "\(command[0]) has ended \(ended.words)\(program.lastWords)")
            }
            return try await run(steps.script, call)
        }
    }

    /// Carries one action out, at the place that the call names.
    private func act(_ call: MCPCall, _ members: [JSONMember]) async throws -> MCPResult {
        try await run(Script(steps: try await read(call, members)), call)
    }

    /// The steps of an action, with the place of the call.
    private func read(_ call: MCPCall, _ members: [JSONMember]) async throws -> [ScriptStep] {
        let others = ["coordinate", "target"].filter { call.arguments[$0] != nil }
        if call.arguments["element"] != nil, let other = others.first {
            throw call.arguments.fault(at: "element", "it is in place of \(other); give one of them")
        }
        var members = members
        for name in ["coordinate", "target"] where !members.contains(where: { $0.name == name }) {
            if let value = call.arguments[name] { members.append(JSONMember(name, value)) }
        }
        if let point = try await place(call), call.arguments["element"] != nil {
            members.append(JSONMember("coordinate", .list([.number(point.x), .number(point.y)])))
        }
        return try ScriptStep.action(JSONFields(JSON(.object(members))))
    }

    /// The place of the element that a call names by its number, or the coordinate.
    private func place(_ call: MCPCall) async throws -> Point<ScreenSpace>? {
        if let number = try call.arguments.integer("element", in: 0...Int.max, expected: "an element's number") {
            return try await desktop(of: call).place(ofElement: number)
        }
        let numbers = call.arguments["coordinate"]?.items?.compactMap(\.number) ?? []
        return numbers.count == 2 ? Point(x: numbers[0], y: numbers[1]) : nil
    }

    /// Runs a script and answers with what became of it and of the screen.
    func run(_ script: Script, _ call: MCPCall) async throws -> MCPResult {
        // What is wrong with the call is found before anything is done.
        _ = try call.arguments.boolean("screenshot")
        let desktop = try await desktop(of: call)
        let ending = try await call.telling("acting") { try await desktop.run(script) }
        var lines = ending.assertions.map { "\($0.holds ? "holds" : "FAILS"): \($0.claim); \($0.detail)" }
        var isFailure = false
        switch ending.outcome {
        case .success(let answer): lines += [answer].compactMap(\.self)
        case .failure(let reason), .infeasible(let reason), .refusal(let reason), .safetyStop(let reason),
            .outsidePlan(let reason), .stuck(let reason):
            isFailure = true
            lines.append("failed: \(reason)")
        }
        var result = try await changes(on: desktop, call, lines.joined(separator: "\n"))
        result.isFailure = isFailure
        return result
    }

    /// What has changed on a desktop since the client was told of it last, after `words`.
    func changes(on desktop: ServedDesktop, _ call: MCPCall, _ words: String) async throws -> MCPResult {
        let screen = try await desktop.look()
        let list = try await desktop.elements(on: screen, isReading: nil)
        let text = await desktop.text(of: list, on: screen, isWhole: false)
        var result = MCPResult([words, text].filter { !$0.isEmpty }.joined(separator: "\n"))
        if try call.arguments.boolean("screenshot") == true {
            let shown = try await desktop.look(drawingPointer: true)
            _ = await desktop.changes(showing: shown.screenshot.image)
            result.parts += try Self.picture(of: shown).parts
        }
        return result
    }
}

extension MCPCall {
    /// The arguments of these names that were given.
    func members(_ names: String...) -> [JSONMember] {
        names.compactMap { name in arguments[name].map { JSONMember(name, $0) } }
    }
}
