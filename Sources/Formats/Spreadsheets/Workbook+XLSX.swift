extension Workbook {
    /// Reads an Office Open XML spreadsheet (ECMA-376, part 1, chapter 18).
    init(xlsx archive: ZipArchive) throws(FormatFault) {
        let book = try XMLTree(archive.contents(of: "xl/workbook.xml"))
        let targets = try archive.relations(of: "xl/workbook.xml")
        let styles = try archive.entry("xl/styles.xml").map { (entry) throws(FormatFault) in
            try CellStyles(XMLTree(archive.contents(of: entry)))
        }
        let texts = try archive.entry("xl/sharedStrings.xml").map { (entry) throws(FormatFault) in
            try XMLTree(archive.contents(of: entry)).all("si").map(\.sharedText)
        }
        var sheets: [Sheet] = []
        var left = Sheet.mostCells
        for entry in book["sheets"]?.all("sheet") ?? [] {
            guard let path = targets[entry.attributes["id"] ?? ""] else { continue }
            let reader = XLSXSheet(texts: texts ?? [], styles: styles ?? CellStyles(), mostCells: left)
            let sheet = try reader.sheet(
                XMLTree(archive.contents(of: path)), name: entry.attributes["name"] ?? "",
                relations: archive.relations(of: path))
            left -= sheet.cells.count
            sheets.append(sheet)
        }
        self.init(sheets: sheets, styles: styles ?? CellStyles())
    }
}

extension ZipArchive {
    /// What a part of an Office Open XML file refers to, by the relations' names; parts of the archive as their names.
    func relations(of part: String) throws(FormatFault) -> [String: String] {
        Dictionary(try relationList(of: part).map { ($0.name, $0.target) }) { _, last in last }
    }

    /// The same in the order of the file, with the last word of each relation's type, such as `slideLayout`.
    func relationList(of part: String) throws(FormatFault) -> [(name: String, kind: String, target: String)] {
        var parts = part.split(separator: "/").map(String.init)
        let last = parts.popLast() ?? ""
        guard let entry = entry((parts + ["_rels", "\(last).rels"]).joined(separator: "/")) else { return [] }
        return try XMLTree(contents(of: entry)).all("Relationship").map { relation in
            let target = relation.attributes["Target"] ?? ""
            let isInside = relation.attributes["TargetMode"] != "External"
            let kind = relation.attributes["Type"]?.split(separator: "/").last.map(String.init) ?? ""
            return (relation.attributes["Id"] ?? "", kind, isInside ? Self.resolved(target, in: parts) : target)
        }
    }

    /// The parts that `part` refers to.
    package func related(to part: String) throws(FormatFault) -> [String] { try relations(of: part).values.sorted() }

    private static func resolved(_ target: String, in folder: [String]) -> String {
        if target.hasPrefix("/") { return String(target.dropFirst()) }
        var parts = folder
        for step in target.split(separator: "/") {
            if step == ".." { _ = parts.popLast() } else if step != "." { parts.append(String(step)) }
        }
        return parts.joined(separator: "/")
    }
}

extension XMLTree {
    /// A shared or inline text: its own and that of its runs, without what is only read aloud.
    fileprivate var sharedText: String {
        elements.map { element in
            switch element.name {
            case "t": element.text
            case "r": element["t"]?.text ?? ""
            default: ""
            }
        }.joined()
    }
}

/// Reads one sheet of an xlsx file.
private struct XLSXSheet {
    let texts: [String]
    let styles: CellStyles
    /// How many cells it may have.
    let mostCells: Int

    func sheet(_ tree: XMLTree, name: String, relations: [String: String]) throws(FormatFault) -> Sheet {
        var sheet = Sheet(name: name)
        var row = -1
        for element in tree["sheetData"]?.all("row") ?? [] {
            row = element.attributes["r"].flatMap(Int.init).map { $0 - 1 } ?? row + 1
            if element.attributes.count > 1 { sheet.rows[row + 1] = element.attributes }
            var column = -1
            for cell in element.all("c") {
                let place =
                    cell.attributes["r"].flatMap { CellPlace($0) } ?? CellPlace(row: row, column: column + 1)
                column = place.column
                guard sheet.cells.count < mostCells else { throw FormatFault("it has more cells than are read") }
                sheet.cells[place] = try read(cell, at: place)
            }
        }
        sheet.merged = CellRanges(
            (tree["mergeCells"]?.all("mergeCell") ?? []).compactMap { $0.attributes["ref"] }.joined(separator: " "))
        sheet.hasConditions = tree["conditionalFormatting"] != nil
        sheet.drawing = tree["drawing"]?.attributes["id"].flatMap { relations[$0] }
        sheet.pivots = relations.values.filter { $0.contains("/pivotTables/") }.sorted()
        let view = tree["sheetViews"]?["sheetView"]
        if let zoom = view?.attributes["zoomScale"].flatMap(Double.init) { sheet.zoom = zoom }
        if let pane = view?["pane"]?.attributes, pane["state"]?.hasPrefix("frozen") ?? false {
            sheet.frozen = CellPlace(
                row: pane["ySplit"].flatMap(Double.init).map(Int.init(saturating:)) ?? 0,
                column: pane["xSplit"].flatMap(Double.init).map(Int.init(saturating:)) ?? 0)
        }
        for validation in tree["dataValidations"]?.all("dataValidation") ?? [] {
            var attributes = validation.attributes
            for name in ["formula1", "formula2"] { attributes[name] = validation[name]?.text }
            sheet.validations.append(DataValidation(attributes: attributes))
        }
        for column in tree["cols"]?.all("col") ?? [] {
            sheet.columns[column.attributes["min"] ?? ""] = column.attributes
        }
        for link in tree["hyperlinks"]?.all("hyperlink") ?? [] {
            guard let place = link.attributes["ref"].flatMap({ CellPlace($0) }) else { continue }
            sheet.links[place] = link.attributes["id"].flatMap { relations[$0] } ?? link.attributes["location"] ?? ""
        }
        return sheet
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

extension Int {
    /// The whole number next to `number`, however large that claims to be.
    fileprivate init(saturating number: Double) {
        self = number.isFinite ? Int(Swift.max(-1e9, Swift.min(1e9, number))) : 0
    }
}
