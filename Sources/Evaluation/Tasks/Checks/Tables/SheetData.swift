import Formats
import Interaction
import JSON

/// Both books have the same sheets in the same order.
struct SheetNames: TableRule {
    static let type = "sheet_name"

    init(_ json: JSON) throws(TaskFault) {}

    func mismatch(in files: TableFiles) throws -> String? {
        guard let gold = files.gold else { throw TaskFault("sheet_name needs a gold file") }
        let (found, wanted) = (files.result.book.sheets.map(\.name), gold.book.sheets.map(\.name))
        return found.isSame(as: wanted) ? nil : "expected the sheets \(Excerpt.of(wanted)), found \(Excerpt.of(found))"
    }
}

/// Two sheets hold the same data: the names in the first row, and below them each column. Numbers of a column that has
/// nothing else are rounded to `precision` digits, 4 if not given; in a mixed column they are compared as they are.
struct SheetData: TableRule {
    static let type = "sheet_data"
    private let sheets: SheetPair
    private let precision: Int

    init(_ json: JSON) throws(TaskFault) {
        sheets = try SheetPair(json)
        precision = json["precision"]?.integer ?? 4
    }

    func mismatch(in files: TableFiles) throws -> String? {
        try sheets.compare(in: files) { one, two in
            let (found, wanted) = (DataFrame(one.sheet), DataFrame(two.sheet))
            guard found.rows == wanted.rows, found.columns.count == wanted.columns.count else {
                return "\(one.sheet.name): expected \(wanted.size), found \(found.size)"
            }
            for (column, (here, there)) in zip(found.columns, wanted.columns).enumerated() {
                if let mismatch = here.mismatch(from: there, precision: precision) {
                    return "\(one.sheet.name)!\(CellPlace(row: mismatch.row, column: column)): \(mismatch.words)"
                }
            }
            return nil
        }
    }
}

/// Two sheets look the same when printed: the lines of the CSV files that were saved beside the books.
struct SheetPrint: TableRule {
    static let type = "sheet_print"
    private let sheets: SheetPair
    private let ignoresCase: Bool

    init(_ json: JSON) throws(TaskFault) {
        sheets = try SheetPair(json)
        ignoresCase = json["ignore_case"]?.bool ?? false
    }

    func mismatch(in files: TableFiles) throws -> String? {
        try sheets.compare(in: files) { one, two in
            guard let wanted = two.file.printed(two.sheet.name) else {
                throw TaskFault("the CSV file of the sheet '\(two.sheet.name)' is missing beside the expected book")
            }
            guard let lines = one.file.printed(one.sheet.name) else {
                return "no CSV file of the sheet '\(one.sheet.name)' lies beside the book"
            }
            let (found, expected) = (lines.map(folded), wanted.map(folded))
            return found.isSame(as: expected) ? nil : Difference.of(found: found, expected: expected)
        }
    }

    private func folded(_ line: String) -> String { ignoresCase ? line.pythonLowercased : line }
}
