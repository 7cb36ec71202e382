import Formats
import Interaction
import JSON

/// How large a sheet is shown, in per cent, fulfils `method` and `ref`.
struct SheetZoom: TableRule {
    static let type = "zoom"
    private let sheet: SheetName
    private let rule: ValueRule

    init(_ json: JSON) throws(TaskFault) {
        sheet = try SheetName.read(json, "sheet_idx")
        rule = try ValueRule(json)
    }

    func mismatch(in files: TableFiles) throws -> String? {
        guard let sheet = try sheet.find(in: files)?.sheet else { return self.sheet.missing }
        let isRight = try rule.holds(for: JSON(.number(sheet.zoom)))
        return isRight ? nil : "\(sheet.name): expected a zoom \(rule.description), found \(sheet.zoom)"
    }
}

/// In two sheets the same rows and columns stay while the rest is scrolled.
struct SheetFreeze: TableRule {
    static let type = "freeze"
    private let sheets: SheetPair

    init(_ json: JSON) throws(TaskFault) { sheets = try SheetPair(json) }

    func mismatch(in files: TableFiles) throws -> String? {
        try sheets.compare(in: files) { one, two in
            func words(_ sheet: Sheet) -> String { sheet.frozen.map { "frozen at \($0)" } ?? "nothing frozen" }
            return one.sheet.frozen == two.sheet.frozen
                ? nil : "\(one.sheet.name): expected \(words(two.sheet)), found \(words(one.sheet))"
        }
    }
}

/// Every rule for what may be entered into a sheet fulfils one of `dv_props`, and there are as many.
struct SheetValidation: TableRule {
    static let type = "data_validation"
    private static let attributes = [
        "ranges", "type", "formula1", "formula2", "operator", "allowBlank", "showDropDown", "showInputMessage",
        "showErrorMessage", "error", "errorTitle", "errorStyle", "prompt", "promptTitle", "imeMode",
    ]
    private let sheet: SheetName
    private let wanted: [[(name: String, rule: ValueRule)]]

    init(_ json: JSON) throws(TaskFault) {
        sheet = try SheetName.read(json, "sheet_idx")
        var wanted: [[(name: String, rule: ValueRule)]] = []
        for properties in json["dv_props"]?.items ?? [] {
            wanted.append(try namedRules(properties, known: Self.attributes))
        }
        self.wanted = wanted
    }

    func mismatch(in files: TableFiles) throws -> String? {
        guard let sheet = try sheet.find(in: files)?.sheet else { return self.sheet.missing }
        let found = sheet.validations
        guard found.count >= wanted.count else {
            return "\(sheet.name): expected at least \(wanted.count) validations, found \(found.count)"
        }
        let odd = try found.firstIndex { validation in
            try !wanted.contains { rules in
                try rules.allSatisfy { try $0.rule.holds(for: value($0.name, of: validation)) }
            }
        }
        return odd.map { "\(sheet.name): validation \($0 + 1) is not among those expected: \(found[$0].attributes)" }
    }

    private func value(_ name: String, of validation: DataValidation) -> JSON {
        let written = validation.attributes[name == "ranges" ? "sqref" : name]
        switch name {
        case "allowBlank", "showDropDown", "showInputMessage", "showErrorMessage":
            return JSON(.bool(["1", "true"].contains(written)))
        default: return JSON(written.map(JSON.Value.string) ?? .null)
        }
    }
}

/// In two sheets the same rows have the same properties: `hidden`, `collapsed`, `height`.
struct RowProperties: TableRule {
    static let type = "row_props"
    private let sheets: SheetPair
    private let names: [String]

    init(_ json: JSON) throws(TaskFault) {
        sheets = try SheetPair(json)
        names = try properties(json, known: ["hidden", "collapsed", "height"])
    }

    func mismatch(in files: TableFiles) throws -> String? {
        try sheets.compare(in: files) { one, two in
            firstMismatch(one.sheet.rows.mapValues(values), two.sheet.rows.mapValues(values), names, in: one.sheet)
        }
    }

    private func values(_ attributes: [String: String]) -> [String] {
        names.map { name in
            let written = attributes[name == "height" ? "ht" : name]
            return name == "height" ? written.flatMap(Double.init).map { "\($0)" } ?? "" : "\(isSet(written))"
        }
    }
}

/// In two sheets the same columns have the same properties: `hidden`, `collapsed`, `width`, `min`, `max`.
struct ColumnProperties: TableRule {
    static let type = "col_props"
    private let sheets: SheetPair
    private let names: [String]

    init(_ json: JSON) throws(TaskFault) {
        sheets = try SheetPair(json)
        names = try properties(json, known: ["hidden", "collapsed", "width", "min", "max"])
    }

    func mismatch(in files: TableFiles) throws -> String? {
        try sheets.compare(in: files) { one, two in
            firstMismatch(
                one.sheet.columns.mapValues(values), two.sheet.columns.mapValues(values), names, in: one.sheet)
        }
    }

    private func values(_ attributes: [String: String]) -> [String] {
        names.map { name in
            switch name {
            case "width": attributes[name].flatMap(Double.init).map { "\($0)" } ?? ""
            case "min", "max": attributes[name] ?? ""
            default: "\(isSet(attributes[name]))"
            }
        }
    }
}

/// The first row or column whose properties differ.
private func firstMismatch<Key: Comparable & Hashable>(
    _ found: [Key: [String]], _ wanted: [Key: [String]], _ names: [String], in sheet: Sheet
) -> String? {
    for key in Set(found.keys).union(wanted.keys).sorted() where found[key] != wanted[key] {
        func words(_ values: [String]?) -> String {
            values.map { zip(names, $0).map { "\($0) \($1)" }.joined(separator: ", ") } ?? "nothing set"
        }
        return "\(sheet.name), \(key): expected \(words(wanted[key])), found \(words(found[key]))"
    }
    return nil
}

private func isSet(_ written: String?) -> Bool { ["1", "true"].contains(written) }

private func properties(_ json: JSON, known: [String]) throws(TaskFault) -> [String] {
    let names = json["props"]?.strings ?? []
    if let stranger = names.first(where: { !known.contains($0) }) {
        throw TaskFault("unknown property '\(stranger)'; known are \(known.joined(separator: ", "))")
    }
    return names
}
