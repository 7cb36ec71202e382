import Interaction

extension ProofReport {
    /// The report for people: a line a task, then every promise that is not kept.
    package var text: String {
        var table = TextTable()
        table.add("task", "difficulty", "untouched", "script", "equivalents", "near misses", "seconds")
        for task in tasks { table.add(task.cells) }
        let summary =
            "\(tasks.count) tasks: \(count(.kept)) promises kept, \(count(.broken)) broken, "
            + "\(count(.notEvaluated)) not evaluated"
        return (table.lines + [summary] + tasks.flatMap(\.faults)).joined(separator: "\n")
    }
}

extension TaskProof {
    fileprivate var cells: [String] {
        let seconds = findings.reduce(0) { $0 + $1.seconds }
        return [task, difficulty?.rawValue ?? "-"]
            + [kept("untouched"), kept("script"), kept("equivalent"), kept("near miss")]
            + ["\((seconds * 10).rounded() / 10)"]
    }

    /// How many promises of one kind hold, and how many there are.
    private func kept(_ kind: String) -> String {
        let ofKind = findings.filter { $0.promise.hasPrefix(kind) }
        return ofKind.isEmpty ? "-" : "\(ofKind.count { $0.verdict == .kept })/\(ofKind.count)"
    }

    fileprivate var faults: [String] {
        findings.filter { $0.verdict != .kept }.map { finding in
            let word = finding.verdict == .broken ? "BROKEN" : "NOT EVALUATED"
            let repetition = finding.repetition > 1 ? ", repetition \(finding.repetition)" : ""
            let trace = finding.trace.map { "\n    trace: \($0)" } ?? ""
            let printed = (finding.printed ?? []).flatMap { $0.split(separator: "\n") }
                .map { "\n    " + TerminalText.line(String($0)) }.joined()
            return "\(word)  \(task), \(finding.promise)\(repetition): \(finding.reason)\(trace)\(printed)"
        }
    }
}
