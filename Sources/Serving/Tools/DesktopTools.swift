import Agents
import Foundation
import Images
import Interaction
import JSON
import Sessions

/// The tools by which a client's model works on desktops.
package struct DesktopTools: Sendable {
    let keeper: DesktopKeeper
    /// Whose desktops the tools work on.
    let owner: DesktopOwner
    /// What is done with traces in folders that clients name.
    let traces: TraceWork
    /// The person's own display, where clients may work on that; `nil` where they may not.
    let live: String?

    /// - Parameters:
    ///   - live: the person's own display, where clients may work on that.
    ///   - traces: replays and compares traces.
    package init(_ keeper: DesktopKeeper, for owner: DesktopOwner, live: String? = nil, traces: TraceWork) {
        self.keeper = keeper
        self.live = live
        self.owner = owner
        self.traces = traces
    }

    /// All of them, in the order in which they are listed.
    package var all: [MCPTool] { sessions + seeing + acting + checking + files }

    static let desktop = MCPField("desktop", "string", "Which one, where there are several.")

    /// The desktop that a call is about.
    func desktop(of call: MCPCall) async throws -> ServedDesktop {
        try await keeper.desktop(try call.arguments.string("desktop"), of: owner)
    }

    /// The desktop that a call is about, for tools that are not for a person's own display: they start programs or open files.
    func privateDesktop(of call: MCPCall) async throws -> ServedDesktop {
        let desktop = try await desktop(of: call)
        guard !desktop.isLive else {
            throw DesktopKeeper.Failure(
                description: "\(desktop.name) is a person's own display; programs and files are for private desktops")
        }
        return desktop
    }

    /// What is told to the client's model on the whole.
    package static let instructions = """
        Private Linux desktops on a virtual screen. start_desktop with the programs to test, see what is there with elements \
        (cheap) or screenshot, act by names ("the Save button"), by element numbers or by pixels of the screen, and prove \
        results with check. Every acting tool waits until the screen is settled and answers with what changed.
        """
}

extension DesktopTools {
    /// Tools that start, list and stop desktops, and programs on them.
    var sessions: [MCPTool] { [start, stop, list, launch] }

    private var start: MCPTool {
        let onLive = live.map {
            MCPField("live", "boolean", "Use the person's own display \($0) as it is, instead of a private desktop.")
        }
        return MCPTool(
            name: "start_desktop", title: "Start a desktop",
            description: """
                Starts a private desktop on a virtual screen, with a home folder of its own, and programs on it. Answers with its \
                name and its elements.
                """, effect: .acts,
            fields: [onLive].compactMap(\.self) + [
                MCPField("programs", "array", "Command lines, such as \"mousepad notes.txt\".", items: "string"),
                MCPField(
                    "files", "array",
                    "Paths of files and folders to copy into the desktop's home, where programs start.",
                    items: "string"),
                MCPField("width", "integer", "Of the screen, in pixels (default 1280)."),
                MCPField("height", "integer", "Of the screen, in pixels (default 800)."),
                MCPField(
                    "sandbox", "boolean",
                    "Keep programs from the network and from files outside (default true; false needs a program that must have them)."
                ),
                MCPField(
                    "environment",
                    .object([
                        "type": .text("object"), "additionalProperties": .object(["type": .text("string")]),
                        "description": .text("Environment variables of the programs."),
                    ])),
            ], output: Self.desktopSchema
        ) { call in
            let request = try Self.request(call.arguments)
            let desktop = try await call.telling("starting a desktop") { try await keeper.start(request, for: owner) }
            do {
                let result = try await Self.description(of: desktop)
                try Task.checkCancellation()
                return result
            } catch {
                // Its client will not learn its name.
                _ = await keeper.stop(desktop)
                throw error
            }
        }
    }

    private static func description(of desktop: ServedDesktop) async throws -> MCPResult {
        let screen = try await desktop.look()
        let list = try await desktop.elements(on: screen, isReading: nil)
        let size = screen.screenshot.screen
        return MCPResult(
            "desktop \(desktop.name), \(size.width)x\(size.height)\n"
                + (await desktop.text(of: list, on: screen, isWhole: true)),
            structure: .object([
                "desktop": .text(desktop.name), "width": .integer(size.width), "height": .integer(size.height),
                "home": desktop.isLive ? nil : .text(desktop.session.home.path), "trace": .text(desktop.trace.path),
            ]))
    }

