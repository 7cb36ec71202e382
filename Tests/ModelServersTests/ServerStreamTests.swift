import Foundation
import JSON
import ModelServers
import Models
import ScriptedServers
import Synchronization
import Testing

@Suite struct ServerStreamTests {
    private static func chunk(_ text: String) -> String {
        #"data: {"choices":[{"index":0,"delta":{"content":"\#(text)"}}]}"# + "\n\n"
    }

    private static let end = #"data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"# + "\n\n"
    private static let usage = #"data: {"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":2}}"# + "\n\n"

    private func step(_ chunks: [String], _ more: KeyValuePairs<String, JSON?> = [:]) -> JSON {
        let members = JSON.object(more).members ?? []
        return JSON.object(["stream": .list(chunks.map(JSON.text))]).setting(members)
    }

    private func ask(
        _ steps: JSON..., change: (inout ServerSettings) -> Void = { _ in }
    ) async throws -> (reply: ChatReply, seen: String, server: ScriptedServer) {
        let server = try ScriptedServer(.list(steps))
        var settings = try server.settings()
        change(&settings)
        let seen = Mutex("")
        var request = ChatRequest(turns: [.user([.text("what?")])])
        request.watcher = { piece in seen.withLock { $0 += piece } }
        let reply = try await ServerChat(settings).answer(request)
        return (reply, seen.withLock { $0 }, server)
    }

    @Test func `a stream is watched as it comes, and read as a whole`() async throws {
        let result = try await ask(
            step([": ping\n\n", Self.chunk("he"), Self.chunk("llo"), Self.end, Self.usage, "data: [DONE]\n\n"]))
        #expect(result.seen == "hello" && result.reply.text == "hello" && result.reply.answerTokens == 2)
        #expect(result.reply.timeToFirstToken != nil)
        let body = try #require(result.server.bodies.first)
        #expect(body["stream"]?.bool == true && body["stream_options"]?["include_usage"]?.bool == true)
    }

    @Test func `a stream without its last line is whole, one without its end is tried again`() async throws {
        let result = try await ask(step([Self.chunk("a"), Self.end]))
        #expect(result.reply.text == "a")
        let again = try await ask(
            step([Self.chunk("a")]), step([Self.chunk("a")], ["cut": .bool(true)]), step([Self.chunk("b"), Self.end]))
        #expect(again.reply.text == "b" && again.reply.exchange?.retries.count == 2)
    }

    @Test(arguments: [
        #"data: {"error":{"code":502,"message":"Provider disconnected"}}"#,
        #"data: {"choices":[{"delta":{"content":""},"finish_reason":"error"}],"error":{"code":"server_error","message":"gone"}}"#,
        #"error: {"code":500,"message":"slot is gone","type":"server_error"}"#, "data: {broken",
    ])
    func `an error within a stream is tried again`(_ line: String) async throws {
        let result = try await ask(
            step([Self.chunk("a"), line + "\n\n"]), step([Self.chunk("b"), Self.end, "data: [DONE]"]))
        #expect(result.reply.text == "b" && result.reply.exchange?.retries.count == 1)
    }

    @Test func `an endless stream ends at the limit`() async throws {
        await #expect(throws: ModelServerError.self) {
            _ = try await ask(step([Self.chunk("again and again")], ["repeat": .integer(-1)])) {
                $0.maximumBytes = 1 << 16
            }
        }
    }

    @Test func `a stream far beyond its maximum of tokens ends at a smaller limit`() async throws {
        let error = await #expect(throws: ModelServerError.self) {
            _ = try await ask(step([Self.chunk(String(repeating: "again ", count: 1000))], ["repeat": .integer(-1)])) {
                $0.maximumTokens = 256
            }
        }
        guard case .tooLarge(_, megabytes: 1)? = error else { throw Unexpected("\(String(describing: error))") }
    }

    @Test func `comments are no progress`() async throws {
        let error = await #expect(throws: ModelServerError.self) {
            _ = try await ask(step([": PROCESSING\n\n"], ["repeat": .integer(-1), "pause": .number(0.01)])) {
                $0.timeouts.firstToken = .milliseconds(400)
                $0.maximumBytes = 1 << 30
            }
        }
        guard case .timeout(_, "no first token", _)? = error else {
            throw Unexpected("\(String(describing: error))")
        }
    }

    @Test func `an answer that is not streamed, although it was asked to be, is read`() async throws {
        let result = try await ask(
            JSON.object([
                "json": try JSON(parsing: #"{"choices":[{"message":{"content":"whole"},"finish_reason":"stop"}]}"#)
            ]))
        #expect(result.reply.text == "whole" && result.seen == "whole")
    }
}
