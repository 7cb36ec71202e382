import Dispatch
import Interaction

/// Work that waits for other processes, kept off the threads that run Swift's tasks: there is one of those a core, and
/// sessions that start together would stop everything else.
enum Blocking {
    /// Awaits `work`, or `CancellationError` as soon as the task is cancelled; `discard` takes what it returns after that.
    static func run<Value: Sendable>(
        discarding discard: @escaping @Sendable (Value) -> Void = { _ in },
        _ work: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        try await Abandonable.run(discarding: discard) {
            try await withCheckedThrowingContinuation { continuation in
                DispatchQueue.global().async {
                    continuation.resume(with: Result { try work() })
                }
            }
        }
    }

    static func run(_ work: @escaping @Sendable () -> Void) async {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                work()
                continuation.resume()
            }
        }
    }
}
