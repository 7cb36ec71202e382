import Agents
import Synchronization

/// Passes an episode's events on, and notes whether a hand has moved: from then on the session's state is the policy's
/// doing.
final class ActionWatch: EpisodeLog {
    private let next: any EpisodeLog
    private let acted = Mutex(false)

    init(passingTo next: any EpisodeLog) { self.next = next }

    /// Whether an action was announced.
    var hasActed: Bool { acted.withLock { $0 } }

    func append(_ event: EpisodeEvent) async throws {
        if case .announced = event { acted.withLock { $0 = true } }
        try await next.append(event)
    }
}
