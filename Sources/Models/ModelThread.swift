import Foundation
import Synchronization

/// A thread for work that computes for minutes, so that tasks which share the few threads of the runtime do not wait for it.
package enum ModelThread {
    /// Runs `work` on its own thread and awaits its end.
    ///
    /// - Parameter work: once the task is cancelled, `isCancelled` is true, and `work` has to throw within milliseconds.
    package static func run<Value: Sendable>(
        _ work: @escaping @Sendable (_ isCancelled: @Sendable () -> Bool) throws -> Value
    ) async throws -> Value {
        let cancellation = Cancellation()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                Thread.detachNewThread {
                    continuation.resume(with: Result { try work { cancellation.isRequested } })
                }
            }
        } onCancel: {
            cancellation.request()
        }
    }
}

private final class Cancellation: Sendable {
    private let flag = Atomic(false)

    var isRequested: Bool { flag.load(ordering: .relaxed) }

    func request() { flag.store(true, ordering: .relaxed) }
}
