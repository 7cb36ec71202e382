package import JSON

/// How cells of an xlsx book look, by the number that each cell carries.
package struct CellStyles {
    /// Number formats that every book has without saying so, as far as they can be told from others.
    private static let usualFormats = [
        0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00",
        12: "# ?/?", 13: "# ??/??", 14: "mm-dd-yy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM",
        19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "m/d/yy h:mm", 37: "#,##0_);(#,##0)",
        38: "#,##0_);[Red](#,##0)", 39: "#,##0.00_);(#,##0.00)", 40: "#,##0.00_);[Red](#,##0.00)", 45: "mm:ss",
        46: "[h]:mm:ss", 47: "mmss.0", 48: "##0.0E+0", 49: "@",
    ]

    private var formats: [Int: String] = usualFormats
    private var fonts: [XMLTree] = []
    private var fills: [XMLTree] = []
    private var combinations: [[String: String]] = []

    /// The styles of a book that says nothing of them.
    init() {}

    init(_ tree: XMLTree) {
        for format in tree["numFmts"]?.all("numFmt") ?? [] {
            guard let id = format.attributes["numFmtId"].flatMap(Int.init) else { continue }
            formats[id] = format.attributes["formatCode"]
        }
        fonts = tree["fonts"]?.all("font") ?? []
        fills = tree["fills"]?.all("fill") ?? []
        combinations = tree["cellXfs"]?.all("xf").map(\.attributes) ?? []
    }

    private func index(_ name: String, of style: Int) -> Int {
        guard combinations.indices.contains(style) else { return 0 }
        return combinations[style][name].flatMap(Int.init) ?? 0
    }

    func format(_ style: Int) -> String { formats[index("numFmtId", of: style)] ?? "General" }

    /// Whether numbers are shown as dates or times.
    func isDate(_ style: Int) -> Bool {
        var isQuoted = false
        var isBracketed = false
        for letter in format(style).lowercased() {
            switch letter {
            case "\"": isQuoted.toggle()
            case "[" where !isQuoted: isBracketed = true
            case "]" where !isQuoted: isBracketed = false
            case "y", "d", "m", "h", "s": if !isQuoted, !isBracketed { return true }
            default: continue
            }
        }
        return false
    }

    /// The properties that rules may ask for.
    package static let properties = [
        "number_format", "font_name", "font_family", "font_color", "font_bold", "font_italic", "font_underline",
        "font_size", "fill_type", "bgcolor", "fgcolor", "hyperlink", "merge",
    ]

    /// A property of a cell in OSWorld's terms; `null` where it has none, as an empty cell has no font.
    package func property(_ name: String, of cell: Cell, at place: CellPlace, in sheet: Sheet) -> JSON {
        switch name {
        case "merge": return JSON(.bool(sheet.merged?.covers(place) ?? false))
        case "fill_type":
            return text(fill(cell)?.elements.first.map { $0.name + ($0.name.hasSuffix("Fill") ? "" : "Fill") })
        case "bgcolor", "fgcolor": return text(colour(fill(cell)?["patternFill"]?["fgColor"]) ?? "00000000")
        default: break
        }
        guard let value = cell.value else { return JSON(.null) }
        if name == "hyperlink" { return text(sheet.links[place] ?? "") }
        if name == "number_format" {
            switch value {
            case .number: return text(format(cell.style))
            case .date, .text, .truth, .error: return JSON(.null)
            }
        }
        return fontProperty(name, of: cell)
    }

    private func fontProperty(_ name: String, of cell: Cell) -> JSON {
        let place = index("fontId", of: cell.style)
        guard fonts.indices.contains(place) else { return JSON(.null) }
        let font = fonts[place]
        switch name {
        case "font_name": return text(font["name"]?.attributes["val"])
        case "font_family": return number(font["family"]?.attributes["val"])
        case "font_size": return number(font["sz"]?.attributes["val"])
        case "font_color": return text(colour(font["color"]))
        case "font_bold": return JSON(.bool(isOn(font["b"])))
        case "font_italic": return JSON(.bool(isOn(font["i"])))
        case "font_underline": return text(font["u"].map { $0.attributes["val"] ?? "single" })
        default: return JSON(.null)
        }
    }

    private func fill(_ cell: Cell) -> XMLTree? {
        let place = index("fillId", of: cell.style)
        return fills.indices.contains(place) ? fills[place] : nil
    }

    /// Alpha, red, green and blue as eight digits; a theme's colour by its number.
    private func colour(_ element: XMLTree?) -> String? {
        guard let element else { return nil }
        return element.attributes["rgb"] ?? element.attributes["theme"].map { "theme \($0)" }
            ?? element.attributes["indexed"].map { "indexed \($0)" }
    }

    private func isOn(_ element: XMLTree?) -> Bool {
        guard let element else { return false }
        return !["0", "false"].contains(element.attributes["val"] ?? "1")
    }

    private func text(_ text: String?) -> JSON { JSON(text.map(JSON.Value.string) ?? .null) }

    private func number(_ text: String?) -> JSON { JSON(text.flatMap(Double.init).map(JSON.Value.number) ?? .null) }
}
