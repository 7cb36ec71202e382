extension ProofReport {
    /// The report as continuous integration reads it: a suite for each task, a case for each promise.
    package var junit: JUnitReport {
        JUnitReport(
            suites: tasks.map { task in
                JUnitReport.Suite(name: task.task, cases: task.findings.map(\.testCase))
            })
    }
}

extension TaskProof.Finding {
    /// Where the trace lies, and what programs printed.
    private var output: String? {
        let parts = [trace.map { "trace: \($0)" }].compactMap(\.self) + (printed ?? [])
        return parts.isEmpty ? nil : parts.joined(separator: "\n")
    }

    fileprivate var testCase: JUnitReport.Case {
        let result: JUnitReport.Result =
            switch verdict {
            case .kept: .passed
            case .broken: .failed(reason)
            case .notEvaluated: .error(reason)
            }
        return JUnitReport.Case(
            repetition == 1 ? promise : "\(promise) (repetition \(repetition))", result, seconds: seconds,
            output: output)
    }
}
