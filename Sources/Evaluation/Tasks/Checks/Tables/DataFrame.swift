import Formats
import JSON

/// A sheet as pandas' `read_excel` reads it: names in the first row, and below them columns of one kind each.
struct DataFrame {
    /// How many rows of data there are.
    let rows: Int
    let columns: [DataColumn]

    init(_ sheet: Sheet) {
        let extent = sheet.extent
        var rows = (0..<extent.rows).map { row in
            (row: row, cells: (0..<extent.columns).map { sheet[CellPlace(row: row, column: $0)]?.value?.unlessEmpty })
        }
        // A line of one empty field is no line to the reader of texts that pandas sends sheets through.
        if extent.columns == 1 { rows.removeAll { $0.cells[0] == nil } }
        self.rows = max(0, rows.count - 1)
        columns = (0..<extent.columns).map { column in
            DataColumn(name: rows.first?.cells[column] ?? nil, rows.dropFirst().map { ($0.row, $0.cells[column]) })
        }
    }

    var size: String { "\(rows) rows of \(columns.count) columns" }
}

/// A column's name and what lies below it.
struct DataColumn {
    /// What all values of a column are.
    enum Kind: String {
        case integers, floats, booleans = "truth values", objects = "mixed values"
    }

    let name: CellValue?
    let kind: Kind
    private let values: [(row: Int, value: CellValue?)]

    /// Words that stand for a missing value.
    private static let missing: Set = [
        "", "#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan", "1.#IND", "1.#QNAN", "<NA>", "N/A", "NA",
        "NULL", "NaN", "None", "n/a", "nan", "null",
    ]

    init(name: CellValue?, _ values: [(row: Int, value: CellValue?)]) {
        self.name = name
        let present = values.map { (row: $0.row, value: $0.value.flatMap { $0.isMissing ? nil : $0 }) }
        if let kind = Self.numericKind(present.map(\.value)) {
            self.kind = kind
            self.values =
                kind == .booleans ? present : present.map { ($0.row, $0.value?.numeric.map { .number($0.number) }) }
        } else if present.allSatisfy({ $0.value?.truthWord != nil }), !present.isEmpty {
            kind = .booleans
            self.values = present.map { ($0.row, $0.value?.truthWord.map { .truth($0) }) }
        } else {
            kind = .objects
            self.values = present
        }
    }

    /// The kind of a column in which everything is a number, a truth value or missing; `nil` for others.
    private static func numericKind(_ values: [CellValue?]) -> Kind? {
        let numbers = values.map { $0?.numeric }
        guard zip(values, numbers).allSatisfy({ ($0 == nil) == ($1 == nil) }) else { return nil }
        // An empty column has nothing to be a number.
        guard !values.isEmpty else { return .objects }
        if numbers.contains(where: { $0 == nil || $0?.isWhole == false }) { return .floats }
        let isTruth = values.allSatisfy { if case .truth? = $0 { true } else { false } }
        return isTruth ? .booleans : .integers
    }

    /// The first row that differs from the other column's, from 0, and how.
    func mismatch(from other: DataColumn, precision: Int) -> (row: Int, words: String)? {
        guard Self.isSame(name, other.name) else {
            return (0, "expected \(Self.words(other.name)), found \(Self.words(name))")
        }
        for (one, two) in zip(values, other.values)
        where !Self.isSame(rounded(one.value, precision), other.rounded(two.value, precision)) {
            return (one.row, "expected \(Self.words(two.value)), found \(Self.words(one.value))")
        }
        guard kind == other.kind else {
            return (values.first?.row ?? 0, "expected a column of \(other.kind.rawValue), found \(kind.rawValue)")
        }
        return nil
    }

    private func rounded(_ value: CellValue?, _ precision: Int) -> CellValue? {
        guard kind == .floats, case .number(let number)? = value else { return value }
        return .number(number.rounded(toDigits: precision))
    }

    private static func words(_ value: CellValue?) -> String {
        guard let value else { return "nothing" }
        return if case .text(let text) = value { Excerpt.of(text) } else { value.written }
    }

    private static func isSame(_ one: CellValue?, _ two: CellValue?) -> Bool {
        guard let one, let two else { return one == nil && two == nil }
        return one.isSame(as: two)
    }
}

extension CellValue {
    /// Texts by their code points; a truth value is the number 1 or 0.
    fileprivate func isSame(as other: CellValue) -> Bool {
        switch (self, other) {
        case (.text(let one), .text(let two)): one.isSame(as: two)
        case (.truth(let truth), .number(let number)), (.number(let number), .truth(let truth)):
            number == (truth ? 1 : 0)
        default: self == other
        }
    }

    fileprivate var unlessEmpty: CellValue? { self == .text("") ? nil : self }

    fileprivate var isMissing: Bool {
        switch self {
        case .text(let text): DataColumn.isMissing(text)
        case .error: true
        case .number, .date, .truth: false
        }
    }

    /// The number that pandas takes it for, and whether as a whole one.
    fileprivate var numeric: (number: Double, isWhole: Bool)? {
        switch self {
        case .number(let number): (number, number == number.rounded())
        case .truth(let truth): (truth ? 1 : 0, true)
        case .text(let text):
            text.trimmed.plainNumber.map { ($0, !text.utf8.contains { ".eEnN".utf8.contains($0) }) }
        case .date, .error: nil
        }
    }

    /// A truth value, or a word for one.
    fileprivate var truthWord: Bool? {
        switch self {
        case .truth(let truth): truth
        case .text("True"), .text("TRUE"), .text("true"): true
        case .text("False"), .text("FALSE"), .text("false"): false
        case .text, .number, .date, .error: nil
        }
    }
}

extension DataColumn {
    fileprivate static func isMissing(_ text: String) -> Bool { missing.contains(text) }
}

extension Double {
    /// Rounded in decimal digits, halves to the even neighbour.
    fileprivate func rounded(toDigits digits: Int) -> Double {
        let scale = (0..<Swift.min(max(digits, 0), 15)).reduce(1.0) { product, _ in product * 10 }
        let scaled = (self * scale).rounded(.toNearestOrEven)
        return scaled.isFinite ? scaled / scale : self
    }
}
