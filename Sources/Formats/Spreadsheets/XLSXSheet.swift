/// Reads one sheet of an xlsx file.
struct XLSXSheet {
    let texts: [String]
    let styles: CellStyles
    /// How many cells it may have.
    let maximumCells: Int

    func sheet(_ tree: XMLTree, name: String, relations: [String: String]) throws(FormatFault) -> Sheet {
        var sheet = Sheet(name: name)
        try readRows(tree, into: &sheet)
        sheet.merged = CellRanges(
            (tree["mergeCells"]?.all("mergeCell") ?? []).compactMap { $0.attributes["ref"] }.joined(separator: " "))
        sheet.hasConditions = tree["conditionalFormatting"] != nil
        sheet.drawing = tree["drawing"]?.attributes["id"].flatMap { relations[$0] }
        sheet.pivots = relations.values.filter { $0.contains("/pivotTables/") }.sorted()
        readView(tree, into: &sheet)
        for column in tree["cols"]?.all("col") ?? [] {
            sheet.columns[column.attributes["min"] ?? ""] = column.attributes
        }
        readValidations(tree, into: &sheet)
        readLinks(tree, relations, into: &sheet)
        return sheet
    }

    /// Rows and cells without a number follow the one before them.
    private func readRows(_ tree: XMLTree, into sheet: inout Sheet) throws(FormatFault) {
        var row = -1
        for element in tree["sheetData"]?.all("row") ?? [] {
            row = element.attributes["r"].flatMap(Int.init).map { $0 - 1 } ?? row + 1
            if element.attributes.count > 1 { sheet.rows[row + 1] = element.attributes }
            var column = -1
            for cell in element.all("c") {
                let place =
                    cell.attributes["r"].flatMap { CellPlace($0) } ?? CellPlace(row: row, column: column + 1)
                column = place.column
                guard sheet.cells.count < maximumCells else { throw FormatFault("it has more cells than are read") }
                sheet.cells[place] = try read(cell, at: place)
            }
        }
    }

    /// - Throws: ``FormatFault`` for a value that its type cannot have: no program opens such a file.
    private func read(_ cell: XMLTree, at place: CellPlace) throws(FormatFault) -> Cell {
        let style = cell.attributes["s"].flatMap(Int.init) ?? 0
        return Cell(value: try value(of: cell, at: place, style: style), style: style)
    }

    private func value(of cell: XMLTree, at place: CellPlace, style: Int) throws(FormatFault) -> CellValue? {
        let type = cell.attributes["t"] ?? "n"
        if type == "inlineStr" { return .text(cell["is"]?.sharedText ?? "") }
        guard let written = cell["v"]?.text, !written.isEmpty else { return type == "str" ? .text("") : nil }
        switch type {
        case "s":
            guard let index = Int(written), texts.indices.contains(index) else {
                throw FormatFault("its cell \(place) names the text \(written) of \(texts.count)")
            }
            return .text(texts[index])
        case "str": return .text(written)
        case "b": return .truth(written == "1")
        case "e": return .error(written)
        case "d": return .text(written)
        default:
            guard let number = written.pythonNumber else {
                throw FormatFault("its cell \(place) holds '\(written)', expected a number")
            }
            return styles.isDate(style) ? .date(number) : .number(number)
        }
    }
}

extension XLSXSheet {
    private func readView(_ tree: XMLTree, into sheet: inout Sheet) {
        let view = tree["sheetViews"]?["sheetView"]
        if let zoom = view?.attributes["zoomScale"].flatMap(Double.init) { sheet.zoom = zoom }
        if let pane = view?["pane"]?.attributes, pane["state"]?.hasPrefix("frozen") ?? false {
            sheet.frozen = CellPlace(
                row: pane["ySplit"].flatMap(Double.init).map(Int.init(saturating:)) ?? 0,
                column: pane["xSplit"].flatMap(Double.init).map(Int.init(saturating:)) ?? 0)
        }
    }

    private func readValidations(_ tree: XMLTree, into sheet: inout Sheet) {
        for validation in tree["dataValidations"]?.all("dataValidation") ?? [] {
            var attributes = validation.attributes
            for name in ["formula1", "formula2"] { attributes[name] = validation[name]?.text }
            sheet.validations.append(DataValidation(attributes: attributes))
        }
    }

    private func readLinks(_ tree: XMLTree, _ relations: [String: String], into sheet: inout Sheet) {
        for link in tree["hyperlinks"]?.all("hyperlink") ?? [] {
            guard let place = link.attributes["ref"].flatMap({ CellPlace($0) }) else { continue }
            sheet.links[place] = link.attributes["id"].flatMap { relations[$0] } ?? link.attributes["location"] ?? ""
        }
    }
}

extension XMLTree {
    /// A shared or inline text: its text and that of its runs, without phonetic hints.
    var sharedText: String {
        elements.map { element in
            switch element.name {
            case "t": element.text
            case "r": element["t"]?.text ?? ""
            default: ""
            }
        }.joined()
    }
}

extension Int {
    /// The whole number next to `number`, however large that claims to be.
    fileprivate init(saturating number: Double) {
        self = number.isFinite ? Int(Swift.max(-1e9, Swift.min(1e9, number))) : 0
    }
}
