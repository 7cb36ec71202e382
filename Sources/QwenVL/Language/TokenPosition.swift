/// Where a token stands: for text the same number three times, for a piece of a picture its time, row and column.
package struct TokenPosition: Hashable, Sendable {
    /// In time; in text all three are the same.
    package var time: Int
    /// In cells from the picture's first row.
    package var row: Int
    /// In cells from the picture's first column.
    package var column: Int

    /// Creates a position.
    package init(time: Int, row: Int, column: Int) {
        self.time = time
        self.row = row
        self.column = column
    }

    /// The position of a token of text.
    package init(_ index: Int) { self.init(time: index, row: index, column: index) }
}
