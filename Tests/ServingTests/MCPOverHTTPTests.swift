import JSON
import Serving
import TestInputs
import Testing

/// The protocol over streamable HTTP, on tools that touch no desktop.
@Suite(.timeLimit(.minutes(3)))
struct MCPOverHTTPTests {
    private let told = Told()

    @Test func `a client opens a session, uses it, and ends it`() async throws {
        try await serve { port in
            let connection = try RawConnection(port: port)
            let opened = try post(connection, Self.opening)
            #expect(opened.status == 200 && opened.headers["content-type"] == "application/json")
            let session = try #require(opened.headers["mcp-session-id"])
            #expect(try json(opened)["result"]?["protocolVersion"]?.string == "2025-11-25")
            let noted = try post(
                connection, #"{"jsonrpc":"2.0","method":"notifications/initialized"}"#, session: session)
            #expect(noted.status == 202 && noted.body.isEmpty)
            let called = try post(connection, Self.call("echo", #"{"text":"a"}"#), session: session)
            #expect(try json(called)["result"]?["content"]?.items?.first?["text"]?.string == "session a")
            connection.send("DELETE", "/mcp", ["Mcp-Session-Id": session])
            #expect(try connection.response().status == 204)
            #expect(try post(connection, Self.call("echo", #"{"text":"a"}"#), session: session).status == 404)
            connection.send("DELETE", "/mcp", ["Mcp-Session-Id": session])
            #expect(try connection.response().status == 404)
        }
    }

    @Test func `a client without a session says in headers what it says in the body`() async throws {
        try await serve { port in
            let connection = try RawConnection(port: port)
            let call = Self.call("echo", #"{"text":"a"}"#, meta: true)
            let headers = ["MCP-Protocol-Version": "2026-07-28", "Mcp-Method": "tools/call", "Mcp-Name": "echo"]
            let answer = try json(try post(connection, call, headers))
            #expect(answer["result"]?["content"]?.items?.first?["text"]?.string == "knower a")
            #expect(answer["result"]?["resultType"]?.string == "complete")
            let encoded = headers.merging(["Mcp-Name": "=?base64?ZWNobw==?="]) { $1 }
            #expect(try post(connection, call, encoded).status == 200)
            for name in headers.keys {
                for value in [nil, "nonsense", "=?base64?!?="] {
                    var wrong = headers
                    wrong[name] = value
                    let refused = try post(connection, call, wrong)
                    let code = try json(refused)["error"]?["code"]?.integer
                    #expect(refused.status == 400 && (code == -32020 || code == -32022), "\(name) \(value ?? "-")")
                }
            }
        }
    }

    @Test(arguments: [
        ("POST", "/", "application/json", opening, 404), ("POST", "/mcp/../mcp", "application/json", opening, 404),
        ("GET", "/mcp", "application/json", "", 405), ("PUT", "/mcp", "application/json", opening, 405),
        ("DELETE", "/mcp", "application/json", "", 400), ("POST", "/mcp", "text/plain", opening, 415),
        ("POST", "/mcp", "application/json", "nonsense", 400), ("POST", "/mcp", "application/json", "[]", 400),
        ("POST", "/mcp", "application/json; charset=utf-8", opening, 200),
        ("POST", "/mcp", "application/json", call("echo", "{}"), 400),
        ("POST", "/mcp", "application/json", #"{"jsonrpc":"2.0","method":"notifications/initialized"}"#, 400),
    ])
    func `what the transport does not know is refused`(
        method: String, path: String, type: String, body: String, status: Int
    ) async throws {
        try await serve { port in
            let connection = try RawConnection(port: port)
            connection.send(method, path, ["Content-Type": type], body: body)
            #expect(try connection.response().status == status)
        }
    }

    @Test(arguments: [("nothing/such", 404, -32601), ("tools/call", 400, -32602)])
    func `an error of a request without a session is a status too`(method: String, status: Int, code: Int) async throws
    {
        try await serve { port in
            let headers = ["MCP-Protocol-Version": "2026-07-28", "Mcp-Method": method, "Mcp-Name": "none"]
            let body =
                #"{"jsonrpc":"2.0","id":1,"method":"\#(method)","params":{"name":"none","_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28"}}}"#
            let response = try post(try RawConnection(port: port), body, headers)
            #expect(response.status == status)
            #expect(try json(response)["error"]?["code"]?.integer == code)
        }
    }

    @Test func `progress makes the answer a stream that ends with the result`() async throws {
        try await serve { port in
            let connection = try RawConnection(port: port)
            let session = try #require(try post(connection, Self.opening).headers["mcp-session-id"])
            let response = try post(connection, Self.call("steps", "{}", token: "t"), session: session)
            #expect(response.headers["content-type"] == "text/event-stream")
            let events = response.body.split(separator: "\n").filter { $0.hasPrefix("data: ") }
                .map { try? JSON(parsing: String($0.dropFirst(6))) }
            #expect(events.map { $0?["params"]?["progress"]?.integer } == [1, 2, nil])
            #expect(events.last??["result"]?["isError"]?.bool == false)
        }
    }

    @Test func `a client without a session cancels by closing, and one with a session by saying so`() async throws {
        try await serve { port in
            let headers = ["MCP-Protocol-Version": "2026-07-28", "Mcp-Method": "tools/call", "Mcp-Name": "wait"]
            var connection: RawConnection? = try RawConnection(port: port)
            connection?.send(
                "POST", "/mcp", headers.merging(["Content-Type": "application/json"]) { $1 },
                body: Self.call("wait", "{}", meta: true))
            #expect(try await told.waits(for: "knower waits"))
            connection = nil
            #expect(try await told.waits(for: "knower cancelled"))

            let control = try RawConnection(port: port)
            let session = try #require(try post(control, Self.opening).headers["mcp-session-id"])
            var waiting: RawConnection? = try RawConnection(port: port)
            waiting?.send(
                "POST", "/mcp", ["Content-Type": "application/json", "Mcp-Session-Id": session],
                body: Self.call("wait", "{}"))
            #expect(try await told.waits(for: "session waits"))
            waiting = nil
            #expect(try post(control, Self.call("echo", #"{"text":"b"}"#, id: 2), session: session).status == 200)
            #expect(!told.all.contains("session cancelled"))
            let cancel = #"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1}}"#
            #expect(try post(control, cancel, session: session).status == 202)
            #expect(try await told.waits(for: "session cancelled"))
        }
    }

    @Test func `a session that nobody uses ends`() async throws {
        try await serve(idle: .milliseconds(300)) { port in
            let connection = try RawConnection(port: port)
            let session = try #require(try post(connection, Self.opening).headers["mcp-session-id"])
            var status = 200
            for _ in 0..<100 where status != 404 {
                try await Task.sleep(for: .milliseconds(400))
                status = try post(connection, Self.call("echo", #"{"text":"a"}"#), session: session).status
            }
            #expect(status == 404)
        }
    }

    // MARK: -

    private static let opening =
        #"{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{}}}"#

    private static func call(
        _ tool: String, _ arguments: String, id: Int = 1, meta: Bool = false, token: String? = nil
    ) -> String {
        let revision = #""io.modelcontextprotocol/protocolVersion":"2026-07-28""#
        let members = (meta ? [revision] : []) + (token.map { [#""progressToken":"\#($0)""#] } ?? [])
        return
            #"{"jsonrpc":"2.0","id":\#(id),"method":"tools/call","params":{"name":"\#(tool)","arguments":\#(arguments),"_meta":{\#(members.joined(separator: ","))}}}"#
    }

    private func post(
        _ connection: RawConnection, _ body: String, _ headers: [String: String] = [:], session: String? = nil
    ) throws -> RawConnection.Response {
        var all = headers.merging(["Content-Type": "application/json"]) { $1 }
        all["Mcp-Session-Id"] = session
        connection.send("POST", "/mcp", all, body: body)
        return try connection.response()
    }

    private func json(_ response: RawConnection.Response) throws -> JSON { try JSON(parsing: response.body) }

    private func serve(idle: Duration = .seconds(600), _ body: (Int) async throws -> Void) async throws {
        struct NoDesktop: Error {}
        let keeper = DesktopKeeper { _, _ in throw NoDesktop() }
        let told = told
        let service = MCPOverHTTP(keeper: keeper, version: "1", idle: idle) { owner in
            let name = owner == .knower ? "knower" : "session"
            return [
                MCPTool(
                    name: "echo", title: "Echo", description: "Says it again.", effect: .reads,
                    fields: [MCPField("text", "string", "What to say.", isRequired: true)]
                ) { call in MCPResult("\(name) \(try call.arguments.string("text") ?? "")") },
                MCPTool(name: "steps", title: "Steps", description: "Two.", effect: .reads, fields: []) { call in
                    for step in 1...2 { call.report(Double(step), 2, "step \(step)") }
                    return MCPResult("done")
                },
                MCPTool(name: "wait", title: "Wait", description: "Waits.", effect: .reads, fields: []) { _ in
                    told.add("\(name) waits")
                    do {
                        try await Task.sleep(for: .seconds(600))
                    } catch {
                        told.add("\(name) cancelled")
                        throw error
                    }
                    return MCPResult("")
                },
            ]
        }
        try await withServer { started in
            try await service.run(
                at: ServerAddress(host: "127.0.0.1", port: 0), access: HTTPAccess(), started: started)
        } _: {
            try await body($0)
        }
    }
}
