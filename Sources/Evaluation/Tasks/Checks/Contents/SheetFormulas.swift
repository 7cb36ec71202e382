import Formats

/// The formulas of a spreadsheet, in a form in which two ways to write the same sum are the same.
enum SheetFormulas {
    /// Every formula of a saved book, sorted.
    static func of(_ zip: ZipArchive) -> [String] {
        if let content = try? zip.contents(of: "content.xml"), let tree = try? XMLTree(content) {
            return tree.everywhere("table-cell").compactMap { $0.attributes["formula"] }.map(canonical).sorted()
        }
        let sheets = zip.entries.map(\.name).filter { $0.hasPrefix("xl/worksheets/") && $0.hasSuffix(".xml") }.sorted()
        return sheets.flatMap { name in
            let tree = (try? zip.contents(of: name)).flatMap { try? XMLTree($0) }
            return tree?.everywhere("f").map { canonical($0.text) } ?? []
        }.sorted()
    }

    /// `SUM(A1:A2)`, `=A2+A1` and `of:=[.A1]+[.A2]` are all `the sum of A1, A2`; another formula keeps its own words.
    static func canonical(_ formula: String) -> String {
        let start = formula.firstIndex(of: "=").map { formula.index(after: $0) } ?? formula.startIndex
        let plain = String(formula[start...].filter { !" $[]".contains($0) }).uppercased().replacing(":.", with: ":")
        let words = String(
            plain.enumerated().filter { index, character in character != "." || index > 0 }.map(\.element)
        )
        .replacing("+.", with: "+").replacing("(.", with: "(").replacing(";.", with: ";")
        return cells(ofSum: words).map { "the sum of \($0.joined(separator: ", "))" } ?? "formula \(words)"
    }

    /// The cells that a sum adds, in their order; `nil` for another formula.
    private static func cells(ofSum formula: String) -> [String]? {
        var cells: [CellPlace] = []
        for term in formula.split(separator: "+", omittingEmptySubsequences: false) {
            let isSum = term.hasPrefix("SUM(") && term.hasSuffix(")")
            let parts = isSum ? term.dropFirst(4).dropLast().split { ";,".contains($0) } : [term]
            for part in parts {
                let ends = part.split(separator: ":", omittingEmptySubsequences: false)
                guard (1...(isSum ? 2 : 1)).contains(ends.count), let first = CellPlace(ends[0]),
                    let last = CellPlace(ends[ends.count - 1]), first.row <= last.row, first.column <= last.column,
                    (last.row - first.row + 1) * (last.column - first.column + 1) <= 10_000
                else { return nil }
                for row in first.row...last.row {
                    cells += (first.column...last.column).map { CellPlace(row: row, column: $0) }
                }
            }
        }
        return cells.sorted().map(\.description)
    }
}
