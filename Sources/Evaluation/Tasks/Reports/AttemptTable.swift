import Agents

/// All attempts, a row each, as spreadsheets read them (RFC 4180).
struct AttemptTable {
    private let results: SuiteResults

    init(_ results: SuiteResults) { self.results = results }

    private static let columns =
        [
            "task", "attempt", "outcome", "score", "cause", "reason", "steps", "prompt_tokens", "answer_tokens",
            "retries", "checks", "expected", "found", "difference",
            "difficulty", "programs", "trace", "sha256", "seconds",
        ] + AttemptPhase.allCases.map { "\($0.rawValue)_seconds" }

    var csv: String {
        let rows = results.tasks.flatMap { task in results.records(of: task).map { row($0, of: task) } }
        return ([Self.columns] + rows).map { $0.map(\.inCSV).joined(separator: ",") + "\r\n" }.joined()
    }

    /// What the checks found that are not passed, or all where each is, one a line.
    private static func checks(_ findings: [CheckFinding]) -> [String] {
        let failed = findings.filter { ($0.score ?? 0) < 1 }
        let shown = failed.isEmpty ? findings : failed
        func lines(_ text: (CheckFinding) -> String) -> String { shown.map(text).joined(separator: "\n") }
        return [
            lines { "\($0.check) \($0.score.map { "\($0)" } ?? "not evaluated")" }, lines(\.expected), lines(\.found),
            lines(\.difference),
        ]
    }

    private func row(_ record: AttemptRecord, of task: SuiteTask) -> [String] {
        let score = record.score.map { "\($0)" } ?? ""
        let counts = [record.steps, record.promptTokens, record.answerTokens].map { $0.map(String.init) ?? "" }
        return [record.task, "\(record.attempt)", record.outcome.rawValue, score, record.cause?.rawValue ?? ""]
            + [record.reason] + counts + ["\(record.troubles.count)"] + Self.checks(record.checks ?? [])
            + [task.difficulty?.rawValue ?? "", task.programs.joined(separator: " "), record.trace ?? "", task.sha256]
            + ["\(record.seconds)"]
            + AttemptPhase.allCases.map { phase in record.phases[phase.rawValue].map { "\($0)" } ?? "" }
    }
}

extension String {
    /// The text as a field: in quotes where it holds a comma, a quote or a line end.
    var inCSV: String {
        guard unicodeScalars.contains(where: { ",\"\r\n".unicodeScalars.contains($0) }) else { return self }
        return "\"" + replacing("\"", with: "\"\"") + "\""
    }
}
