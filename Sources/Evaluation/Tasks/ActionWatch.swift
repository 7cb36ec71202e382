import Agents
import Synchronization

/// Passes an episode's events on, and notes whether a hand has moved: from then on the session's state is the policy's
/// doing; and whether an assertion was evaluated.
final class ActionWatch: EpisodeLog {
    private let next: any EpisodeLog
    private let acted = Mutex(false)
    private let asserted = Mutex(false)

    init(passingTo next: any EpisodeLog) { self.next = next }

    /// Whether an action was announced.
    var hasActed: Bool { acted.withLock { $0 } }

    /// Whether an assertion was evaluated.
    var hasAsserted: Bool { asserted.withLock { $0 } }

    func append(_ event: EpisodeEvent) async throws {
        if case .announced = event { acted.withLock { $0 = true } }
        if case .decided(_, .assertion, _) = event { asserted.withLock { $0 = true } }
        try await next.append(event)
    }
}
