import Models
import Testing

struct ModelThreadTests {
    @Test func `work on a thread of its own is told of the cancellation`() async throws {
        let (started, start) = AsyncStream.makeStream(of: Void.self)
        let task = Task {
            try await ModelThread.run { isCancelled -> Int in
                start.yield()
                while !isCancelled() {}
                throw CancellationError()
            }
        }
        var iterator = started.makeAsyncIterator()
        await iterator.next()
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(try await ModelThread.run { isCancelled in isCancelled() } == false)
    }
}
