import Foundation
import JSON
import TestInputs
import Testing

/// `deskhand mcp --http`, spoken to as clients do.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct MCPOverHTTPTests {
    @Test func `two clients have their own desktops, which end with the server`() throws {
        try withFolder { folder in
            let server = try ServedProgram(
                ["mcp", "--http", "127.0.0.1:0", "--traces", folder, "--desktops", "1"], environment: ["TMPDIR": folder]
            )
            let first = try Client(port: server.port)
            let start = try first.call("start_desktop", "{}")
            #expect(start["structuredContent"]?["desktop"]?.string == "d1", "\(start.text)")
            #expect(sessions(in: folder).count == 1)
            let second = try Client(port: server.port)
            #expect(text(try second.call("list_desktops", "{}")) == "no desktop is running")
            #expect(text(try second.call("elements", #"{"desktop":"d1"}"#)).contains("unknown desktop 'd1'"))
            #expect(text(try second.call("start_desktop", "{}")).contains("1 desktops already"))
            for (tool, arguments) in [
                ("start_desktop", #"{"files":["/etc/passwd"]}"#), ("start_desktop", #"{"sandbox":false}"#),
                ("replay_trace", #"{"trace":"\#(folder)"}"#),
                ("diff_traces", #"{"one":"\#(folder)","other":"\#(folder)"}"#),
            ] {
                _ = try first.call("stop_desktop", "{}")
                let refused = try second.call(tool, arguments)
                #expect(text(refused).contains("token") && refused["isError"]?.bool == true, "\(refused.text)")
            }
            _ = try second.call("start_desktop", "{}")
            #expect(server.end() == 0)
            #expect(eventually { sessions(in: folder).isEmpty })
        }
    }

    @Test(arguments: [
        ["--http", "0.0.0.0:0"], ["--http", "nonsense"], ["--http", "[::]:0"],
        ["--token-file", "/nonexistent", "--http"],
    ])
    func `a server that others could reach without a token is not started`(arguments: [String]) throws {
        let refused = try Deskhand(["mcp"] + arguments)
        #expect(refused.status == 64, "\(refused.errors)")
    }

    @Test func `the publisher's client works over both transports in both of its modes`() throws {
        try withFolder { folder in
            let server = try ServedProgram(
                ["mcp", "--http", "127.0.0.1:0", "--traces", folder],
                environment: ["DESKHAND_TOKEN": "a-token-of-this-test"])
            let arguments = [
                [server.address, "a-token-of-this-test"], ["--", Deskhand.program.path, "mcp", "--traces", folder],
            ]
            for each in arguments {
                guard let said = try pythonClient("mcp/client.py", each, interpreter: "DESKHAND_MCP_PYTHON") else {
                    return
                }
                #expect(said.contains("auto") && said.contains("legacy"))
            }
        }
    }

    private func text(_ result: JSON) -> String {
        (result["content"]?.items ?? []).compactMap { $0["text"]?.string }.joined(separator: "\n")
    }
}

/// A client with a session.
private final class Client {
    private let connection: RawConnection
    private var session: String?
    private var number = 0

    init(port: Int) throws {
        connection = try RawConnection(port: port)
        _ = try ask("initialize", #"{"protocolVersion":"2025-11-25","capabilities":{}}"#)
    }

    func call(_ tool: String, _ arguments: String) throws -> JSON {
        try ask("tools/call", #"{"name":"\#(tool)","arguments":\#(arguments)}"#)
    }

    private func ask(_ method: String, _ parameters: String) throws -> JSON {
        number += 1
        var headers = ["Content-Type": "application/json"]
        headers["Mcp-Session-Id"] = session
        let body = #"{"jsonrpc":"2.0","id":\#(number),"method":"\#(method)","params":\#(parameters)}"#
        connection.send("POST", "/mcp", headers, body: body)
        let response = try connection.response()
        session = response.headers["mcp-session-id"] ?? session
        var text = response.body
        // A call that took long is answered as an event.
        if text.hasPrefix(":") || text.hasPrefix("event:") {
            text = text.split(separator: "\n").last { $0.hasPrefix("data: ") }.map { String($0.dropFirst(6)) } ?? ""
        }
        return try #require(try JSON(parsing: text)["result"], "\(text)")
    }
}
