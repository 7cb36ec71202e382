/// The place of a cell in a table, from 0.
struct SheetPlace {
    let row: Int
    let column: Int

    /// What a spreadsheet calls the cell there: letters for the column, from A to Z, AA, AB and so on, and the row from 1.
    var name: String {
        var letters = ""
        var left = column + 1
        while left > 0 {
            letters = String(Unicode.Scalar(UInt8(65 + (left - 1) % 26))) + letters
            left = (left - 1) / 26
        }
        return "\(letters)\(row + 1)"
    }
}
