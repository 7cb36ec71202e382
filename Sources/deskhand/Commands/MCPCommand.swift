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
            With --http it serves many clients at http://ADDRESS:PORT/mcp until it is stopped by a signal.
            Each desktop is recorded like any run; desktops end with the client, and when nobody uses them.
            With --display and --gate a client may also work on a live display, where ctrl+alt+Escape ends everything.
            Exit codes: 0 the client has gone or a signal came, 2 it cannot listen, 64 misused.
            """)

    @Option(
        defaultAsFlag: "127.0.0.1:7300",
        help: ArgumentHelp(
            "Serve over streamable HTTP at this address (127.0.0.1:7300 where none is given; port 0 for a free one).",
            valueName: "ADDRESS:PORT"))
    var http: String?

    @OptionGroup var access: AccessOptions

    @Option(
        help: ArgumentHelp("The folder for the desktops' traces (default: where `run` keeps them).", valueName: "DIR"))
    var traces: String?

    @Option(help: ArgumentHelp("The gate's rules for every action.", valueName: "FILE"))
    var gate: String?

    @Option(
        help: ArgumentHelp(
            "Let a client work on this live display, too; needs --gate, and over HTTP a token.", valueName: ":N"))
    var display: String?

    @Option(help: ArgumentHelp("Maximum number of desktops at a time.", valueName: "N"))
    var desktops = 8

    @Option(help: ArgumentHelp("End a desktop that was not used for so many minutes.", valueName: "MINUTES"))
    var idle = 30.0

    @Flag(inversion: .prefixedNo, help: "Let a client start desktops without a sandbox.")
    var unsandboxed = true

    func validate() throws {
        guard display == nil || gate != nil else {
            throw ValidationError("--display: a live display is given to clients only with rules, by --gate FILE")
        }
        guard (1...64).contains(desktops) else {
            throw ValidationError("--desktops: expected a number from 1 to 64, found \(desktops)")
        }
        guard (0.01...10080).contains(idle) else {
            throw ValidationError("--idle: expected minutes from 0.01 to 10080, found \(idle)")
        }
    }

    func run() async throws {
        ServerMemory.bound(returnsBuffers: true)
        let listening = try listening
        // Whoever reaches a port may be another user of this machine, who must not get at our files.
        let isTrusted = listening?.access.hasToken ?? true
        guard display == nil || isTrusted else {
            throw ValidationError("--display: over HTTP set a token, by --token-file or DESKHAND_TOKEN")
        }
        do {
            let opener = ServedDesktops(
                traces: traces, gate: gate, allowsUnsandboxed: unsandboxed && isTrusted, allowsFiles: isTrusted,
                live: display)
            try opener.check()
            let keeper = DesktopKeeper(maximum: desktops, idle: .seconds(60 * idle)) { request, name in
                try await opener.open(request, name)
            }
            let tools: @Sendable (DesktopOwner) -> [MCPTool] = { owner in
                DesktopTools(keeper, for: owner, live: display, traces: opener).all
            }
            if let listening {
                try await serve(keeper, tools, at: listening.address, listening.access)
            } else {
                try await ServerRun.untilSignal { await serve(keeper, tools(.session(""))) }
            }
        } catch {
            throw ExitStatus(for: error).report(error)
        }
    }

    /// Where and to whom it is served over HTTP.
    private var listening: (address: ServerAddress, access: HTTPAccess)? {
        get throws {
            guard let http else { return nil }
            guard let address = ServerAddress(http) else {
                throw ValidationError("--http: expected ADDRESS:PORT, found '\(http)'")
            }
            return (address, try access.access(at: address))
        }
    }

    /// Serves clients over HTTP until a signal.
    private func serve(
        _ keeper: DesktopKeeper, _ tools: @escaping @Sendable (DesktopOwner) -> [MCPTool], at address: ServerAddress,
        _ access: HTTPAccess
    ) async throws {
        let service = MCPOverHTTP(
            keeper: keeper, version: Deskhand.configuration.version, idle: .seconds(60 * idle), tools: tools)
        try await ServerRun.untilSignal {
            try await service.run(at: address, access: access) { port in
                StandardOutput.stream("http://\(ServerAddress(host: address.host, port: port))/mcp\n")
            }
        }
    }

    /// Speaks with the client until it closes our input.
    private func serve(_ keeper: DesktopKeeper, _ tools: [MCPTool]) async {
        let writer = MCPLines.Writer(STDOUT_FILENO)
        let server = MCPServer(
            tools: tools, version: Deskhand.configuration.version, instructions: DesktopTools.instructions
        ) { writer.send($0) }
        await MCPLines.read(STDIN_FILENO) { message in
            switch message {
            case .success(let text): server.take(text)
            case .failure(let error): server.refuse(error)
            }
        }
        await server.stop()
        await keeper.stopAll()
        await writer.finish()
    }
}
