import ArgumentParser
import Foundation
import Serving

/// `deskhand mcp`
struct MCPCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mcp",
        abstract: "Serves private desktops to a coding agent over the Model Context Protocol.",
        discussion: """
            A client starts it and speaks over standard input and output; in its configuration:
              {"mcpServers": {"deskhand": {"command": "deskhand", "args": ["mcp"]}}}
            Each desktop is recorded like any run; desktops end with the client, and when nobody uses them.
            Exit codes: 0 the client has gone, 64 misused.
            """)

    @Option(
        help: ArgumentHelp("The folder for the desktops' traces (default: where `run` keeps them).", valueName: "DIR"))
    var traces: String?

    @Option(help: ArgumentHelp("The gate's rules for every action.", valueName: "FILE"))
    var gate: String?

    @Option(help: ArgumentHelp("Maximum number of desktops at a time.", valueName: "N"))
    var desktops = 8

    @Option(help: ArgumentHelp("End a desktop that was not used for so many minutes.", valueName: "MINUTES"))
    var idle = 30

    @Flag(inversion: .prefixedNo, help: "Let a client start desktops without a sandbox.")
    var unsandboxed = true

    func validate() throws {
        guard (1...64).contains(desktops) else {
            throw ValidationError("--desktops: expected a number from 1 to 64, found \(desktops)")
        }
        guard (1...10080).contains(idle) else {
            throw ValidationError("--idle: expected minutes from 1 to 10080, found \(idle)")
        }
    }

    func run() async throws {
        do {
            let opener = ServedDesktops(traces: traces, gate: gate, allowsUnsandboxed: unsandboxed)
            try opener.check()
            let keeper = DesktopKeeper(maximum: desktops, idle: .seconds(60 * idle)) { request, name in
                try await opener.open(request, name)
            }
            await serve(keeper)
        } catch {
            throw ExitStatus(for: error).report(error)
        }
    }

    /// Speaks with the client until it closes our input.
    private func serve(_ keeper: DesktopKeeper) async {
        let writer = MCPLines.Writer(STDOUT_FILENO)
        let server = MCPServer(
            tools: DesktopTools(keeper).all, version: Deskhand.configuration.version,
            instructions: DesktopTools.instructions
        ) { writer.send($0) }
        await MCPLines.read(STDIN_FILENO) { message in
            switch message {
            case .success(let text): server.take(text)
            case .failure(let error): server.refuse(error)
            }
        }
        await server.stop()
        await keeper.stopAll()
    }
}
