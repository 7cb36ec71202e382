import Formats
import JSON

extension FileFacts {
    /// The facts of text: JSON, XML, settings or lines, whatever it can be read as.
    init(text: String, name: String) {
        let start = text.first { !$0.isWhitespace }
        if let start, "{[".contains(start), let json = try? JSON(parsing: text) {
            var values: [String: String] = [:]
            Self.flatten(json, at: "", into: &values)
            self.init(kind: .json, values: values)
        } else if start == "<", let tree = try? XMLTree(Array(text.utf8)), !Self.isPage(tree) {
            self.init(kind: tree.isGnumeric ? .sheet : .xml, values: tree.facts)
        } else if let values = Self.settings(text, name: name) {
            self.init(kind: .settings, values: values)
        } else {
            self.init(kind: .text, values: Self.lines(text))
        }
    }

    /// Lines by their numbers. How the file ends does not count, nor what a line ends with.
    private static func lines(_ text: String) -> [String: String] {
        let lines = text.withoutLastNewlines.split(separator: "\n", omittingEmptySubsequences: false)
        guard !text.withoutLastNewlines.isEmpty else { return [:] }
        return Dictionary(uniqueKeysWithValues: lines.enumerated().map { ("line \($0 + 1)", String($1)) })
    }

    private static func flatten(_ json: JSON, at place: String, into values: inout [String: String]) {
        if let members = json.members, !members.isEmpty {
            for member in members { flatten(member.value, at: "\(place).\(member.name)", into: &values) }
        } else if let items = json.items, !items.isEmpty {
            for (index, item) in items.enumerated() { flatten(item, at: "\(place)[\(index)]", into: &values) }
        } else {
            values[place.isEmpty ? "." : place] = json.text
        }
    }

    /// Keys in sections, in whatever order; `nil` for text that is something else.
    private static func settings(_ text: String, name: String) -> [String: String]? {
        var values: [String: String] = [:]
        var section = ""
        var sections = 0
        for line in text.split(separator: "\n").map(\.trimmed) where !line.isEmpty && !"#;".contains(line.prefix(1)) {
            if line.hasPrefix("["), line.hasSuffix("]") {
                section = "\(line) "
                sections += 1
            } else if let sign = line.firstIndex(of: "="), sign > line.startIndex {
                var place = section + String(line[..<sign]).trimmed
                while values[place] != nil { place += "'" }
                values[place] = String(line[line.index(after: sign)...]).trimmed
            } else {
                return nil
            }
        }
        let isNamed = [".ini", ".conf", ".cfg", ".desktop", "keyfile", "rc"].contains { name.hasSuffix($0) }
        return sections > 0 && !values.isEmpty || isNamed && !values.isEmpty ? values : nil
    }

    /// A page is read by people: blanks between its parts may count.
    private static func isPage(_ tree: XMLTree) -> Bool { tree.name.lowercased() == "html" }
}

extension XMLTree {
    fileprivate var isGnumeric: Bool { name == "Workbook" }

    /// Attributes and texts by the way to their elements.
    fileprivate var facts: [String: String] {
        if isGnumeric { return gnumericFacts }
        var values: [String: String] = [:]
        add(at: "/\(name)", to: &values)
        return values
    }

    private func add(at place: String, to values: inout [String: String]) {
        values[place] = elements.isEmpty ? text.withSingleBlanks : leadingText.withSingleBlanks
        for (name, value) in attributes { values["\(place)/@\(name)"] = value }
        var numbers: [String: Int] = [:]
        for element in elements {
            // A named element is identified by its name, at any place.
            let own = element.attributes["name"] ?? element.attributes["id"]
            let number = numbers[element.name, default: 0] + 1
            numbers[element.name] = number
            element.add(at: "\(place)/\(element.name)[\(own.map { "'\($0)', \(number)" } ?? "\(number)")]", to: &values)
        }
    }

    /// The cells of Gnumeric's format, which holds formulas without their values.
    private var gnumericFacts: [String: String] {
        var values: [String: String] = [:]
        for (index, sheet) in everywhere("Sheet").enumerated() {
            for cell in sheet.everywhere("Cell") {
                guard let row = cell.attributes["Row"].flatMap(Int.init),
                    let column = cell.attributes["Col"].flatMap(Int.init), row >= 0, column >= 0
                else { continue }
                let text = cell.text
                values["sheet \(index + 1) \(CellPlace(row: row, column: column))"] =
                    text.hasPrefix("=") ? SheetFormulas.canonical(text) : text
            }
        }
        return values
    }
}
