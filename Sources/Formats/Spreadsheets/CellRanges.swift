/// A cell's place in a table, from 0.
package struct CellPlace: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// From 0.
    package let row: Int
    /// From 0.
    package let column: Int

    /// - Parameters:
    ///   - row: from 0.
    ///   - column: from 0.
    package init(row: Int, column: Int) {
        self.row = row
        self.column = column
    }

    /// Row by row.
    package static func < (one: CellPlace, two: CellPlace) -> Bool { (one.row, one.column) < (two.row, two.column) }

    /// As spreadsheets write it: `B12`.
    package var description: String {
        var letters = ""
        var rest = column + 1
        while rest > 0 {
            letters = "\(Character(Unicode.Scalar(UInt8(65 + (rest - 1) % 26))))\(letters)"
            rest = (rest - 1) / 26
        }
        return "\(letters)\(row + 1)"
    }

    /// Reads `B12`; dollar signs count for nothing.
    package init?(_ text: some StringProtocol) {
        let text = text.uppercased().replacing("$", with: "")
        let letters = text.prefix { $0.isASCII && $0.isLetter }
        guard (1...3).contains(letters.count), let row = Int(text.dropFirst(letters.count)), row > 0, row <= 1 << 20
        else { return nil }
        let column = letters.utf8.reduce(0) { $0 * 26 + Int($1) - 64 }
        self.init(row: row - 1, column: column - 1)
    }
}

/// Rectangles of cells, as `A1:B6 C2`.
package struct CellRanges: Sendable {
    /// More cells than any rule means.
    private static let maximumCells = 1_000_000

    private let boxes: [(low: CellPlace, high: CellPlace)]

    /// Reads ranges with blanks or commas between them; `nil` for what is not a list of ranges.
    package init?(_ text: String) {
        var boxes: [(low: CellPlace, high: CellPlace)] = []
        for part in text.split(whereSeparator: { $0 == " " || $0 == "," }) {
            let corners = part.split(separator: ":").map { CellPlace($0) }
            guard (1...2).contains(corners.count), let first = corners[0], let last = corners[corners.count - 1] else {
                return nil
            }
            boxes.append(
                (
                    CellPlace(row: min(first.row, last.row), column: min(first.column, last.column)),
                    CellPlace(row: max(first.row, last.row), column: max(first.column, last.column))
                ))
        }
        guard !boxes.isEmpty else { return nil }
        self.boxes = boxes
    }

    /// Every cell, row by row; the list ends where it would grow beyond reason.
    package var cells: [CellPlace] {
        Array(
            boxes.lazy.flatMap { box in
                (box.low.row...box.high.row).lazy.flatMap { row in
                    (box.low.column...box.high.column).lazy.map { CellPlace(row: row, column: $0) }
                }
            }.prefix(Self.maximumCells))
    }

    /// Whether a cell lies in one of the rectangles.
    func contains(_ place: CellPlace) -> Bool {
        boxes.contains { box in
            (box.low.row...box.high.row).contains(place.row)
                && (box.low.column...box.high.column).contains(place.column)
        }
    }

    /// Whether each rectangle of `other` lies in one of these.
    package func contains(_ other: CellRanges) -> Bool {
        other.boxes.allSatisfy { inner in
            boxes.contains { outer in
                (outer.low.row...outer.high.row).contains(inner.low.row)
                    && (outer.low.row...outer.high.row).contains(inner.high.row)
                    && (outer.low.column...outer.high.column).contains(inner.low.column)
                    && (outer.low.column...outer.high.column).contains(inner.high.column)
            }
        }
    }

    /// Whether `place` is hidden under another cell of one of these rectangles.
    func covers(_ place: CellPlace) -> Bool {
        boxes.contains { box in
            CellRanges(boxes: [box]).contains(place) && box.low != place
        }
    }

    private init(boxes: [(low: CellPlace, high: CellPlace)]) { self.boxes = boxes }
}
