import Synchronization

/// Work that cannot be broken off in the middle, such as a call into a library, but need not be waited for.
package enum Abandonable {
    /// Awaits `work`, or `CancellationError` as soon as the task is cancelled.
    ///
    /// - Parameters:
    ///   - discard: takes what the work still returns after that.
    ///   - work: goes on until it notices that its task is cancelled too.
    package static func run<Value: Sendable>(
        discarding discard: @escaping @Sendable (Value) -> Void = { _ in },
        _ work: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        try Task.checkCancellation()
        let waiter = Waiter<Value>()
        let working = Task {
            let result: Result<Value, any Error>
            do { result = .success(try await work()) } catch { result = .failure(error) }
            if !waiter.resume(with: result), case .success(let value) = result { discard(value) }
        }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { waiter.wait($0) }
        } onCancel: {
            working.cancel()
            _ = waiter.resume(with: .failure(CancellationError()))
        }
    }
}

/// Passes on the first of two results, whether it comes before or after the wait begins.
private final class Waiter<Value: Sendable>: Sendable {
    private enum State {
        case empty
        case waiting(CheckedContinuation<Value, any Error>)
        case early(Result<Value, any Error>)
        case done
    }

    private let state = Mutex(State.empty)

    func wait(_ continuation: CheckedContinuation<Value, any Error>) {
        let early: Result<Value, any Error>? = state.withLock { state in
            if case .early(let result) = state {
                state = .done
                return result
            }
            state = .waiting(continuation)
            return nil
        }
        if let early { continuation.resume(with: early) }
    }

    /// Returns whether this was the first result.
    func resume(with result: Result<Value, any Error>) -> Bool {
        let (isFirst, continuation): (Bool, CheckedContinuation<Value, any Error>?) = state.withLock { state in
            switch state {
            case .empty:
                state = .early(result)
                return (true, nil)
            case .waiting(let continuation):
                state = .done
                return (true, continuation)
            case .early, .done: return (false, nil)
            }
        }
        continuation?.resume(with: result)
        return isFirst
    }
}
