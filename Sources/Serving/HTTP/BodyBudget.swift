import Synchronization

/// How many bytes the bodies of all a server's requests have together.
final class BodyBudget: Sendable {
    private let maximum: Int
    private let used = Mutex(0)

    /// - Parameter maximum: in bytes.
    init(maximum: Int) { self.maximum = maximum }

    /// What one request has of it, until nothing holds on to it.
    final class Share: Sendable {
        private let budget: BodyBudget
        private let bytes = Mutex(0)

        init(of budget: BodyBudget) { self.budget = budget }

        /// Takes more; says whether there was as much.
        func take(_ count: Int) -> Bool {
            guard budget.take(count) else { return false }
            bytes.withLock { $0 += count }
            return true
        }

        deinit { budget.giveBack(bytes.withLock { $0 }) }
    }

    private func take(_ count: Int) -> Bool {
        used.withLock { used in
            guard used + count <= maximum else { return false }
            used += count
            return true
        }
    }

    private func giveBack(_ count: Int) { used.withLock { $0 -= count } }
}
