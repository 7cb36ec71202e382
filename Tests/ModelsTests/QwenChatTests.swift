import Foundation
import Images
import Models
import Synchronization
import Testing

@Suite struct QwenChatTests {
    private static let checkpoint = URL(filePath: #filePath).deletingLastPathComponent().appending(
        path: "../Fixtures/model/reference/tied"
    ).standardized.path

    private func request(_ words: String = "Click Save.") -> ChatRequest {
        let image = Image(width: 300, height: 200) { bytes in
            for index in bytes.indices { bytes[index] = UInt8(index & 255) }
        }
        return ChatRequest(turns: [.user([.picture(image), .text(words)])])
    }

    @Test func `requests of their own are answered alike whatever was asked before`() async throws {
        let chat = try QwenChat(at: Self.checkpoint, maxNewTokens: 8, keepsConversation: false)
        var greedy = request()
        greedy.sampling = .greedy
        let first = try await chat.answer(greedy)
        var other = request("Something else.")
        other.sampling = .greedy
        _ = try await chat.answer(other)
        let again = try await chat.answer(greedy)
        #expect(first.ids == again.ids && first.promptTokens == again.promptTokens)
        #expect(first.answerTokens.map { (1...8).contains($0) } == true)
    }

    @Test func `an answer has the tokens that its request allows, and begins after its opening`() async throws {
        let chat = try QwenChat(at: Self.checkpoint, maxNewTokens: 64, keepsConversation: false)
        var asked = request()
        asked.sampling = .greedy
        asked.maximumTokens = 3
        asked.opening = "<tool_call>\n"
        let reply = try await chat.answer(asked)
        #expect(reply.answerTokens.map { $0 <= 3 } == true)
        #expect(!reply.text.hasPrefix("<tool_call>"))
        let longer = try await chat.answer(request())
        #expect((reply.promptTokens ?? 0) > (longer.promptTokens ?? 0))
    }

    @Test func `a cancelled request ends as cancelled`() async throws {
        let chat = try QwenChat(at: Self.checkpoint, maxNewTokens: 64)
        let task = Task { [request = request()] in
            withUnsafeCurrentTask { $0?.cancel() }
            return try await chat.answer(request)
        }
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(try await chat.answer(request()).answerTokens != nil)
    }
}

struct ExclusiveAccessTests {
    @Test func `who waits for another's turn can be cancelled before it ends`() async throws {
        let access = ExclusiveAccess(0)
        let (entered, enter) = AsyncStream.makeStream(of: Void.self)
        let mayLeave = Mutex(false)
        let holder = Task {
            try await ModelThread.run { isCancelled in
                try access.use(unless: isCancelled) { _ in
                    enter.yield()
                    while !mayLeave.withLock({ $0 }) { usleep(1000) }
                    return true
                }
            }
        }
        var iterator = entered.makeAsyncIterator()
        await iterator.next()
        let waiting = Task {
            try await ModelThread.run { isCancelled in try access.use(unless: isCancelled) { _ in false } }
        }
        waiting.cancel()
        // The holder is still inside: only a cancelled wait can end.
        await #expect(throws: CancellationError.self) { try await waiting.value }
        mayLeave.withLock { $0 = true }
        #expect(try await holder.value)
        #expect(try access.use(unless: { true }) { $0 } == 0)
    }
}
