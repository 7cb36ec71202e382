import JSON

/// A spreadsheet as it was saved: xlsx, ods or csv, told apart by what they hold.
package struct Workbook {
    /// In the order of the book.
    package var sheets: [Sheet]
    /// How cells look; nothing for ods and csv files.
    package var styles = CellStyles()

    init(sheets: [Sheet], styles: CellStyles = CellStyles()) {
        self.sheets = sheets
        self.styles = styles
    }

    /// Reads the contents of a file.
    ///
    /// - Parameter name: the file's name, after which the only sheet of a csv file is called.
    /// - Throws: ``FormatFault`` for contents that are not a spreadsheet, or one of more cells than are read.
    package init(_ contents: [UInt8], name: String) throws(FormatFault) {
        guard contents.starts(with: [0x50, 0x4B]) else {
            guard !contents.contains(0) else { throw FormatFault("it is not a spreadsheet") }
            self.init(sheets: [try Sheet(CSVText(contents.tableText), name: name.withoutExtension)])
            return
        }
        let archive = try ZipArchive(contents)
        self = archive.entry("xl/workbook.xml") != nil ? try Workbook(xlsx: archive) : try Workbook(ods: archive)
    }

    /// The sheet called `name`, if there is one.
    func sheet(_ name: String) -> Sheet? { sheets.first { $0.name.isSame(as: name) } }
}

/// What a cell holds; for a formula, the value that was saved with it.
package enum CellValue: Hashable {
    case number(Double)
    /// A number that is shown as a date or time: days since the book's first.
    case date(Double)
    case text(String)
    case truth(Bool)
    case error(String)
}

/// A cell of a sheet.
package struct Cell {
    /// `nil` where it is empty.
    package var value: CellValue?
    /// Which of the book's styles it has.
    var style = 0

    /// An empty cell.
    package init(value: CellValue? = nil, style: Int = 0) {
        self.value = value
        self.style = style
    }
}

/// One table of a book.
package struct Sheet {
    /// More cells than any task has, in all sheets of a book.
    static let maximumCells = 2_000_000

    /// As its tab shows it; empty where the file gives none.
    package let name: String
    /// The cells that the file names, by their places.
    package var cells: [CellPlace: Cell] = [:]
    /// Rectangles of cells that are joined.
    var merged: CellRanges?
    /// Columns and rows that stay while the rest is scrolled; `nil` where nothing is frozen.
    package var frozen: CellPlace?
    /// In per cent.
    package var zoom = 100.0
    /// What may be entered into cells, in the order of the file.
    package var validations: [DataValidation] = []
    /// What is said of whole rows, by their numbers from 1.
    package var rows: [Int: [String: String]] = [:]
    /// What is said of runs of columns, by the number of their first from 1.
    package var columns: [String: [String: String]] = [:]
    /// Where cells lead to.
    var links: [CellPlace: String] = [:]
    /// Whether looks depend on values.
    package var hasConditions = false
    /// The part of the archive that holds its pictures and charts.
    package var drawing: String?
    /// The parts of the archive that hold its pivot tables.
    package var pivots: [String] = []

    init(name: String) { self.name = name }

    /// A table of texts.
    ///
    /// - Throws: ``FormatFault`` for more cells than are read.
    init(_ csv: CSVText, name: String) throws(FormatFault) {
        self.name = name
        for (row, fields) in csv.rows.enumerated() {
            for (column, field) in fields.enumerated() where !field.isEmpty {
                guard cells.count < Self.maximumCells else { throw FormatFault("it has more cells than are read") }
                let value = field.plainNumber.map(CellValue.number) ?? .text(field)
                cells[CellPlace(row: row, column: column)] = Cell(value: value)
            }
        }
    }

    /// The cell at a place, if the file names it.
    package subscript(place: CellPlace) -> Cell? { cells[place] }

    /// How many rows and columns reach to the last cell that holds something.
    package var extent: (rows: Int, columns: Int) {
        cells.reduce((0, 0)) { extent, cell in
            guard let value = cell.value.value, value != .text("") else { return extent }
            return (max(extent.0, cell.key.row + 1), max(extent.1, cell.key.column + 1))
        }
    }

    /// The texts of the last row that holds something.
    package var lastRow: [String] {
        let extent = extent
        guard extent.rows > 0 else { return [] }
        return (0..<extent.columns).map { column in
            cells[CellPlace(row: extent.rows - 1, column: column)]?.value?.written ?? ""
        }
    }
}

/// What may be entered into cells: the attributes of one rule, by their names in the file.
package struct DataValidation {
    /// Their values as written; the formulas, which are elements, among them.
    package let attributes: [String: String]
}

extension CellValue {
    /// As Python writes it out.
    package var written: String {
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
    package var pythonText: String {
        if self == rounded(), abs(self) < 1e16 { return "\(sign == .minus && self == 0 ? "-" : "")\(Int(self)).0" }
        return "\(self)".replacing(".0e", with: "e")
    }
}

extension String {
    /// The part before the last dot.
    package var withoutExtension: String { lastIndex(of: ".").map { String(self[..<$0]) } ?? self }
}
