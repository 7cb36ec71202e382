import Agents
import Grounders
import Images
import Interaction
import JSON

extension DesktopTools {
    /// Tools that only look.
    var seeing: [MCPTool] { [elements, screenshot, find, windows] }

    private var elements: MCPTool {
        MCPTool(
            name: "elements", title: "List elements",
            description: """
                What can be pointed at, as text: roles, numbers, names, states, values. The cheap way to see. After the first time \
                only what changed since: - gone, + new, ~ changed.
                """, effect: .reads,
            fields: [
                MCPField("whole", "boolean", "The whole list, not only what changed."),
                MCPField(
                    "read_text", "boolean",
                    "Read text on the screen as well (default: where the programs tell nothing of themselves)."),
                MCPField("hidden", "boolean", "List also what is there but does not show, with the reason."),
                Self.desktop,
            ]
        ) { call in
            let desktop = try await desktop(of: call)
            let screen = try await desktop.look()
            let list = try await desktop.elements(on: screen, isReading: try call.arguments.boolean("read_text"))
            var text = await desktop.text(of: list, on: screen, isWhole: try call.arguments.boolean("whole") ?? false)
            if try call.arguments.boolean("hidden") == true {
                text += "\nhidden:\n"
                text += list.hidden.map { "\($0.element.role.name) \($0.element.name): \($0.reason.rawValue)" }
                    .joined(separator: "\n")
            }
            return MCPResult(([text] + list.notes).joined(separator: "\n"))
        }
    }

    private var screenshot: MCPTool {
        MCPTool(
            name: "screenshot", title: "Take a screenshot",
            description: """
                A picture of the screen, of a region at full resolution, or of what changed since the last one. Its size is \
                stated; coordinates are always pixels of the whole screen.
                """, effect: .reads,
            fields: [
                MCPField("region", "array", "Only this part: x, y, width, height.", items: "integer"),
                MCPField("changed", "boolean", "Only the part that changed since the last screenshot."),
                MCPField("pointer", "boolean", "Draw the pointer (default true)."), Self.desktop,
            ]
        ) { call in
            let desktop = try await desktop(of: call)
            let screen = try await desktop.look(drawingPointer: try call.arguments.boolean("pointer") ?? true)
            let region = try Self.region(call.arguments)
            let change = await desktop.changes(showing: screen.screenshot.image)
            guard try call.arguments.boolean("changed") == true, let change else {
                return try Self.picture(of: screen, region: region)
            }
            guard let bounds = change.bounds else { return MCPResult("nothing has changed since the last screenshot") }
            return try Self.picture(of: screen, region: region ?? bounds)
        }
    }

    /// A screen, or a part of it, with words that say which.
    static func picture(of screen: ScreenState, region: Box<ImageSpace>? = nil) throws -> MCPResult {
        var image = screen.screenshot.image
        var words = "the screen, \(image.width)x\(image.height) pixels"
        if let region {
            guard let part = image.cropped(to: region) else {
                throw DesktopKeeper.Failure(
                    description: "the region is not on the screen, which is \(image.width)x\(image.height)")
            }
            image = part
            words = """
                \(part.width)x\(part.height) pixels of the screen from \(Int(max(0, region.x))),\(Int(max(0, region.y))); add these to \
                coordinates in the picture
                """
        }
        var result = MCPResult(words + "; pointer at \(screen.pointer.pixel.x),\(screen.pointer.pixel.y)")
        result.parts.append(.picture(try image.png()))
        return result
    }

    private static func region(_ arguments: JSONFields) throws -> Box<ImageSpace>? {
        guard let json = arguments["region"] else { return nil }
        let numbers = (json.items ?? []).compactMap(\.integer)
        guard numbers.count == 4, json.items?.count == 4, numbers[2] > 0, numbers[3] > 0 else {
            throw arguments.mismatch("region", json, "an array of x, y, width and height")
        }
        return Box(x: numbers[0], y: numbers[1], width: numbers[2], height: numbers[3])
    }

    private var find: MCPTool {
        MCPTool(
            name: "find", title: "Find a target",
            description: "Where something is that is named in words, without acting on it.", effect: .reads,
            fields: [Self.target(isRequired: true), Self.desktop],
            output: .object([
                "type": .text("object"),
                "properties": .object([
                    "found": .object(["type": .text("boolean")]), "x": .object(["type": .text("integer")]),
                    "y": .object(["type": .text("integer")]), "rule": .object(["type": .text("string")]),
                ]), "required": .list([.text("found")]),
            ])
        ) { call in
            let desktop = try await desktop(of: call)
            let target = try Target(json: try call.arguments.required("target", expected: "a target"))
            let screen = try await desktop.look()
            let resolver = ElementResolver(TargetResolver(icons: IconGrounder()))
            guard let found = try await resolver.resolve(target, on: screen) else {
                let contents = await resolver.contents(of: screen, instead: target)
                return MCPResult(
                    "\(target) is not on the screen; \(contents)", structure: .object(["found": .bool(false)]))
            }
            let candidate = found.candidates[found.chosen]
            let place = Point<ModelSpace>(x: candidate.point.x, y: candidate.point.y)
            let point = try screen.screenshot.frame.screenPoint(place).point.pixel
            return MCPResult(
                "'\(candidate.text)' at \(point.x),\(point.y), by the rule \(found.rule), found by \(found.grounder)",
                structure: .object([
                    "found": .bool(true), "x": .integer(point.x), "y": .integer(point.y), "rule": .text(found.rule),
                ]))
        }
    }

    /// A field that names a target in words or as an object.
    static func target(isRequired: Bool = false) -> MCPField {
        MCPField(
            "target",
            .object([
                "type": .list([.text("string"), .text("object")]),
                "description": .text(
                    isRequired
                        ? "What is meant, in words such as Save, \"the Save button\" or \"field 'Name'\", or as {\"role\",\"name\",\"state\":{\"enabled\":true},\"value\",\"in_window\",\"nth\",\"below\",\"right_of\"}."
                        : "What is meant, as for find."),
            ]), isRequired: isRequired)
    }

    private var windows: MCPTool {
        MCPTool(
            name: "list_windows", title: "List windows",
            description: "The windows of a desktop, the uppermost first, with title, program and place.",
            effect: .reads,
            fields: [Self.desktop]
        ) { call in
            let windows = try await desktop(of: call).look().windows
            let lines = windows.map { window in
                let state = window.isMinimised ? ", minimised" : window.isActive ? ", active" : ""
                let box = window.frame
                let place = "\(Int(box.width))x\(Int(box.height))+\(Int(box.x))+\(Int(box.y))"
                return """
                    "\(window.title)" (\(window.program ?? window.className)) \
                    \(place)\(state)
                    """
            }
            return MCPResult(lines.isEmpty ? "there is no window" : lines.joined(separator: "\n"))
        }
    }
}
