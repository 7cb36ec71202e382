import Agents

/// What the task's check said after the episode.
package struct RecordedGrading: TraceEvent {
    package static var name: String { "graded" }

    /// How a task's checks ended.
    package enum Verdict: String, Codable, Hashable, Sendable {
        case passed
        /// It ran to its end, and nothing was checked.
        case done
        case failed
        /// The check or its set-up could not be run, which is not a score.
        case notEvaluated = "not_evaluated"
    }

    /// What the check said.
    package var verdict: Verdict
    /// From 0 to 1, where it was evaluated.
    package var score: Double?
    /// Why, in words; may be empty.
    package var detail: String
    /// What each check found; absent in traces that are older than this, and where there were no checks.
    package var checks: [RecordedCheck]?

    init(verdict: Verdict, score: Double? = nil, detail: String, checks: [RecordedCheck]? = nil) {
        self.verdict = verdict
        self.score = score
        self.detail = detail
        self.checks = checks
    }

    init(_ judgement: Judgement) {
        self.init(
            verdict: Verdict(rawValue: judgement.outcome) ?? .notEvaluated, score: judgement.score,
            detail: judgement.reason,
            checks: judgement.checks.isEmpty ? nil : judgement.checks.map(RecordedCheck.init))
    }

    /// The check belongs to no step.
    package func join(_ steps: inout StepAssembly, at moment: Double, after elapsed: Double) {}

    /// The verdict, and what each check found.
    var lines: [String] {
        ["check: \(verdict.rawValue)" + (detail.isEmpty ? "" : ": \(detail)")]
            + (checks ?? []).flatMap { check in
                ["       \(check.reason)"]
                    + (check.difference ?? "").split(separator: "\n").map { "         \($0)" }
            }
    }
}

/// What one check found.
package struct RecordedCheck: Hashable, Codable, Sendable {
    /// Its name in task files.
    var check: String
    /// From 0 to 1, where it was evaluated.
    var score: Double?
    /// What the task wants, in words.
    var expected: String?
    /// What was there.
    var found: String?
    /// Where both part, in lines.
    var difference: String?

    init(_ finding: CheckFinding) {
        func given(_ text: String) -> String? { text.isEmpty ? nil : text }
        check = finding.check
        score = finding.score
        expected = given(finding.expected)
        found = given(finding.found)
        difference = given(finding.difference)
    }

    /// In one line.
    package var reason: String {
        CheckFinding(check: check, score: score, expected: expected ?? "", found: found ?? "").reason
    }
}
