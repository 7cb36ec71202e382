/// A table as comma-separated values (RFC 4180): quoted fields may hold commas, quotes and line ends.
package struct CSVText {
    package let rows: [[String]]

    package init(_ text: String) {
        var rows: [[String]] = []
        var row: [String] = []
        var field = ""
        var isQuoted = false
        var wasQuoted = false
        var scalars = text.unicodeScalars.makeIterator()
        var pushed: Unicode.Scalar?
        func endRow() {
            if !(row.isEmpty && field.isEmpty && !wasQuoted) {
                row.append(field)
                rows.append(row)
            }
            (row, field, wasQuoted) = ([], "", false)
        }
        while let scalar = pushed ?? scalars.next() {
            pushed = nil
            if isQuoted {
                guard scalar == "\"" else {
                    field.unicodeScalars.append(scalar)
                    continue
                }
                let next = scalars.next()
                if next == "\"" {
                    field.unicodeScalars.append("\"")
                } else {
                    isQuoted = false
                    pushed = next
                }
            } else if scalar == "\"", field.isEmpty {
                (isQuoted, wasQuoted) = (true, true)
            } else if scalar == "," {
                row.append(field)
                (field, wasQuoted) = ("", false)
            } else if scalar == "\n" {
                endRow()
            } else {
                field.unicodeScalars.append(scalar)
            }
        }
        endRow()
        self.rows = rows
    }

    /// Each row below the first, by the names that the first gives to the columns.
    package var records: [[String: String]] {
        guard let names = rows.first else { return [] }
        return rows.dropFirst().map { row in
            Dictionary(zip(names, row)) { _, last in last }
        }
    }
}
