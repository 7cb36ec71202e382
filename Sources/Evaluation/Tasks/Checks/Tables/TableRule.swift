import Formats
import Interaction
import JSON

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
