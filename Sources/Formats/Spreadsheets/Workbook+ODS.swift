extension Workbook {
    /// Reads an OpenDocument spreadsheet (OASIS OpenDocument 1.3, part 3, chapter 9): values, no styles.
    init(ods archive: ZipArchive) throws(FormatFault) {
        let document = try XMLTree(archive.contents(of: "content.xml"))
        guard let body = document["body"]?["spreadsheet"] else { throw FormatFault("it is not a spreadsheet") }
        let blanks = body.everywhere("s").reduce(0) { $0 + $1.repeatedBlanks }
        guard blanks <= TextDocument.maximumBlanks else {
            throw FormatFault("it has more repeated blanks than are read")
        }
        var sheets: [Sheet] = []
        var left = Sheet.maximumCells
        for table in body.all("table") {
            let sheet = try Sheet(openDocument: table, maximumCells: left)
            left -= sheet.cells.count
            sheets.append(sheet)
        }
        self.init(sheets: sheets)
    }
}

extension Sheet {
    fileprivate init(openDocument table: XMLTree, maximumCells: Int) throws(FormatFault) {
        self.init(name: table.attributes["name"] ?? "")
        var row = 0
        for element in table.rows {
            let repeats = element.repeats("number-rows-repeated")
            let values = try Self.values(of: element)
            for (column, value) in values {
                for extra in 0..<repeats {
                    guard cells.count < maximumCells else { throw FormatFault("it has more cells than are read") }
                    cells[CellPlace(row: row + extra, column: column)] = Cell(value: value)
                }
            }
            row += repeats
        }
    }

    /// The cells of a row that hold something. Office programs fill up a row with one empty cell repeated many times.
    private static func values(of row: XMLTree) throws(FormatFault) -> [(column: Int, value: CellValue)] {
        var values: [(column: Int, value: CellValue)] = []
        var column = 0
        for cell in row.elements where cell.name == "table-cell" || cell.name == "covered-table-cell" {
            let repeats = cell.repeats("number-columns-repeated")
            if let value = cell.value {
                guard repeats <= 16_384 else { throw FormatFault("it has more cells than are read") }
                values += (0..<repeats).map { (column + $0, value) }
            }
            column += repeats
        }
        return values
    }
}

extension XMLTree {
    /// Rows in the order of the table, those of groups and headers too.
    fileprivate var rows: [XMLTree] {
        elements.flatMap { element in
            switch element.name {
            case "table-row": [element]
            case "table-rows", "table-header-rows", "table-row-group": element.rows
            default: [XMLTree]()
            }
        }
    }

    fileprivate func repeats(_ name: String) -> Int {
        min(max(attributes[name].flatMap(Int.init) ?? 1, 1), 1 << 21)
    }

    fileprivate var value: CellValue? {
        let text = all("p").map(\.openText).joined(separator: "\n")
        switch attributes["value-type"] {
        case "float", "currency", "percentage":
            return attributes["value"].flatMap(\.pythonNumber).map(CellValue.number)
        case "boolean": return .truth(attributes["boolean-value"] == "true")
        case "date", "time", "string": return .text(text)
        default: return text.isEmpty ? nil : .text(text)
        }
    }
}
