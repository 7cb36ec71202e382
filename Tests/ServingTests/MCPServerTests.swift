import Foundation
import JSON
import Serving
import Synchronization
import Testing

/// What the protocol's revisions and JSON-RPC say, on tools that touch no desktop.
@Suite(.timeLimit(.minutes(2)))
struct MCPServerTests {
    @Test(arguments: ["2025-06-18", "2025-11-25"])
    func `a client that opens is answered in its revision`(revision: String) async throws {
        let client = Client()
        let answer = try await client.ask(
            #"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"\#(revision)","capabilities":{}}}"#
        )
        #expect(answer["result"]?["protocolVersion"]?.string == revision)
        #expect(answer["result"]?["serverInfo"]?["name"]?.string == "deskhand")
        #expect(answer["result"]?["resultType"] == nil)
    }

    @Test(arguments: ["2024-01-01", "2026-07-28", "none"])
    func `a client that opens with another revision is offered the latest that has an opening`(revision: String)
        async throws
    {
        let answer = try await Client().ask(
            #"{"jsonrpc":"2.0","id":"a","method":"initialize","params":{"protocolVersion":"\#(revision)"}}"#)
        #expect(answer["result"]?["protocolVersion"]?.string == "2025-11-25")
        #expect(answer["id"]?.string == "a")
    }

    @Test func `a request that names its revision is answered as complete`() async throws {
        let meta = #""_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28"}"#
        let client = Client()
        let found = try await client.ask(#"{"jsonrpc":"2.0","id":1,"method":"server/discover","params":{\#(meta)}}"#)
        #expect(found["result"]?["supportedVersions"]?.strings?.contains("2026-07-28") == true)
        #expect(found["result"]?["resultType"]?.string == "complete")
        let tools = try await client.ask(#"{"jsonrpc":"2.0","id":2,"method":"tools/list","params":{\#(meta)}}"#)
        #expect(tools["result"]?["cacheScope"]?.string == "public")
        #expect(tools["result"]?["tools"]?.items?.count == 3)
    }

    @Test func `a revision that is not spoken is refused with those that are`() async throws {
        let answer = try await Client().ask(
            #"{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"_meta":{"io.modelcontextprotocol/protocolVersion":"2031-01-01"}}}"#
        )
        #expect(answer["error"]?["code"]?.integer == -32022)
        #expect(answer["error"]?["data"]?["supported"]?.strings?.contains("2025-11-25") == true)
    }

    @Test(arguments: [
        ("nonsense", -32700), ("[]", -32600), ("{}", -32600), (#"{"jsonrpc":"2.0","id":{},"method":"ping"}"#, -32600),
        (#"{"jsonrpc":"2.0","id":1,"method":"ping","params":[]}"#, -32600),
        (#"{"jsonrpc":"2.0","id":1,"method":"resources/list"}"#, -32601),
        (#"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{}}"#, -32602),
        (#"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"nothing"}}"#, -32602),
    ])
    func `what is not of the protocol is an error of the protocol`(message: String, code: Int) async throws {
        let answer = try await Client().ask(message)
        #expect(answer["error"]?["code"]?.integer == code, "\(answer.text)")
    }

    @Test(arguments: [
        (#"{"text":"a","other":1}"#, "other: unknown field"), ("{}", "text"), (#"{"text":5}"#, "text"),
    ])
    func `arguments that a tool does not know or lacks are an answer of the tool`(arguments: String, words: String)
        async throws
    {
        let answer = try await Client().ask(
            #"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo","arguments":\#(arguments)}}"#)
        #expect(answer["result"]?["isError"]?.bool == true)
        #expect(answer["result"]?["content"]?.items?.first?["text"]?.string?.contains(words) == true, "\(answer.text)")
    }

    @Test func `a call is answered with text and structure, and an error of a tool is no error of the protocol`()
        async throws
    {
        let client = Client()
        let answer = try await client.ask(
            #"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo","arguments":{"text":"ä\n"}}}"#)
        #expect(answer["result"]?["content"]?.items?.first?["text"]?.string == "ä\n")
        #expect(answer["result"]?["structuredContent"]?["length"]?.integer == 2)
        let failed = try await client.ask(
            #"{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"fail"}}"#)
        #expect(failed["result"]?["isError"]?.bool == true && failed["error"] == nil)
    }

    @Test func `progress is told with the client's token, and a cancelled call is not answered`() async throws {
        let client = Client()
        client.server.take(
            #"{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"wait","_meta":{"progressToken":"t"}}}"#)
        let progress = try await client.next()
        #expect(progress["method"]?.string == "notifications/progress")
        #expect(progress["params"]?["progressToken"]?.string == "t")
        client.server.take(#"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":7}}"#)
        let answer = try await client.ask(#"{"jsonrpc":"2.0","id":8,"method":"ping"}"#)
        #expect(answer["id"]?.integer == 8)
        await client.server.stop()
        #expect(client.isDrained)
    }

    @Test func `calls at a time have a limit, and none is begun when the session has ended`() async throws {
        let client = Client()
        for id in 0..<64 {
            client.server.take(
                #"{"jsonrpc":"2.0","id":\#(id),"method":"tools/call","params":{"name":"wait","_meta":{"progressToken":"t"}}}"#
            )
        }
        for _ in 0..<64 { #expect(try await client.next()["method"]?.string == "notifications/progress") }
        let refused = try await client.ask(#"{"jsonrpc":"2.0","id":64,"method":"ping"}"#)
        #expect(refused["error"]?["message"]?.string?.contains("64 calls") == true, "\(refused.text)")
        client.server.take(#"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":7}}"#)
        var answer = refused
        while answer["error"] != nil { answer = try await client.ask(#"{"jsonrpc":"2.0","id":65,"method":"ping"}"#) }
        #expect(answer["result"] != nil)
        await client.server.stop()
        let late = try await client.ask(#"{"jsonrpc":"2.0","id":66,"method":"ping"}"#)
        #expect(late["error"]?["message"]?.string == "the session has ended")
    }
}

/// A client that keeps what it is sent.
private final class Client: Sendable {
    let server: MCPServer
    private let inbox = Inbox()

    private final class Inbox: Sendable {
        private let messages = Mutex<[JSON]>([])

        func add(_ message: JSON) { messages.withLock { $0.append(message) } }
        func first() -> JSON? { messages.withLock { $0.isEmpty ? nil : $0.removeFirst() } }
        var isEmpty: Bool { messages.withLock { $0.isEmpty } }
    }

    init() {
        let inbox = inbox
        server = MCPServer(tools: tools, version: "1", instructions: "") { inbox.add($0) }
    }

    var isDrained: Bool { inbox.isEmpty }

    func ask(_ message: String) async throws -> JSON {
        server.take(message)
        return try await next()
    }

    func next() async throws -> JSON {
        let limit = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < limit {
            if let message = inbox.first() { return message }
            try await Task.sleep(for: .milliseconds(5))
        }
        throw CancellationError()
    }
}

private struct Refusal: Error {}

private let tools = [
    MCPTool(
        name: "echo", title: "Echo", description: "Says it again.", effect: .reads,
        fields: [MCPField("text", "string", "What to say.", isRequired: true)],
        output: .object(["type": .text("object")])
    ) { call in
        let text = try call.arguments.string("text") ?? ""
        return MCPResult(text, structure: .object(["length": .integer(text.count)]))
    },
    MCPTool(name: "fail", title: "Fail", description: "Fails.", effect: .acts, fields: []) { _ in throw Refusal() },
    MCPTool(name: "wait", title: "Wait", description: "Waits.", effect: .reads, fields: []) { call in
        call.report(1, nil, "waiting")
        try await Task.sleep(for: .seconds(3600))
        return MCPResult("")
    },
]
