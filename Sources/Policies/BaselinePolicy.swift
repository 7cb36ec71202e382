package import Agents

/// Ends every episode at once, without looking: what no skill at all scores.
package struct BaselinePolicy: Policy {
    /// As traces call it.
    package let name: String
    private let outcome: Outcome

    /// Says that all is done.
    package static let nothing = BaselinePolicy(name: "nothing", outcome: .success(answer: nil))
    /// Says that it cannot be done.
    package static let infeasible = BaselinePolicy(
        name: "infeasible", outcome: .failure(reason: "the baseline says so of every task"))

    package func decide(_ observation: Observation, history: [HistoryStep]) -> Decision { .finish(outcome) }
}
