import Evaluation

/// A proof's report for people: a line a task, then every promise that is not kept.
struct ProofTable {
    private let report: ProofReport

    init(_ report: ProofReport) { self.report = report }

    var text: String {
        let rows =
            [["task", "difficulty", "untouched", "script", "equivalents", "near misses", "seconds"]]
            + report.tasks.map(row)
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        let lines = rows.map { row in
            zip(row, widths).map { $0.padding(to: $1) }.joined(separator: "  ").trimmingEnd
        }
        let faults = report.tasks.flatMap { task in
            task.findings.filter { $0.verdict != .kept }.map { fault($0, of: task) }
        }
        return (lines + [summary] + faults).joined(separator: "\n")
    }

    private func row(_ task: TaskProof) -> [String] {
        let seconds = task.findings.reduce(0) { $0 + $1.seconds }
        return [task.task, task.difficulty?.rawValue ?? "-"]
            + ["untouched", "script", "equivalent", "near miss"].map { kind in
                let findings = task.findings.filter { $0.promise.hasPrefix(kind) }
                guard !findings.isEmpty else { return "-" }
                return "\(findings.count { $0.verdict == .kept })/\(findings.count)"
            } + ["\((seconds * 10).rounded() / 10)"]
    }

    private var summary: String {
        let (kept, broken, unknown) = (report.count(.kept), report.count(.broken), report.count(.notEvaluated))
        return "\(report.tasks.count) tasks: \(kept) promises kept, \(broken) broken, \(unknown) not evaluated"
    }

    private func fault(_ finding: TaskProof.Finding, of task: TaskProof) -> String {
        let word = finding.verdict == .broken ? "BROKEN" : "NOT EVALUATED"
        let repetition = finding.repetition > 1 ? ", repetition \(finding.repetition)" : ""
        let trace = finding.trace.map { "\n    trace: \($0)" } ?? ""
        return "\(word)  \(task.task), \(finding.promise)\(repetition): \(finding.reason)\(trace)"
    }
}

extension String {
    fileprivate func padding(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }

    fileprivate var trimmingEnd: String { String(reversed().drop { $0 == " " }.reversed()) }
}
