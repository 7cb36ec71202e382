import Foundation
import Images

/// The scores of an evaluation and everything that moves them, as `summary.json` has it.
package struct GroundingSummary: Hashable, Codable, Sendable {
    let settings: RunHeader
    /// What an item that was not evaluated, or a picture that changed, would show.
    let picturesSHA256: String
    /// How often which size of picture was shown to the model at which size: `1920x1080 as 1932x1092`.
    let pictureSizes: [String: Int]
    let remarks: [String]
    let bootstrap: Bootstrap
    /// All items; the micro average. With refusals, where the benchmark has any.
    package let overall: ScoreLine
    /// Of datasets with refusals, the items that have a target.
    package let withoutRefusals: ScoreLine?
    /// The mean of the cells of split and kind, of the ScreenSpots that have them.
    package let macro: MacroAverage?
    /// One for each trait of the dataset, and one for everything.
    package let slices: [Slice]
    /// Why items were not evaluated, by their keys.
    package let notEvaluated: [String: String]

    private enum CodingKeys: String, CodingKey {
        case settings, remarks, bootstrap, overall, macro, slices
        case picturesSHA256 = "pictures_sha256"
        case pictureSizes = "picture_sizes"
        case withoutRefusals = "without_refusals"
        case notEvaluated = "not_evaluated"
    }

    /// Counts results and draws their intervals.
    package init(_ results: GroundingResults, bootstrap: Bootstrap) {
        let pairs = results.pairs
        settings = results.header
        self.bootstrap = bootstrap
        remarks = results.dataset.remarks
        overall = ScoreLine("all", Tally(results.records), bootstrap)
        let findable = pairs.filter { $0.item.target != .refusal }
        withoutRefusals =
            results.dataset.hasRefusals
            ? ScoreLine("without refusals", Tally(findable.map(\.record)), bootstrap) : nil
        macro = results.header.suite.hasSplits ? GroundingSummary.macro(pairs, bootstrap) : nil
        slices = results.header.suite.divisions.map { Slice(by: $0, of: pairs, bootstrap) }
            .filter { !$0.lines.isEmpty }
        let sizes = results.records.compactMap(\.sizes).map { ($0, 1) }
        pictureSizes = Dictionary(sizes, uniquingKeysWith: +)
        let hashes = Set(results.records.compactMap(\.imageSHA256)).sorted().joined(separator: "\n")
        picturesSHA256 = ContentHash.hexadecimal(of: Array(hashes.utf8))
        let missing = results.records.filter { $0.verdict == .notEvaluated }
        notEvaluated = Dictionary(missing.map { ($0.key, $0.reason ?? "") }) { first, _ in first }
    }

    private static func macro(
        _ pairs: [(item: GroundingItem, record: ItemRecord)], _ bootstrap: Bootstrap
    ) -> MacroAverage? {
        var cells: [String: Tally] = [:]
        for (item, record) in pairs {
            for name in item.names(by: [.split, .kind]) { cells[name, default: Tally()].add(record.verdict) }
        }
        return MacroAverage(of: cells.sorted { $0.key < $1.key }.map(\.value), bootstrap)
    }

    /// The summary as JSON, indented, with sorted keys.
    package var json: String {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            return String(decoding: try encoder.encode(self), as: UTF8.self)
        }
    }
}

extension ItemRecord {
    fileprivate var sizes: String? {
        guard let image, let picture else { return nil }
        return "\(image) as \(picture)"
    }
}

extension GroundingSuite {
    var hasSplits: Bool { self == .screenSpot || self == .screenSpotV2 }

    /// The ways in which its results are divided.
    fileprivate var divisions: [[GroundingTrait]] {
        switch self {
        case .screenSpot, .screenSpotV2: [[.split, .kind], [.split], [.kind], [.source]]
        case .screenSpotPro: [[.group], [.group, .kind], [.kind], [.platform], [.application]]
        case .osWorldG, .osWorldGRefined: [[.boxType], [.category], [.guiType]]
        }
    }
}
