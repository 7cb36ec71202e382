import Agents

/// An episode that ended before there was anything to judge.
package enum EpisodeStopped: Error, Hashable, Sendable, CustomStringConvertible {
    case interrupted(String)
    case desktopLost(String)
    case notRecorded(String)
    case broken(String)

    /// `nil` for an end that can be judged.
    init?(_ reason: EpisodeEnd.Reason) {
        switch reason {
        case .interrupted(let reason): self = .interrupted(reason)
        case .desktopLost(let reason): self = .desktopLost(reason)
        case .notRecorded(let reason): self = .notRecorded(reason)
        case .broken(let reason): self = .broken(reason)
        case .finished, .limit, .unusableAnswers, .assertionFailed, .programEnded: return nil
        }
    }

    package var description: String {
        switch self {
        case .interrupted(let reason): "interrupted: \(reason)"
        case .desktopLost(let reason), .notRecorded(let reason), .broken(let reason): reason
        }
    }
}

extension EpisodeEnd.Reason {
    /// Without a check, assertions that hold pass; without those, nothing is known but that it ran to its end.
    func outcomeWithoutCheck(hasAsserted: Bool) -> TaskOutcome {
        if let shortfall { return .failed(score: 0, reason: shortfall) }
        return hasAsserted ? .passed(score: 1) : .done
    }

    /// Why the episode did not get to its end; `nil` when it did.
    var shortfall: String? {
        switch self {
        case .finished(.success): nil
        case .finished(.failure(let reason)), .finished(.infeasible(let reason)), .finished(.refusal(let reason)),
            .finished(.safetyStop(let reason)), .finished(.outsidePlan(let reason)), .finished(.stuck(let reason)),
            .unusableAnswers(let reason),
            .assertionFailed(let reason), .programEnded(let reason),
            .interrupted(let reason), .desktopLost(let reason), .notRecorded(let reason), .broken(let reason):
            reason
        case .limit(let limit): "stopped at the limit: \(limit)"
        }
    }
}

extension TaskOutcome {
    /// The same for the trace, with what each check found.
    func judgement(_ checks: [CheckFinding]) -> Judgement {
        switch self {
        case .passed(let score): Judgement(outcome: name, score: score, reason: "", checks: checks)
        case .done: Judgement(outcome: name, score: nil, reason: Self.unchecked, checks: checks)
        case .failed(let score, let reason): Judgement(outcome: name, score: score, reason: reason, checks: checks)
        case .notEvaluated(let reason, _): Judgement(outcome: name, score: nil, reason: reason, checks: checks)
        }
    }
}
