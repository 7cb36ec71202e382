package import Agents

/// How a task ended. An error is never a score: what could not be run did not fail.
package enum TaskOutcome: Sendable {
    case passed(score: Double)
    /// It ran to its end, and neither a check nor an assertion looked at what came of it: no score.
    case done
    case failed(score: Double, reason: String)
    case notEvaluated(reason: String, cause: (any Error)?)

    /// Why ``done`` says no more.
    package static let unchecked = "nothing was checked"

    /// `passed`, `done`, `failed` or `not_evaluated`, as reports name it.
    package var name: String {
        switch self {
        case .passed: "passed"
        case .done: "done"
        case .failed: "failed"
        case .notEvaluated: "not_evaluated"
        }
    }
}

/// A task that was run.
package struct TaskResult: Sendable {
    /// The task's id.
    package let task: String
    /// How it ended.
    package let outcome: TaskOutcome
    /// How its episode ended; `nil` if none was begun.
    package let end: EpisodeEnd?
    /// What each check found, in the task's order.
    package let checks: [CheckFinding]
    /// Wall time from the session's start to the last check.
    package let duration: Duration
    /// Programs that were launched and ended otherwise than with status 0, in words.
    let endedPrograms: [String]
    /// What programs that were launched printed; those that printed nothing are left out.
    package let outputs: [ProgramOutput]
    /// Whether it failed because a program under test crashed.
    let hasCrashed: Bool

    init(
        task: String, outcome: TaskOutcome, end: EpisodeEnd?, checks: [CheckFinding] = [], duration: Duration,
        endedPrograms: [String] = [], outputs: [ProgramOutput] = [], hasCrashed: Bool = false
    ) {
        self.outputs = outputs
        self.checks = checks
        self.endedPrograms = endedPrograms
        self.hasCrashed = hasCrashed
        self.task = task
        self.outcome = outcome
        self.end = end
        self.duration = duration
    }
}
