import Evaluation
import Foundation

/// A run at its end.
struct FinishedRun {
    let result: TaskResult
    let report: RunReport
    let assembly: TaskAssembly
    /// Whether it is one of several rows, so that its task has to be named.
    let isOfRow: Bool

    var text: String { isOfRow ? "\(report.task): \(report.text)" : report.text }
}

extension [FinishedRun] {
    /// The report of a run, or an array of those of the rows.
    var json: String {
        get throws {
            if count == 1, let only = first, !only.isOfRow { return try only.report.json }
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
            return String(decoding: try encoder.encode(map(\.report)), as: UTF8.self)
        }
    }
}
