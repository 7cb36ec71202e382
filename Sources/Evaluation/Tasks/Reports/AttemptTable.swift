/// All attempts, a row each, as spreadsheets read them (RFC 4180).
struct AttemptTable {
    private let results: SuiteResults

    init(_ results: SuiteResults) { self.results = results }

    private static let columns =
        [
            "task", "attempt", "outcome", "score", "cause", "reason", "steps", "prompt_tokens", "answer_tokens",
            "retries",
            "difficulty", "programs", "trace", "sha256", "seconds",
        ] + AttemptPhase.allCases.map { "\($0.rawValue)_seconds" }

    var csv: String {
        let rows = results.tasks.flatMap { task in results.records(of: task).map { row($0, of: task) } }
        return ([Self.columns] + rows).map { $0.map(\.inCSV).joined(separator: ",") + "\r\n" }.joined()
    }

    private func row(_ record: AttemptRecord, of task: SuiteTask) -> [String] {
        let score = record.score.map { "\($0)" } ?? ""
        let counts = [record.steps, record.promptTokens, record.answerTokens].map { $0.map(String.init) ?? "" }
        return [record.task, "\(record.attempt)", record.outcome.rawValue, score, record.cause?.rawValue ?? ""]
            + [record.reason] + counts + ["\(record.troubles.count)"]
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
