import Agents
import Interaction

/// Passes a policy's decisions on, and ends the episode when a program under test has crashed.
///
/// A signal such as a segmentation fault always counts. A nonzero exit status alone is not a crash, since a dialog
/// answers with it; it counts when the policy then waits and no window is left. Where one is left, what the policy gave up
/// for is told together with how the program ended.
actor CrashNoticing: Policy {
    nonisolated let name: String
    nonisolated let picturesNeeded: Int
    private let policy: any Policy
    private let programs: LaunchedPrograms
    private let isReplay: Bool
    /// Since when the policy has waited after a program ended with another status than 0.
    private var waitingSince: ContinuousClock.Instant?

    /// How long a replayed screen may take to come to what it was when it was recorded, without the program.
    private static let grace = Duration.seconds(2)

    init(_ policy: any Policy, programs: LaunchedPrograms, isReplay: Bool) {
        self.policy = policy
        self.programs = programs
        self.isReplay = isReplay
        name = policy.name
        picturesNeeded = policy.picturesNeeded
    }

    func planNotes() async -> [PlanNote] { await policy.planNotes() }

    func untilWithdrawn() async { await policy.untilWithdrawn() }

    func decide(_ observation: Observation, history: [HistoryStep]) async throws -> Decision {
        if let crash = programs.crash { throw crash }
        let decision = try await policy.decide(observation, history: history)
        if let crash = programs.crash { throw crash }
        guard let failure = programs.failure else { return decision }
        switch decision {
        case .lookAgain:
            // What still has a window may be what is waited for.
            guard observation.screen.windows.allSatisfy(\.isPopup) else { return decision }
            let since = waitingSince ?? .now
            waitingSince = since
            guard !isReplay || since.duration(to: .now) >= Self.grace else { return decision }
            throw failure
        case .finish(.stuck(let reason)): return .finish(.stuck(reason: "\(reason); \(failure)"))
        case .assertion(var result) where !result.holds:
            result.detail += "; \(failure)"
            return .assertion(result)
        case .act, .assertion, .finish:
            waitingSince = nil
            return decision
        }
    }
}
