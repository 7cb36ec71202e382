import Images

extension DocumentLayout {
    /// The document as Markdown: headings, paragraphs, lists, tables, formulas, and pictures with their captions.
    package var markdown: String {
        let blocks = elements.map { Self.markdown(of: $0) }.filter { !$0.isEmpty }
        return blocks.isEmpty ? "" : blocks.joined(separator: "\n\n") + "\n"
    }

    private static func markdown(of element: DocumentElement) -> String {
        switch element.content {
        case .heading(let level, let text): String(repeating: "#", count: level) + " " + oneLine(text.markdown)
        case .paragraph(let text), .header(let text), .footer(let text): lineStartsEscaped(text.markdown)
        case .list(let isOrdered, let items): list(items, isOrdered: isOrdered)
        case .table(let table): MarkdownTable(table).text
        case .formula(let latex): latex.isEmpty ? "" : "$$\n\(latex)\n$$"
        case .image(let caption): image(caption, element)
        case .chart(let table, let caption):
            [image(caption, element), table.map { MarkdownTable($0).text } ?? ""].filter { !$0.isEmpty }
                .joined(separator: "\n\n")
        case .music(let notes): fenced(notes, "abc")
        case .molecule(let smiles): fenced(smiles, "smiles")
        case .code(let text): fenced(text, "")
        }
    }

    private static func image(_ caption: DocumentText, _ element: DocumentElement) -> String {
        "![\(oneLine(caption.markdown))](#\(place(of: element)))"
    }

    /// The picture's place in the picture that the model saw, for there is no file of it.
    private static func place(of element: DocumentElement) -> String {
        guard let box = element.box else { return "image" }
        return "image=\(Int(box.x)),\(Int(box.y)),\(Int(box.maxX)),\(Int(box.maxY))"
    }

    private static func list(_ items: [DocumentElement.ListItem], isOrdered: Bool) -> String {
        items.enumerated().map { index, item in
            let sign = isOrdered ? "\(index + 1). " : "- "
            let indent = String(repeating: " ", count: sign.count)
            let parts = [item.text.markdown] + item.parts.map { markdown(of: $0) }
            let lines = parts.filter { !$0.isEmpty }.joined(separator: "\n").split(separator: "\n")
            return sign + lines.joined(separator: "\n" + indent)
        }.joined(separator: "\n")
    }

    private static func fenced(_ text: String, _ language: String) -> String {
        // The fence is longer than any run of backticks within.
        let run = text.split { $0 != "`" }.map(\.count).max() ?? 0
        let fence = String(repeating: "`", count: max(3, run + 1))
        return "\(fence)\(language)\n\(text)\n\(fence)"
    }

    private static func oneLine(_ text: String) -> String {
        text.split(separator: "\n").map { String($0).trimmed }.joined(separator: " ")
    }

    /// A paragraph's line that begins like a heading, a list or a quotation is none.
    private static func lineStartsEscaped(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            let digits = line.prefix { $0.isASCII && $0.isNumber }
            let after = line.dropFirst(digits.count)
            if !digits.isEmpty, after.hasPrefix(". ") || after.hasPrefix(") ") { return "\(digits)\\\(after)" }
            let isSign = ["# ", "- ", "+ ", "## ", "### ", "=", "---"].contains { line.hasPrefix($0) }
            return isSign ? "\\" + line : String(line)
        }.joined(separator: "\n")
    }
}

/// Lays a table out on a grid, for Markdown knows no cells that span others.
private struct MarkdownTable {
    private static let maximumCells = 20_000

    private let table: DocumentTable

    init(_ table: DocumentTable) { self.table = table }

    var text: String {
        let grid = grid
        guard let width = grid.map(\.count).max(), width > 0 else { return "" }
        let lines = grid.map { row in
            "| " + (row + Array(repeating: "", count: width - row.count)).joined(separator: " | ") + " |"
        }
        let rule = "|" + String(repeating: " --- |", count: width)
        let caption = table.caption.map { $0.markdown + "\n\n" } ?? ""
        return caption + ([lines[0], rule] + lines.dropFirst()).joined(separator: "\n")
    }

    /// The cells' text by row and column; what a cell spans besides its first place is empty.
    private var grid: [[String]] {
        var grid: [[String]] = []
        /// For each column, how many more rows a cell above reaches down.
        var reach: [Int] = []
        var count = 0
        for cells in table.rows {
            var row: [String] = []
            func skipReached() {
                while row.count < reach.count, reach[row.count] > 0 {
                    reach[row.count] -= 1
                    row.append("")
                }
            }
            for cell in cells where count < Self.maximumCells {
                skipReached()
                for column in 0..<cell.columns {
                    while reach.count <= row.count { reach.append(0) }
                    reach[row.count] = cell.rows - 1
                    row.append(column == 0 ? Self.oneLine(cell.text.markdown) : "")
                    count += 1
                }
            }
            while row.count < reach.count {
                if reach[row.count] > 0 { reach[row.count] -= 1 }
                row.append("")
                count += 1
            }
            grid.append(row)
            if count >= Self.maximumCells { break }
        }
        return grid
    }

    private static func oneLine(_ text: String) -> String {
        text.split(separator: "\n").map { String($0).trimmed }.joined(separator: "<br>")
    }
}
