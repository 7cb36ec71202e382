package import Foundation
import Images

/// The outcome of an evaluation: what was asked, under which settings, and what became of each item.
package struct GroundingResults: Sendable {
    /// The setup that they were made with.
    package let header: RunHeader
    /// What was asked.
    package let dataset: GroundingDataset
    /// The items that were asked for, in the dataset's order.
    let items: [GroundingItem]
    /// One for each item, in the same order.
    package let records: [ItemRecord]

    var pairs: [(item: GroundingItem, record: ItemRecord)] { zip(items, records).map { ($0, $1) } }

    /// Writes `summary.json`, `report.html` with its further pages, and for ScreenSpot-Pro its result file.
    ///
    /// None of them holds a time, so that a run that was broken off and continued gives the same files.
    ///
    /// - Throws: ``RunFolderError/notWritable(path:reason:)``.
    @discardableResult
    package func writeReports(to folder: URL, bootstrap: Bootstrap = Bootstrap()) throws -> GroundingSummary {
        let summary = GroundingSummary(self, bootstrap: bootstrap)
        try ReportFile.write(summary.json + "\n", to: folder.appending(path: "summary.json"))
        if let official = officialResult {
            try ReportFile.write(official + "\n", to: folder.appending(path: "screenspot_pro_result.json"))
        }
        for page in GroundingPages(self, summary) {
            try ReportFile.write(page.html, to: folder.appending(path: page.name))
        }
        removePages(of: folder, from: GroundingPages(self, summary).count)
        return summary
    }

    /// ScreenSpot-Pro's own result file; `nil` for the benchmarks that have none.
    package var officialResult: String? {
        header.suite == .screenSpotPro ? ScreenSpotProResult(self).text : nil
    }

    /// Removes what an earlier report with more failures left behind.
    private func removePages(of folder: URL, from first: Int) {
        var number = first
        while (try? FileManager.default.removeItem(at: folder.appending(path: GroundingPages.name(number)))) != nil {
            number += 1
        }
    }
}
