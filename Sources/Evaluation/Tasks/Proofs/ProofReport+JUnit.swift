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
    fileprivate var testCase: JUnitReport.Case {
        let result: JUnitReport.Result =
            switch verdict {
            case .kept: .passed
            case .broken: .failed(reason)
            case .notEvaluated: .error(reason)
            }
        return JUnitReport.Case(
            repetition == 1 ? promise : "\(promise) (repetition \(repetition))", result, seconds: seconds,
            output: trace.map { "trace: \($0)" })
    }
}
