import Agents

/// How a task ended. An error is never a score: what could not be run did not fail.
package enum TaskOutcome: Sendable {
    case passed(score: Double)
    case failed(score: Double, reason: String)
    case notEvaluated(reason: String, cause: (any Error)?)

    /// `passed`, `failed` or `not_evaluated`, as reports name it.
    package var name: String {
        switch self {
        case .passed: "passed"
        case .failed: "failed"
        case .notEvaluated: "not_evaluated"
        }
    }
}

/// A task that was run.
package struct TaskResult: Sendable {
    package let task: String
    package let outcome: TaskOutcome
    package let end: EpisodeEnd?
    /// What each check found, in the task's order.
    package let checks: [CheckFinding]
    /// Wall time from the session's start to the last check.
    package let duration: Duration

    package init(
        task: String, outcome: TaskOutcome, end: EpisodeEnd?, checks: [CheckFinding] = [], duration: Duration
    ) {
        self.checks = checks
        self.task = task
        self.outcome = outcome
        self.end = end
        self.duration = duration
    }
}
