import Foundation
import Synchronization

/// Work that computes for minutes, on a dedicated thread so that nothing else has to wait for it.
package enum OwnThread {
    /// Runs `work` and awaits its end. Once the task is cancelled, `isCancelled` says so, and `work` is to throw.
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
