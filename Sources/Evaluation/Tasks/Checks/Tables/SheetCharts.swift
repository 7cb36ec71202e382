import Formats
import Foundation
import Interaction
import JSON

/// Two sheets of xlsx books have charts of the same data, and these the same `chart_props`.
struct SheetCharts: TableRule {
    static let type = "chart"
    private static let known = ["title", "legend", "type", "direction", "xtitle", "ytitle"]
    private let sheets: SheetPair
    private let names: [String]

    init(_ json: JSON) throws(TaskFault) {
        sheets = try SheetPair(json)
        names = json["chart_props"]?.strings ?? []
        if let stranger = names.first(where: { !Self.known.contains($0) }) {
            throw TaskFault("unknown property '\(stranger)'; known are \(Self.known.joined(separator: ", "))")
        }
    }

    func mismatch(in files: TableFiles) throws -> String? {
        try sheets.compare(in: files) { one, two in
            let wanted: [String: [String: String]]
            do {
                wanted = try charts(two)
            } catch let fault as FormatFault {
                throw TaskFault("the expected book cannot be read: \(fault)")
            }
            do {
                return Self.mismatch(found: try charts(one), wanted: wanted)
            } catch let fault as FormatFault {
                guard fault.kind == .damaged else { throw EvidenceFault.ofReader("\(fault)") }
                return "the charts cannot be read: \(fault)"
            }
        }
    }

    private static func mismatch(found: [String: [String: String]], wanted: [String: [String: String]]) -> String? {
        for (data, properties) in wanted.sorted(by: { $0.key < $1.key }) {
            guard let others = found[data] else { return "expected a chart of \(data), found \(found.keys.sorted())" }
            for name in Set(properties.keys).union(others.keys).sorted() {
                let (one, two) = (others[name] ?? "none", properties[name] ?? "none")
                if !one.isSame(as: two) { return "the chart of \(data): expected \(name) \(two), found \(one)" }
            }
        }
        return found.keys.sorted().first { wanted[$0] == nil }.map { "found a chart of \($0), expected none" }
    }

    /// Each chart's properties, by the ranges of its data.
    private func charts(_ found: (file: TableFile, sheet: Sheet)) throws(FormatFault) -> [String: [String: String]] {
        guard let archive = found.file.archive, let drawing = found.sheet.drawing else { return [:] }
        var charts: [String: [String: String]] = [:]
        for target in try archive.related(to: drawing) where target.hasSuffix(".xml") && target.contains("/charts/") {
            let chart = try XMLTree(archive.contents(of: target))
            guard let body = chart["chart"], let area = body["plotArea"] else { continue }
            let plots = area.elements.filter { $0.name.hasSuffix("Chart") }
            let series = plots.flatMap { $0.all("ser") }.map { series in
                "\(reference(series["val"] ?? series["yVal"])),\(reference(series["cat"] ?? series["xVal"]))"
            }
            charts[series.joined(separator: ";")] = properties(body, area, plots.first)
        }
        return charts
    }

    private func reference(_ data: XMLTree?) -> String {
        (data?["numRef"] ?? data?["strRef"])?["f"]?.text.replacing("$", with: "") ?? ""
    }

    private func properties(_ chart: XMLTree, _ area: XMLTree, _ plot: XMLTree?) -> [String: String] {
        let axes = area.elements.filter { $0.name.hasSuffix("Ax") }
        let across = axes.first { $0.name == "catAx" || $0.name == "dateAx" } ?? axes.first
        let upwards = axes.last { $0.name == "valAx" }
        var values: [String: String] = [:]
        for name in names {
            values[name] =
                switch name {
                case "title": title(chart)
                case "legend": chart["legend"]?["legendPos"]?.attributes["val"]
                case "type": plot?.name
                case "direction": plot?["barDir"]?.attributes["val"]
                case "xtitle": across.flatMap(title)
                default: upwards.flatMap(title)
                }
        }
        return values
    }

    private func title(_ element: XMLTree) -> String? {
        element["title"]?["tx"]?["rich"]?["p"]?["r"]?["t"]?.text
    }
}
