import Agents
import Interaction

/// Gives the events of one action the same identifier, from its decision to the settled screen: the step's number, and for
/// the members of a batch their place in it besides, as in `3.2`.
struct ActionNumbering {
    private var isBatch = false
    /// The last member of the step's batch that was judged, from 1; 0 before the first.
    private var member = 0

    /// The identifier of the action that an event is about; `nil` for an event about none. To be asked once for each event,
    /// in the order in which they happened.
    mutating func identifier(of event: EpisodeEvent) -> String? {
        switch event {
        case .decided(let step, .act(let proposal), _):
            if case .batch = proposal.action { isBatch = true } else { isBatch = false }
            member = 0
            return "\(step)"
        case .gated(let step, _, _):
            member += 1
            return current(step)
        case .announced(let step, _), .executed(let step, _, _), .executionFailed(let step, _): return current(step)
        // A batch settles once.
        case .settled(let step, _): return "\(step)"
        default: return nil
        }
    }

    private func current(_ step: Int) -> String { isBatch && member > 0 ? "\(step).\(member)" : "\(step)" }
}
