import Synchronization

/// Whether the work of one caller is to be broken off: the caller's thread asks, the others learn of it.
///
/// Unchecked: `isCancelled` is called by the calling thread only, all else is atomic.
final class Interruption: @unchecked Sendable {
    private let isCancelled: () -> Bool
    private let wasCancelled = Atomic(false)

    init(_ isCancelled: @escaping () -> Bool) { self.isCancelled = isCancelled }

    /// - Parameter byCaller: whether the thread that asks is the one that called the kernel.
    func isWanted(byCaller: Bool) -> Bool {
        if wasCancelled.load(ordering: .relaxed) { return true }
        guard byCaller, isCancelled() else { return false }
        wasCancelled.store(true, ordering: .relaxed)
        return true
    }
}
