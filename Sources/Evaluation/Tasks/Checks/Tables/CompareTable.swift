import Formats
import Interaction
import JSON

/// A spreadsheet fulfils every rule of the option `rules`, alone or beside a gold file.
///
/// Sheets are named as in OSWorld: a number or `RI0` is the first sheet of the result, `RNSheet1` one by its name, `EI0`
/// and `ENSheet1` the same of the gold file.
struct CompareTable: Metric {
    static let name = "compare_table"
    private let rules: [any TableRule]

    /// The rules that there are.
    private static let kinds: [any TableRule.Type] = [
        SheetNames.self, SheetData.self, SheetPrint.self, SheetFuzzy.self, CheckCell.self, SheetStyle.self,
        SheetZoom.self, SheetFreeze.self, SheetValidation.self, RowProperties.self, ColumnProperties.self,
        SheetCharts.self, SheetPivots.self,
    ]

    init(options: [String: JSON]) throws(TaskFault) {
        try options.onlyKnow(["rules"])
        guard let list = options["rules"]?.items else { throw TaskFault("expected the option 'rules' to be a list") }
        var rules: [any TableRule] = []
        for (index, json) in list.enumerated() {
            let type = json["type"]?.string ?? ""
            guard let kind = Self.kinds.first(where: { $0.type == type }) else {
                let known = Self.kinds.map { $0.type }.sorted().joined(separator: ", ")
                throw TaskFault("rule \(index + 1) has the unknown type '\(type)'; known are \(known)")
            }
            do throws(TaskFault) {
                rules.append(try kind.init(json))
            } catch {
                throw TaskFault("rule \(index + 1), \(type): \(error.description)")
            }
        }
        self.rules = rules
    }

    func check(_ result: Evidence, expected: Evidence?) throws -> CheckResult {
        let goldFile = try expected.map { _ in try expected.gold(of: Self.name) }
        let gold = try goldFile.map { file in
            try readingGold(file, "spreadsheet") { try TableFile($0, beside: expected) }
        }
        let words =
            rules.map { type(of: $0).type }.joined(separator: ", ") + (goldFile.map { " as in '\($0.name)'" } ?? "")
        switch try reading(result.file, expected: words, { try TableFile($0, beside: result) }) {
        case .nothing(let result): return result
        case .value(let found): return try check(TableFiles(result: found, gold: gold), expected: words)
        }
    }

    /// The first rule that does not hold says why.
    private func check(_ files: TableFiles, expected: String) throws -> CheckResult {
        let sheets = files.result.book.sheets.map(\.name)
        for (index, rule) in rules.enumerated() {
            if let mismatch = try rule.mismatch(in: files) {
                let name = rules.count > 1 ? "rule \(index + 1), \(type(of: rule).type): " : ""
                return CheckResult(
                    0, expected: expected, found: "sheets \(Excerpt.of(sheets))", difference: name + mismatch)
            }
        }
        return CheckResult(1, expected: expected, found: "sheets \(Excerpt.of(sheets))")
    }
}
