import Formats
import Foundation
import JSON

/// Two sheets of xlsx books have pivot tables of the same data, and these the same `pivot_props`.
struct SheetPivots: TableRule {
    static let type = "pivot_table"
    private static let known = [
        "name", "show_total", "show_empty_row", "show_empty_col", "show_headers", "location", "filter", "selection",
        "ordered", "col_fields", "row_fields", "data_fields", "data_fields_name",
    ]
    private let sheets: SheetPair
    private let names: Set<String>

    init(_ json: JSON) throws(TaskFault) {
        sheets = try SheetPair(json)
        names = Set(json["pivot_props"]?.strings ?? [])
        if let stranger = names.sorted().first(where: { !Self.known.contains($0) }) {
            throw TaskFault("unknown property '\(stranger)'; known are \(Self.known.joined(separator: ", "))")
        }
    }

    func mismatch(in files: TableFiles) throws -> String? {
        try sheets.compare(in: files) { one, two in
            let wanted: [String: [String: String]]
            do {
                wanted = try pivots(two)
            } catch let fault as FormatFault {
                throw TaskFault("the expected book cannot be read: \(fault)")
            }
            do {
                return Self.mismatch(found: try pivots(one), wanted: wanted)
            } catch let fault as FormatFault {
                guard fault.kind == .damaged else { throw EvidenceFault.ofReader("\(fault)") }
                return "the pivot tables cannot be read: \(fault)"
            }
        }
    }

    private static func mismatch(found: [String: [String: String]], wanted: [String: [String: String]]) -> String? {
        for (data, properties) in wanted.sorted(by: { $0.key < $1.key }) {
            guard let others = found[data] else {
                return "expected a pivot table of \(data), found \(found.keys.sorted())"
            }
            for name in properties.keys.sorted() {
                let (one, two) = (others[name] ?? "none", properties[name] ?? "none")
                if !one.isSame(as: two) {
                    return "the pivot table of \(data): expected \(name) \(two), found \(one)"
                }
            }
        }
        return found.keys.sorted().first { wanted[$0] == nil }.map { "found a pivot table of \($0), expected none" }
    }

    /// Each pivot table's properties, by the range of its data (ECMA-376, part 1, 18.10).
    private func pivots(_ found: (file: TableFile, sheet: Sheet)) throws(FormatFault) -> [String: [String: String]] {
        guard let archive = found.file.archive else { return [:] }
        var pivots: [String: [String: String]] = [:]
        for part in found.sheet.pivots {
            let pivot = PivotTable(try XMLTree(archive.contents(of: part)))
            let cache = try archive.related(to: part).first { $0.contains("pivotCacheDefinition") }
            guard let cache, let source = try XMLTree(archive.contents(of: cache))["cacheSource"] else {
                throw FormatFault("its pivot table '\(part)' names no data")
            }
            pivots[try pivot.data(source)] = pivot.properties(names)
        }
        return pivots
    }
}

/// One pivot table. Fields without items at either end of the data count as no part of it.
private struct PivotTable {
    private let root: XMLTree
    /// For each field, which items it has, and which of them are hidden.
    private let items: [[String]]
    private let skippedLeft: Int
    private let skippedRight: Int

    init(_ root: XMLTree) {
        self.root = root
        let items = (root["pivotFields"]?.all("pivotField") ?? []).map { field in
            (field["items"]?.all("item") ?? []).compactMap { item in
                item.attributes["x"].map { "\($0)\(item.attributes["h"].map { $0 == "1" ? "-" : "+" } ?? "")" }
            }
        }
        skippedLeft = items.prefix(while: \.isEmpty).count
        let rest = items.dropFirst(skippedLeft)
        skippedRight = rest.reversed().prefix(while: \.isEmpty).count
        self.items = Array(rest.dropLast(skippedRight))
    }

    /// The range of the data without skipped fields.
    func data(_ source: XMLTree) throws(FormatFault) -> String {
        let sheet = source["worksheetSource"]?.attributes ?? [:]
        let corners = (sheet["ref"] ?? "").split(separator: ":").compactMap { CellPlace(String($0)) }
        guard corners.count == 2 else { throw FormatFault("the data of its pivot table is no range") }
        let (first, last) = (corners[0].column + skippedLeft, corners[1].column - skippedRight)
        return "\(source.attributes["type"] ?? "") \(sheet["sheet"] ?? ""), rows \(corners[0].row + 1) to "
            + "\(corners[1].row + 1), columns \(first + 1) to \(last + 1)"
    }

    func properties(_ names: Set<String>) -> [String: String] {
        var values: [String: String] = [:]
        let flags = [
            "name": ("name", ""), "show_total": ("visualTotals", "1"), "show_empty_row": ("showEmptyRow", "0"),
            "show_empty_col": ("showEmptyCol", "0"), "show_headers": ("showHeaders", "1"),
        ]
        for (name, (attribute, usual)) in flags where names.contains(name) {
            values[name] = root.attributes[attribute] ?? usual
        }
        if names.contains("location") {
            let place = root["location"]?.attributes ?? [:]
            values["location"] = place.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(
                separator: ", ")
        }
        if names.contains("filter") || names.contains("selection") {
            let isOrdered = names.contains("ordered")
            values["selection"] = "\(items.map { isOrdered ? $0 : Set($0).sorted() })"
        }
        if names.contains("filter") { values["filter_fields"] = "\(Set(fields("pageFields", "fld")).sorted())" }
        if names.contains("col_fields") { values["col_fields"] = "\(fields("colFields", "x").map(shifted))" }
        if names.contains("row_fields") { values["row_fields"] = "\(fields("rowFields", "x").map(shifted))" }
        if names.contains("data_fields") {
            values["data_fields"] = "\(dataFields(named: names.contains("data_fields_name")))"
        }
        return values
    }

    private func fields(_ list: String, _ attribute: String) -> [Int] {
        (root[list]?.elements ?? []).compactMap { $0.attributes[attribute].flatMap(Int.init) }
    }

    private func shifted(_ field: Int) -> Int { field - skippedLeft }

    private func dataFields(named: Bool) -> [String] {
        (root["dataFields"]?.all("dataField") ?? []).map { field in
            let attributes = field.attributes
            let number = attributes["fld"].flatMap(Int.init).map { "\(shifted($0))" } ?? ""
            return [
                number, named ? attributes["name"] ?? "" : "", attributes["subtotal"] ?? "sum",
                attributes["showDataAs"] ?? "normal",
            ].joined(separator: ";")
        }
    }
}
