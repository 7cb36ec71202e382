import Synchronization

/// Lets a number of requests through at a time; the others wait in the order of their arrival.
final class RequestLimit: Sendable {
    private struct State {
        var limit: Int
        var running = 0
        var last = 0
        var waiting: [(ticket: Int, continuation: CheckedContinuation<Void, any Error>)] = []
    }

    private let state: Mutex<State>

    init(_ limit: Int) { state = Mutex(State(limit: limit)) }

    /// Lowers the limit: of several users with different limits the strictest counts.
    func lower(to limit: Int) { state.withLock { $0.limit = min($0.limit, limit) } }

    /// Runs `body` when its turn comes.
    ///
    /// - Throws: `CancellationError` for a task that is cancelled while it waits, and what `body` throws.
    func run<Result: Sendable>(_ body: () async throws -> Result) async throws -> Result {
        try await enter()
        defer { leave() }
        return try await body()
    }

    private func enter() async throws {
        let ticket = state.withLock { state -> Int in
            state.last += 1
            return state.last
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let isLetIn: Bool? = state.withLock { state in
                    if Task.isCancelled { return nil }
                    guard state.running >= state.limit else {
                        state.running += 1
                        return true
                    }
                    state.waiting.append((ticket, continuation))
                    return false
                }
                switch isLetIn {
                case true?: continuation.resume()
                case nil: continuation.resume(throwing: CancellationError())
                case false?: break
                }
            }
        } onCancel: {
            let waiter = state.withLock { state -> CheckedContinuation<Void, any Error>? in
                guard let place = state.waiting.firstIndex(where: { $0.ticket == ticket }) else { return nil }
                return state.waiting.remove(at: place).continuation
            }
            waiter?.resume(throwing: CancellationError())
        }
    }

    private func leave() {
        let next = state.withLock { state -> CheckedContinuation<Void, any Error>? in
            guard state.running <= state.limit, !state.waiting.isEmpty else {
                state.running -= 1
                return nil
            }
            return state.waiting.removeFirst().continuation
        }
        next?.resume()
    }
}
