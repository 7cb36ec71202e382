package import Agents

/// Decides in each step what a trace's policy decided in the step of the same number.
package struct RecordedDecisions: Policy {
    package let name: String
    private let decisions: [Int: RecordedDecision]
    private let outcome: Outcome

    /// Creates a policy that repeats the decisions of `trace`.
    package init(_ trace: Trace, name: String) {
        self.name = name
        outcome = trace.outcome
        decisions = Dictionary(
            trace.steps.compactMap { step in step.decision.map { (step.number, $0) } }, uniquingKeysWith: { $1 })
    }

    package func decide(_ observation: Observation, history: [HistoryStep]) -> Decision {
        decisions[observation.step]?.restored ?? .finish(outcome)
    }
}
