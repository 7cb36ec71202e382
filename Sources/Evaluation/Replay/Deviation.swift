import Agents
import Formats
import Images
import Interaction
import Traces

/// What a script decides today and did not decide when it was recorded.
struct Deviation {
    private let words: String
    /// How the episode ends with it.
    let ending: Decision
    private var place: String

    /// What it is, with its step.
    var description: String { "\(place): \(words)" }

    /// `nil` where the decision is of the same kind, and holds or fails as it did.
    init?(_ decision: Decision, from moment: RecordedMoment) {
        place = "step \(moment.step), \(moment.headline)"
        switch (decision, moment.decision) {
        case (.assertion(let now), .assertion(let then)) where now.holds == then.holds: return nil
        case (.assertion(let result), _) where !result.holds:
            words = "\(result.claim): does not hold: \(result.detail)"
            // A soft one ends a replay, too: what came after it would be compared with what came after one that held.
            var hard = result
            hard.isSoft = false
            ending = .assertion(hard)
            place = "step \(moment.step)"
        case (.assertion(let result), .assertion):
            words = "\(result.claim): holds now, and did not when it was recorded"
            ending = .finish(.stuck(reason: words))
        case (.finish(let now), .finish(let then)) where now.isSuccess == then.isSuccess: return nil
        case (.finish(let outcome), _):
            (words, ending) = (outcome.reason ?? "the steps end here, and went on when it was recorded", decision)
        default:
            guard !moment.isSame(as: decision) else { return nil }
            words = "the recorded run had '\(moment.headline)' here, and the steps do something else now"
            ending = .finish(.stuck(reason: words))
        }
    }
}

extension RecordedMoment {
    /// Whether a decision is of the recorded kind; place and text may differ.
    func isSame(as other: Decision) -> Bool {
        switch (decision, other) {
        case (.act(let then), .act(let now)):
            guard RecordedAction(then.action).action == RecordedAction(now.action).action else { return false }
            return !decision.isEvasion || then.action == now.action || !other.isEvasion
        case (.assertion, .assertion), (.finish, .finish), (.lookAgain, .lookAgain): return true
        default: return false
        }
    }
}

extension Decision {
    /// Whether it moves the pointer to a place that no target led to, as a script does to make a tooltip go.
    var isEvasion: Bool {
        guard case .act(let proposal) = self, case .mouseMove = proposal.action else { return false }
        return proposal.grounding == nil
    }

    /// Where a target was found that was found elsewhere when it was recorded, in words.
    func move(from recorded: Decision) -> String? {
        guard case .act(let now) = self, case .act(let then) = recorded, let here = now.action.point,
            let there = then.action.point, let target = now.grounding?.target
        else { return nil }
        guard abs(here.x - there.x) > 4 || abs(here.y - there.y) > 4 else { return nil }
        return "'\(target.text)' was found at (\(Int(here.x)), \(Int(here.y))) and had been at "
            + "(\(Int(there.x)), \(Int(there.y)))"
    }
}

extension Outcome {
    fileprivate var isSuccess: Bool {
        if case .success = self { true } else { false }
    }

    /// Why it is none.
    fileprivate var reason: String? {
        switch self {
        case .success: nil
        case .failure(let reason), .infeasible(let reason), .refusal(let reason), .safetyStop(let reason),
            .outsidePlan(let reason), .stuck(let reason):
            reason
        }
    }
}
