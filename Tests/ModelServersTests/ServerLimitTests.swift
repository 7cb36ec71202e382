import Foundation
import JSON
import ModelServers
import Models
import ScriptedServers
import Testing

@Suite struct ServerLimitTests {
    private let request = ChatRequest(turns: [.user([.text("a")])])

    private func slow() throws -> ScriptedServer {
        let answer = try JSON(parsing: ServerFaultTests.good).setting([JSONMember("wait", .number(0.15))])
        return try ScriptedServer(.list([answer]))
    }

    @Test func `so many requests run at a time as the server may have, whoever asks`() async throws {
        let server = try slow()
        var settings = try server.settings()
        settings.concurrency = 2
        let asked = settings
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask { _ = try await ServerChat(asked).answer(request) }
            }
            try await group.waitForAll()
        }
        #expect(server.requests.count == 8)
        #expect(server.requests.compactMap { $0["running"]?.integer }.max() == 2)
    }

    @Test func `who waits for a turn can be cancelled`() async throws {
        let server = try ScriptedServer(JSON(parsing: #"[{"hang": true}]"#))
        var settings = try server.settings()
        settings.concurrency = 1
        let chat = try ServerChat(settings)
        let first = Task { try await chat.answer(request) }
        try await eventually { server.requests.count == 1 }
        let second = Task { try await chat.answer(request) }
        try await Task.sleep(for: .milliseconds(50))
        second.cancel()
        await #expect(throws: CancellationError.self) { try await second.value }
        first.cancel()
        await #expect(throws: CancellationError.self) { try await first.value }
        #expect(server.requests.count == 1)
    }

    @Test func `the cost is counted, and ends the questions at its maximum`() async throws {
        let server = try ScriptedServer(JSON(parsing: "[\(ServerFaultTests.good)]"))
        var settings = try server.settings()
        settings.prices = TokenPrices(input: 100_000, output: 50_000)
        let account = UsageAccount(maximumCost: 1.5)
        let chat = try ServerChat(settings, account: account)
        let reply = try await chat.answer(request)
        #expect(reply.exchange?.cost == 0.8)
        _ = try await chat.answer(request)
        #expect(account.usage.cost == 1.6 && account.usage.promptTokens == 14 && account.usage.answers == 2)
        await #expect(throws: ModelServerError.tooExpensive(spent: 1.6, maximum: 1.5)) {
            try await chat.answer(request)
        }
        #expect(server.requests.count == 2)
    }

    @Test func `a maximum cost needs prices`() throws {
        let settings = ServerSettings(try ModelAddress("openai:http://127.0.0.1:1#m"))
        #expect(throws: ModelServerError.self) { try ServerChat(settings, account: UsageAccount(maximumCost: 1)) }
    }

    @Test func `cached tokens have their own price`() async throws {
        let server = try ScriptedServer(
            JSON(
                parsing:
                    #"[{"json": {"choices": [{"message": {"content": "a"}, "finish_reason": "stop"}], "usage": {"prompt_tokens": 10, "completion_tokens": 1, "prompt_tokens_details": {"cached_tokens": 8}}}}]"#
            ))
        var settings = try server.settings()
        settings.prices = TokenPrices(input: 1e6, cached: 1e5, output: 1e6)
        #expect(try await ServerChat(settings).answer(request).exchange?.cost == 3.8)
    }
}
