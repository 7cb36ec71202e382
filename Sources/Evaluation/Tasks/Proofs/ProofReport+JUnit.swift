extension ProofReport {
    /// The report as continuous integration reads it: a suite for each task, a case for each promise.
    package var junit: String {
        let counts = "failures=\"\(count(.broken))\" errors=\"\(count(.notEvaluated))\""
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <testsuites tests="\(tasks.reduce(0) { $0 + $1.findings.count })" \(counts)>
            \(tasks.map(\.junit).joined(separator: "\n"))
            </testsuites>

            """
    }
}

extension TaskProof {
    fileprivate var junit: String {
        let broken = findings.count { $0.verdict == .broken }
        let unknown = findings.count { $0.verdict == .notEvaluated }
        return """
            <testsuite name="\(task.inXML)" tests="\(findings.count)" failures="\(broken)" errors="\(unknown)">
            \(findings.map { $0.junit(of: task) }.joined(separator: "\n"))
            </testsuite>
            """
    }
}

extension TaskProof.Finding {
    fileprivate func junit(of task: String) -> String {
        let name = repetition == 1 ? promise : "\(promise) (repetition \(repetition))"
        let head = "<testcase classname=\"deskhand.proofs.\(task.inXML)\" name=\"\(name.inXML)\" time=\"\(seconds)\""
        let message = (reason + (trace.map { "; trace: \($0)" } ?? "")).inXML
        return switch verdict {
        case .kept: head + "/>"
        case .broken: head + "><failure message=\"\(message)\"/></testcase>"
        case .notEvaluated: head + "><error message=\"\(message)\"/></testcase>"
        }
    }
}
