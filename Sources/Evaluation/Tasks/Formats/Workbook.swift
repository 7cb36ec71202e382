/// A spreadsheet as it was saved: xlsx, ods or csv, told apart by what they hold.
package struct Workbook {
    var sheets: [Sheet]
    var styles = CellStyles()

    init(sheets: [Sheet], styles: CellStyles = CellStyles()) {
        self.sheets = sheets
        self.styles = styles
    }

    package init(_ file: EvidenceFile) throws(FormatFault) {
        guard let contents = file.contents else { throw FormatFault("it does not exist") }
        guard contents.starts(with: [0x50, 0x4B]) else {
            guard let text = file.tableText, !contents.contains(0) else { throw FormatFault("it is not a spreadsheet") }
            self.init(sheets: [try Sheet(CSVText(text), name: file.name.withoutExtension)])
            return
        }
        let archive = try ZipArchive(contents)
        self = archive.entry("xl/workbook.xml") != nil ? try Workbook(xlsx: archive) : try Workbook(ods: archive)
    }

    func sheet(_ name: String) -> Sheet? { sheets.first { $0.name.isSame(as: name) } }
}

/// What a cell holds; for a formula, the value that was saved with it.
enum CellValue: Hashable {
    case number(Double)
    /// A number that is shown as a date or time: days since the book's first.
    case date(Double)
    case text(String)
    case truth(Bool)
    case error(String)
}

struct Cell {
    var value: CellValue?
    /// Which of the book's styles it has.
    var style = 0
}

/// One table of a book.
struct Sheet {
    /// More cells than any task has, in all sheets of a book.
    static let mostCells = 2_000_000

    let name: String
    var cells: [CellPlace: Cell] = [:]
    var merged: CellRanges?
    /// Columns and rows that stay while the rest is scrolled; `nil` where nothing is frozen.
    var frozen: CellPlace?
    /// In per cent.
    var zoom = 100.0
    var validations: [DataValidation] = []
    /// What is said of whole rows, by their numbers from 1.
    var rows: [Int: [String: String]] = [:]
    var columns: [String: [String: String]] = [:]
    var links: [CellPlace: String] = [:]
    /// Whether looks depend on values.
    var hasConditions = false
    /// The part of the archive that holds its pictures and charts.
    var drawing: String?

    init(name: String) { self.name = name }

    /// A table of texts.
    ///
    /// - Throws: ``FormatFault`` for more cells than are read.
    init(_ csv: CSVText, name: String) throws(FormatFault) {
        self.name = name
        for (row, fields) in csv.rows.enumerated() {
            for (column, field) in fields.enumerated() where !field.isEmpty {
                guard cells.count < Self.mostCells else { throw FormatFault("it has more cells than are read") }
                let value = field.plainNumber.map(CellValue.number) ?? .text(field)
                cells[CellPlace(row: row, column: column)] = Cell(value: value)
            }
        }
    }

    subscript(place: CellPlace) -> Cell? { cells[place] }

    /// How many rows and columns reach to the last cell that holds something.
    var extent: (rows: Int, columns: Int) {
        cells.reduce((0, 0)) { extent, cell in
            guard let value = cell.value.value, value != .text("") else { return extent }
            return (max(extent.0, cell.key.row + 1), max(extent.1, cell.key.column + 1))
        }
    }

    /// The texts of the last row that holds something.
    var lastRow: [String] {
        let extent = extent
        guard extent.rows > 0 else { return [] }
        return (0..<extent.columns).map { column in
            cells[CellPlace(row: extent.rows - 1, column: column)]?.value?.written ?? ""
        }
    }
}

/// What may be entered into cells: the attributes of one rule, by their names in the file.
struct DataValidation {
    let attributes: [String: String]
}

extension CellValue {
    /// As Python writes it out.
    var written: String {
        switch self {
        case .number(let number), .date(let number):
            number.pythonText
        case .text(let text): text
        case .truth(let truth): truth ? "True" : "False"
        case .error(let text): text
        }
    }
}

extension Double {
    /// As Python's `repr` writes it: in powers of ten from 1e16 on.
    var pythonText: String {
        if self == rounded(), abs(self) < 1e16 { return "\(sign == .minus && self == 0 ? "-" : "")\(Int(self)).0" }
        return "\(self)".replacing(".0e", with: "e")
    }
}

extension String {
    /// The part before the last dot.
    var withoutExtension: String { lastIndex(of: ".").map { String(self[..<$0]) } ?? self }
}
