package import Foundation

/// The outcome of a suite: what was asked, under which settings, and what became of each attempt.
package struct SuiteResults: Sendable {
    let header: SuiteHeader
    /// In the order of their paths.
    let tasks: [SuiteTask]
    /// Of all attempts, by task and then by number, whatever the order in which they were made.
    package let records: [AttemptRecord]

    func records(of task: SuiteTask) -> [AttemptRecord] { records.filter { $0.task == task.id } }

    /// The name of the page that shows a trace, in the trace's own folder; the report links to it where there is one.
    package static let tracePage = "trace.html"

    /// The figures of the results.
    package var summary: SuiteSummary { SuiteSummary(self) }

    /// Writes `summary.json`, `junit.xml`, `attempts.csv` and `report.html`.
    ///
    /// - Throws: ``RunFolderError/notWritable(path:reason:)``.
    package func writeReports(to folder: URL) throws {
        let summary = summary
        try ReportFile.write(summary.json + "\n", to: folder.appending(path: "summary.json"))
        try ReportFile.write(junit.xml, to: folder.appending(path: "junit.xml"))
        try ReportFile.write(AttemptTable(self).csv, to: folder.appending(path: "attempts.csv"))
        try ReportFile.write(SuitePage(self, summary, in: folder).html, to: folder.appending(path: "report.html"))
    }
}
