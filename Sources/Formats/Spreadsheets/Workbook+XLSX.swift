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
        var left = Sheet.maximumCells
        for entry in book["sheets"]?.all("sheet") ?? [] {
            guard let path = targets[entry.attributes["id"] ?? ""] else { continue }
            let reader = XLSXSheet(texts: texts ?? [], styles: styles ?? CellStyles(), maximumCells: left)
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
