extension ProofReport {
    /// The report as continuous integration reads it: a suite for each task, a case for each promise.
    package var junit: String {
        let suites = tasks.map { task in
            """
              <testsuite name="\(task.task.escapedForXML)" tests="\(task.findings.count)" \
            failures="\(task.count(.broken))" errors="\(task.count(.notEvaluated))">
            \(task.findings.map { $0.junit(of: task.task) }.joined(separator: "\n"))
              </testsuite>
            """
        }
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <testsuites name="task proofs" tests="\(tasks.reduce(0) { $0 + $1.findings.count })" \
            failures="\(count(.broken))" errors="\(count(.notEvaluated))">
            \(suites.joined(separator: "\n"))
            </testsuites>

            """
    }
}

extension TaskProof {
    fileprivate func count(_ verdict: Finding.Verdict) -> Int { findings.count { $0.verdict == verdict } }
}

extension TaskProof.Finding {
    fileprivate func junit(of task: String) -> String {
        let name = repetition == 1 ? promise : "\(promise) (repetition \(repetition))"
        let head =
            "    <testcase classname=\"\(task.escapedForXML)\" name=\"\(name.escapedForXML)\" time=\"\(seconds)\""
        let message = (reason + (trace.map { "; trace: \($0)" } ?? "")).escapedForXML
        return switch verdict {
        case .kept: head + "/>"
        case .broken: head + "><failure message=\"\(message)\"/></testcase>"
        case .notEvaluated: head + "><error message=\"\(message)\"/></testcase>"
        }
    }
}

extension String {
    /// As the value of an attribute; characters that XML does not have become spaces.
    fileprivate var escapedForXML: String {
        var text = ""
        for scalar in unicodeScalars {
            switch scalar {
            case "&": text += "&amp;"
            case "<": text += "&lt;"
            case ">": text += "&gt;"
            case "\"": text += "&quot;"
            case "\n", "\t": text += "&#\(scalar.value);"
            case _ where scalar.value < 32 || scalar.value == 0xFFFE || scalar.value == 0xFFFF: text += " "
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text
    }
}
