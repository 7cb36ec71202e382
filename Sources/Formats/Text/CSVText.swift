/// A table as comma-separated values (RFC 4180): quoted fields may hold commas, quotes and line ends.
package struct CSVText {
    /// The fields of each line that is not empty.
    package let rows: [[String]]

    /// Reads a text, whatever it is: there is none that is not a table.
    package init(_ text: String) {
        var reader = CSVReader()
        for scalar in text.unicodeScalars { reader.take(scalar) }
        rows = reader.finished()
    }

    /// Each row below the first, by the names that the first gives to the columns.
    package var records: [[CodePoints: String]] {
        guard let names = rows.first else { return [] }
        return rows.dropFirst().map { row in
            Dictionary(zip(names.map { CodePoints($0) }, row)) { _, last in last }
        }
    }
}

/// Reads a table scalar by scalar.
private struct CSVReader {
    private var rows: [[String]] = []
    private var row: [String] = []
    private var field = ""
    private var place = Place.plain
    /// Whether the field had quotes, so that it counts though it is empty.
    private var wasQuoted = false

    private enum Place {
        case plain
        case quoted
        /// After a quote within quotes: the second of two, or the end.
        case afterQuote
    }

    mutating func take(_ scalar: Unicode.Scalar) {
        switch (place, scalar) {
        case (.quoted, "\""): place = .afterQuote
        case (.quoted, _): field.unicodeScalars.append(scalar)
        case (.afterQuote, "\""):
            field.unicodeScalars.append(scalar)
            place = .quoted
        case (.afterQuote, _):
            place = .plain
            takePlain(scalar)
        case (.plain, _): takePlain(scalar)
        }
    }

    private mutating func takePlain(_ scalar: Unicode.Scalar) {
        switch scalar {
        case "\"" where field.isEmpty: (place, wasQuoted) = (.quoted, true)
        case ",":
            row.append(field)
            (field, wasQuoted) = ("", false)
        case "\n": endRow()
        default: field.unicodeScalars.append(scalar)
        }
    }

    private mutating func endRow() {
        if !(row.isEmpty && field.isEmpty && !wasQuoted) {
            row.append(field)
            rows.append(row)
        }
        (row, field, wasQuoted) = ([], "", false)
    }

    mutating func finished() -> [[String]] {
        endRow()
        return rows
    }
}
