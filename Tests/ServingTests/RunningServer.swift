import Serving
import Synchronization

/// A server that runs while a test uses it.
func withServer<Result>(
    _ run: @escaping @Sendable (_ started: @escaping @Sendable (Int) -> Void) async throws -> Void,
    _ body: (_ port: Int) async throws -> Result
) async throws -> Result {
    let (ports, tell) = AsyncStream<Int>.makeStream()
    let server = Task {
        defer { tell.finish() }
        try await run { tell.yield($0) }
    }
    var port: Int?
    for await number in ports {
        port = number
        break
    }
    guard let port else {
        try await server.value
        throw CancellationError()
    }
    do {
        let result = try await body(port)
        server.cancel()
        _ = await server.result
        return result
    } catch {
        server.cancel()
        _ = await server.result
        throw error
    }
}

/// What is told by another task, in its order.
final class Told: Sendable {
    private let words = Mutex<[String]>([])

    func add(_ word: String) { words.withLock { $0.append(word) } }
    var all: [String] { words.withLock { $0 } }

    /// Waits for a word, for a minute at most.
    func waits(for word: String) async throws -> Bool {
        let limit = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < limit {
            if all.contains(word) { return true }
            try await Task.sleep(for: .milliseconds(5))
        }
        return false
    }
}
