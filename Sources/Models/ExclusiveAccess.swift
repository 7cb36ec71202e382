import Foundation

/// A value that one thread at a time uses; the others wait, as long as they are not cancelled.
///
/// Sendable because the lock guards every use of the value.
package final class ExclusiveAccess<Value>: @unchecked Sendable {
    /// How long a waiting thread sleeps before it asks whether it is cancelled, in seconds.
    private static var pause: TimeInterval { 0.02 }

    private let lock = NSLock()
    private let value: Value

    /// Owns `value` from now on: nobody else may hold on to it.
    package init(_ value: sending Value) { self.value = value }

    /// Uses the value once the threads before this one are done with it.
    ///
    /// - Parameter isCancelled: asked every few milliseconds while the thread waits.
    /// - Throws: `CancellationError` when it is cancelled before its turn, and what `body` throws.
    package func use<Result>(
        unless isCancelled: () -> Bool, _ body: (Value) throws -> Result
    ) throws -> Result {
        while !lock.lock(before: Date(timeIntervalSinceNow: Self.pause)) {
            if isCancelled() { throw CancellationError() }
        }
        defer { lock.unlock() }
        return try body(value)
    }
}
