import Agents

extension SuiteResults {
    /// The results as continuous integration reads them: what failed is a failure, what was not evaluated an error.
    var junit: JUnitReport {
        let properties =
            [("deskhand", header.deskhand), ("policy", header.policy), ("repeats", "\(header.repeats)")]
            + header.settings.sorted { $0.key < $1.key }
            + header.tasks.sorted { $0.key < $1.key }.map { ("sha256 of \($0.key)", $0.value) }
        return JUnitReport(suites: [
            JUnitReport.Suite(
                name: "deskhand", properties: properties.map { (name: $0.0, value: $0.1) }, cases: records.map(testCase)
            )
        ])
    }

    private func testCase(_ record: AttemptRecord) -> JUnitReport.Case {
        let kind = record.cause?.rawValue ?? ""
        let result: JUnitReport.Result =
            switch record.outcome {
            case .passed: .passed
            case .failed: .failed(record.reason, kind: kind, details: record.checkLines)
            case .notEvaluated: .error(record.reason, kind: kind, details: record.checkLines)
            }
        return JUnitReport.Case(
            header.repeats > 1 ? "\(record.task) (\(record.attempt))" : record.task, result, group: "deskhand.tasks",
            seconds: record.seconds, output: record.trace.map { "trace: \($0)" })
    }
}

extension AttemptRecord {
    /// What each check found, with its difference, as lines.
    var checkLines: String {
        (checks ?? []).map { check in
            ([check.reason] + check.difference.split(separator: "\n").map { "  \($0)" }).joined(separator: "\n")
        }.joined(separator: "\n")
    }
}
