import Interaction

/// How large a sheet is shown, in per cent, fulfils `method` and `ref`.
struct SheetZoom: TableRule {
    static let type = "zoom"
    private let sheet: SheetName
    private let rule: ValueRule

    init(_ json: JSON) throws(TaskFault) {
        sheet = try SheetName.read(json, "sheet_idx")
        rule = try ValueRule(json)
    }

    func holds(in files: TableFiles) throws -> Bool {
        try sheet.find(in: files).map { try rule.holds(for: JSON(.number($0.sheet.zoom))) } ?? false
    }
}

/// In two sheets the same rows and columns stay while the rest is scrolled.
struct SheetFreeze: TableRule {
    static let type = "freeze"
    private let sheets: SheetPair

    init(_ json: JSON) throws(TaskFault) { sheets = try SheetPair(json) }

    func holds(in files: TableFiles) throws -> Bool {
        try sheets.compare(in: files) { one, two in one.sheet.frozen == two.sheet.frozen }
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

    func holds(in files: TableFiles) throws -> Bool {
        guard let found = try sheet.find(in: files)?.sheet.validations, found.count >= wanted.count else {
            return false
        }
        return try found.allSatisfy { validation in
            try wanted.contains { rules in
                try rules.allSatisfy { try $0.rule.holds(for: value($0.name, of: validation)) }
            }
        }
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

    func holds(in files: TableFiles) throws -> Bool {
        try sheets.compare(in: files) { one, two in
            one.sheet.rows.mapValues(values) == two.sheet.rows.mapValues(values)
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

    func holds(in files: TableFiles) throws -> Bool {
        try sheets.compare(in: files) { one, two in
            one.sheet.columns.mapValues(values) == two.sheet.columns.mapValues(values)
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

private func isSet(_ written: String?) -> Bool { ["1", "true"].contains(written) }

private func properties(_ json: JSON, known: [String]) throws(TaskFault) -> [String] {
    let names = json["props"]?.strings ?? []
    if let stranger = names.first(where: { !known.contains($0) }) {
        throw TaskFault("unknown property '\(stranger)'; known are \(known.joined(separator: ", "))")
    }
    return names
}
