/// Cells in columns as wide as they need to be: the first to the left, the others to the right.
struct TextTable {
    private(set) var rows: [[String]] = []

    mutating func add(_ cells: String...) { rows.append(cells) }
    mutating func add(_ cells: [String]) { rows.append(cells) }

    var lines: [String] {
        let columns = rows.map(\.count).max() ?? 0
        let widths = (0..<columns).map { column in
            // A row of one cell is a heading, and may be as long as it likes.
            rows.filter { $0.count > 1 && $0.count > column }.map { $0[column].count }.max() ?? 0
        }
        return rows.map { row in
            let cells = row.enumerated().map { column, cell in
                let padding = String(repeating: " ", count: max(0, widths[column] - cell.count))
                return column == 0 ? cell + (row.count > 1 ? padding : "") : "  " + padding + cell
            }
            return cells.joined()
        }
    }
}
