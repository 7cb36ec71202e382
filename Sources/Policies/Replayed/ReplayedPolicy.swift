package import Agents
package import Images
package import Interaction

/// What was decided in one step of a recorded episode.
package struct ReplayedAnswer: Hashable, Sendable {
    /// What a recorded answer became.
    package enum Decided: Hashable, Sendable {
        case act(Action<ScreenSpace>)
        case finish(Outcome)
    }
    var decided: Decided

    /// Creates an answer.
    package init(_ decided: Decided) { self.decided = decided }
}

/// Gives the answers of a recorded episode once more, in their order and without looking.
///
/// An action that is refused or fails now ends the episode in failure: from there on the record says nothing.
package actor ReplayedPolicy: Policy {
    package nonisolated let name: String
    private let answers: [ReplayedAnswer]
    private var index = 0
    /// Whether the last decision was an answer of the record.
    private var isProposed = false

    /// - Parameter trace: where the answers come from, for the policy's name.
    package init(_ answers: [ReplayedAnswer], trace: String) {
        self.answers = answers
        name = "replay:\(trace)"
    }

    package func decide(_ observation: Observation, history: [HistoryStep]) -> Decision {
        switch observation.feedback {
        case .refused(let reason), .failed(let reason):
            return .finish(.stuck(reason: "answer \(index) of \(answers.count) could not be repeated: \(reason)"))
        case .outdated: if isProposed { index -= 1 }
        case nil, .executed, .unusable: break
        }
        isProposed = false
        guard index < answers.count else {
            return .finish(.stuck(reason: "the record ends after \(answers.count) answers without an outcome"))
        }
        let answer = answers[index]
        index += 1
        isProposed = true
        switch answer.decided {
        case .act(let action): return .act(Proposal(action: action, isBoundToLook: false))
        case .finish(let outcome): return .finish(outcome)
        }
    }
}
