import Formats
import Interaction
import JSON

/// A cell's value and looks fulfil the rules of `props`; see ``ValueRule`` and ``CellStyles``.
struct CheckCell: TableRule {
    static let type = "check_cell"
    private let sheet: SheetName
    private let place: CellPlace
    private let rules: [(name: String, rule: ValueRule)]

    init(_ json: JSON) throws(TaskFault) {
        sheet = try SheetName.read(json, "sheet_idx")
        guard let place = json["coordinate"]?.string.flatMap({ CellPlace($0) }) else {
            throw TaskFault("expected 'coordinate' to be a cell such as E3")
        }
        self.place = place
        rules = try namedRules(json["props"], known: ["value"] + CellStyles.properties)
    }

    func mismatch(in files: TableFiles) throws -> String? {
        guard let (file, sheet) = try sheet.find(in: files) else { return self.sheet.missing }
        let cell = sheet[place] ?? Cell()
        for (name, rule) in rules {
            let value =
                name == "value"
                ? cell.value?.json ?? JSON(.null) : file.book.styles.property(name, of: cell, at: place, in: sheet)
            if try !rule.holds(for: value) {
                return "\(sheet.name)!\(place): expected \(name) \(rule.description), found \(Excerpt.of(value))"
            }
        }
        return nil
    }
}

/// Two sheets look the same cell by cell in the styles of `props`. Conditional formats are not evaluated: a sheet that
/// has some in either book is refused.
struct SheetStyle: TableRule {
    static let type = "style"
    private let sheets: SheetPair
    private let names: [String]

    init(_ json: JSON) throws(TaskFault) {
        sheets = try SheetPair(json)
        names = json["props"]?.strings ?? []
        if let stranger = names.first(where: { !CellStyles.properties.contains($0) }) {
            throw TaskFault("unknown style '\(stranger)'; known are \(CellStyles.properties.joined(separator: ", "))")
        }
    }

    func mismatch(in files: TableFiles) throws -> String? {
        try sheets.compare(in: files) { one, two in
            guard !one.sheet.hasConditions, !two.sheet.hasConditions else {
                throw EvidenceFault.ofReader("the sheets have conditional formats, which are not evaluated")
            }
            for place in Set(one.sheet.cells.keys).union(two.sheet.cells.keys).sorted() {
                for name in names {
                    let (found, wanted) = (property(name, place, one), property(name, place, two))
                    guard found.isEqual(to: wanted) else {
                        return "\(one.sheet.name)!\(place): expected \(name) \(Excerpt.of(wanted)), "
                            + "found \(Excerpt.of(found))"
                    }
                }
            }
            return nil
        }
    }

    private func property(_ name: String, _ place: CellPlace, _ found: (file: TableFile, sheet: Sheet)) -> JSON {
        found.file.book.styles.property(name, of: found.sheet[place] ?? Cell(), at: place, in: found.sheet)
    }
}

extension CellValue {
    /// The value as rules see it. OSWorld's reader of single cells gives nothing for truth values; here they are some.
    var json: JSON {
        switch self {
        case .number(let number), .date(let number): JSON(.number(number))
        case .text(let text), .error(let text): JSON(.string(text))
        case .truth(let truth): JSON(.bool(truth))
        }
    }
}

/// Rules by the name of what they are for.
func namedRules(_ json: JSON?, known: [String]) throws(TaskFault) -> [(name: String, rule: ValueRule)] {
    guard let members = json?.members, !members.isEmpty else { throw TaskFault("expected at least one property") }
    var rules: [(name: String, rule: ValueRule)] = []
    for member in members {
        guard known.contains(member.name) else {
            throw TaskFault("unknown property '\(member.name)'; known are \(known.joined(separator: ", "))")
        }
        rules.append((member.name, try ValueRule(member.value)))
    }
    return rules
}