    private static let desktopSchema = JSON.object([
        "type": .text("object"),
        "properties": .object([
            "desktop": .object(["type": .text("string")]), "width": .object(["type": .text("integer")]),
            "height": .object(["type": .text("integer")]), "home": .object(["type": .text("string")]),
            "trace": .object(["type": .text("string")]),
        ]), "required": .list([.text("desktop"), .text("width"), .text("height")]),
    ])

    /// Pixels of a screen: an 8K one has as many.
    private static let maximumPixels = 7680 * 4320

    private static func request(_ arguments: JSONFields) throws -> DesktopRequest {
        var request = DesktopRequest()
        request.isLive = try arguments.boolean("live") ?? false
        guard !request.isLive || arguments.names == ["live"] else {
            throw arguments.fault(at: "live", "a person's own display is used as it is; leave the other arguments out")
        }
        let sides = 64...16384
        let expected = "a number of pixels from 64 to 16384"
        request.size = Size(
            width: try arguments.integer("width", in: sides, expected: expected) ?? request.size.width,
            height: try arguments.integer("height", in: sides, expected: expected) ?? request.size.height)
        guard request.size.width * request.size.height <= maximumPixels else {
            throw arguments.fault(at: "width", "expected at most \(maximumPixels) pixels in all")
        }
        request.programs = try arguments.strings("programs") ?? []
        request.files = try arguments.strings("files") ?? []
        request.isSandboxed = try arguments.boolean("sandbox") ?? true
        if let variables = arguments["environment"] {
            guard let members = variables.members else {
                throw arguments.mismatch("environment", variables, "an object of strings")
            }
            for member in members {
                guard let value = member.value.string else {
                    throw arguments.fault(at: "environment", "'\(member.name)' is not a string")
                }
                request.variables[member.name] = value
            }
        }
        return request
    }

    private var stop: MCPTool {
        MCPTool(
            name: "stop_desktop", title: "Stop a desktop",
            description: "Ends a desktop: its programs and its home. Its trace stays.", effect: .acts,
            fields: [Self.desktop]
        ) { call in
            let desktop = try await desktop(of: call)
            let end = await keeper.stop(desktop)
            return MCPResult("\(desktop.name) is stopped (\(end)); its trace is \(desktop.trace.path)")
        }
    }

    private var list: MCPTool {
        MCPTool(
            name: "list_desktops", title: "List desktops",
            description: "The desktops that are there, with their windows.",
            effect: .reads, fields: []
        ) { _ in
            var lines: [String] = []
            for desktop in await keeper.all(of: owner) {
                do {
                    let windows = try await desktop.look().windows.filter { !$0.isPopup }
                    lines.append("\(desktop.name): " + windows.map { "\"\($0.title)\"" }.joined(separator: ", "))
                } catch let error as CancellationError {
                    throw error
                } catch {
                    lines.append("\(desktop.name): \(error)")
                }
            }
            guard owner != .knower else {
                return MCPResult("a desktop is known by the name that start_desktop gave; there is no list of them")
            }
            return MCPResult(lines.isEmpty ? "no desktop is running" : lines.joined(separator: "\n"))
        }
    }

    private var launch: MCPTool {
        MCPTool(
            name: "launch", title: "Start a program",
            description: "Starts a program on a desktop, and answers with what changed.", effect: .acts,
            fields: [
                MCPField("command", "string", "The command line, as in a shell, without pipes.", isRequired: true),
                Self.desktop, Self.picture,
            ]
        ) { call in
            _ = try call.arguments.boolean("screenshot")
            let desktop = try await privateDesktop(of: call)
            let command = try CommandWords.split(
                try call.arguments.string("command") ?? "", isOfPerson: true)
            let program = try await desktop.launch(command)
            let ended = try await call.telling("starting \(command[0])") {
                try await desktop.settleAfterLaunch(of: program)
            }
            let words = ended.map { "\(command[0]) has ended \($0.words)\(program.lastWords)" }
            var result = try await changes(on: desktop, call, words ?? "started \(command[0])")
            result.isFailure = ended.map { $0 != .exited(status: 0) } ?? false
            return result
        }
    }
}

extension Program {
    /// The end of what it printed, for a message about its end; empty where it printed nothing.
    var lastWords: String {
        let words = lastOutput
        return words.isEmpty ? "" : ": \(words)"
    }
}
