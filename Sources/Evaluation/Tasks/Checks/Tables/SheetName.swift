import Formats
import JSON

/// A sheet as a rule names it.
struct SheetName: Sendable {
    private let isGold: Bool
    private let index: Int?
    private let name: String

    /// Reads `field` of a rule.
    static func read(_ json: JSON, _ field: String) throws(TaskFault) -> SheetName {
        if let name = SheetName(json[field]) { return name }
        throw TaskFault("expected a sheet as 0, RI0, RNname, EI0 or ENname, found '\(field)'")
    }

    private init?(_ json: JSON?) {
        if let number = json?.number {
            self.init(isGold: false, index: Int(exactly: number), name: "")
            return
        }
        guard let text = json?.string else { return nil }
        let isGold = text.hasPrefix("E")
        let rest = String(text.dropFirst(2))
        if text.hasPrefix("RI") || text.hasPrefix("EI") {
            guard let index = Int(rest) else { return nil }
            self.init(isGold: isGold, index: index, name: "")
        } else if text.hasPrefix("RN") || text.hasPrefix("EN") {
            self.init(isGold: isGold, index: nil, name: rest)
        } else {
            return nil
        }
    }

    private init(isGold: Bool, index: Int?, name: String) {
        self.isGold = isGold
        self.index = index
        self.name = name
    }

    /// The file and the sheet; `nil` where the result has no such sheet.
    ///
    /// - Throws: ``TaskFault`` where the gold file has none.
    func find(in files: TableFiles) throws(TaskFault) -> (file: TableFile, sheet: Sheet)? {
        guard let file = isGold ? files.gold : files.result else {
            throw TaskFault("a rule needs a gold file, but the task has none as 'expected'")
        }
        let sheets = file.book.sheets
        let sheet =
            index.map { sheets.indices.contains($0) ? sheets[$0] : nil } ?? sheets.first { $0.name.isSame(as: name) }
        if isGold, sheet == nil { throw TaskFault("the gold file has no sheet '\(index.map(String.init) ?? name)'") }
        return sheet.map { (file, $0) }
    }
}

/// The two sheets of a rule that compares.
struct SheetPair: Sendable {
    private let first: SheetName
    private let second: SheetName

    init(_ json: JSON) throws(TaskFault) {
        first = try SheetName.read(json, "sheet_idx0")
        second = try SheetName.read(json, "sheet_idx1")
    }

    /// What `compare` says of both sheets; a sheet that the result lacks is a mismatch.
    func compare(
        in files: TableFiles,
        _ compare: (_ one: (file: TableFile, sheet: Sheet), _ two: (file: TableFile, sheet: Sheet)) throws -> String?
    ) throws -> String? {
        guard let one = try first.find(in: files) else { return first.missing }
        guard let two = try second.find(in: files) else { return second.missing }
        return try compare(one, two)
    }
}

extension SheetName: CustomStringConvertible {
    /// Why a file without it is a mismatch.
    var missing: String { "the sheet \(self) does not exist" }

    var description: String { index.map { "with the index \($0)" } ?? "'\(name)'" }
}
