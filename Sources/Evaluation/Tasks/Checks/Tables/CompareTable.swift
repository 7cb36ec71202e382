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

/// One thing that is asked of a spreadsheet.
protocol TableRule: Sendable {
    static var type: String { get }

    /// - Throws: ``TaskFault`` for what it does not know.
    init(_ json: JSON) throws(TaskFault)

    /// Why it does not hold, such as the first cell that differs; `nil` where it holds.
    ///
    /// - Throws: ``TaskFault`` when the gold file lacks what the rule names.
    func mismatch(in files: TableFiles) throws -> String?
}

/// A book, the archive that it came in, and the files that were fetched with it.
struct TableFile {
    let book: Workbook
    let archive: ZipArchive?
    private let name: String
    private let beside: [EvidenceFile]

    init(_ file: EvidenceFile, beside evidence: Evidence?) throws(FormatFault) {
        book = try Workbook(file)
        archive = file.contents.flatMap { try? ZipArchive($0) }
        name = file.name
        if case .file(_, let others)? = evidence { beside = others } else { beside = [] }
    }

    /// The lines of a sheet as it would be printed: a CSV file beside the book, `BOOK-SHEET.csv`. Blank lines at the end
    /// count for nothing.
    func printed(_ sheet: String) -> [String]? {
        guard let file = beside.first(where: { $0.name == "\(name.withoutExtension)-\(sheet).csv" }) else { return nil }
        let lines = file.tableText?.splitLines.map(\.trimmed)
        return lines.map { Array($0.reversed().drop(while: \.isEmpty).reversed()) }
    }
}

/// What a rule looks at.
struct TableFiles {
    let result: TableFile
    let gold: TableFile?
}

/// A sheet as a rule names it.
struct SheetName: Sendable {
    private let isGold: Bool
    private let index: Int?
    private let name: String

    /// Reads `field` of a rule.
    static func read(_ json: JSON, _ field: String) throws(TaskFault) -> SheetName {
        if let name = SheetName(json[field]) { return name }
        throw TaskFault("expected a sheet as 0, RI0, RNname, EI0 or ENname, found '\(field)'")
    }

    private init?(_ json: JSON?) {
        if let number = json?.number {
            self.init(isGold: false, index: Int(exactly: number), name: "")
            return
        }
        guard let text = json?.string else { return nil }
        let isGold = text.hasPrefix("E")
        let rest = String(text.dropFirst(2))
        if text.hasPrefix("RI") || text.hasPrefix("EI") {
            guard let index = Int(rest) else { return nil }
            self.init(isGold: isGold, index: index, name: "")
        } else if text.hasPrefix("RN") || text.hasPrefix("EN") {
            self.init(isGold: isGold, index: nil, name: rest)
        } else {
            return nil
        }
    }

    private init(isGold: Bool, index: Int?, name: String) {
        self.isGold = isGold
        self.index = index
        self.name = name
    }

    /// The file and the sheet; `nil` where the result has no such sheet.
    ///
    /// - Throws: ``TaskFault`` where the gold file has none.
    func find(in files: TableFiles) throws(TaskFault) -> (file: TableFile, sheet: Sheet)? {
        guard let file = isGold ? files.gold : files.result else {
            throw TaskFault("a rule needs a gold file, but the task has none as 'expected'")
        }
        let sheets = file.book.sheets
        let sheet =
            index.map { sheets.indices.contains($0) ? sheets[$0] : nil } ?? sheets.first { $0.name.isSame(as: name) }
        if isGold, sheet == nil { throw TaskFault("the gold file has no sheet '\(index.map(String.init) ?? name)'") }
        return sheet.map { (file, $0) }
    }
}

/// The two sheets of a rule that compares.
struct SheetPair: Sendable {
    private let first: SheetName
    private let second: SheetName

    init(_ json: JSON) throws(TaskFault) {
        first = try SheetName.read(json, "sheet_idx0")
        second = try SheetName.read(json, "sheet_idx1")
    }

    /// What `compare` says of both sheets; a sheet that the result lacks is a mismatch.
    func compare(
        in files: TableFiles,
        _ compare: (_ one: (file: TableFile, sheet: Sheet), _ two: (file: TableFile, sheet: Sheet)) throws -> String?
    ) throws -> String? {
        guard let one = try first.find(in: files) else { return "there is no sheet \(first)" }
        guard let two = try second.find(in: files) else { return "there is no sheet \(second)" }
        return try compare(one, two)
    }
}

extension SheetName: CustomStringConvertible {
    var description: String { index.map { "with the index \($0)" } ?? "'\(name)'" }
}
