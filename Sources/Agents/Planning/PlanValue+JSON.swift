import Interaction
import JSON

extension PlanValue {
    static func read(_ parent: JSONFields) throws(JSONError) -> [PlanValue] {
        guard let json = parent["values"] else { return [] }
        let fields = try JSONFields(json, path: [.name("values")])
        var values: [PlanValue] = []
        for name in fields.names {
            guard Placeholder(name[...])?.isSecret == false else {
                throw fields.fault(at: name, "a name begins with a letter and is made of letters, digits, '_' and '-'")
            }
            let own = try JSONFields(
                fields.required(name, expected: "an object"), path: [.name("values"), .name(name)])
            values.append(try PlanValue(name, own))
        }
        return values
    }

    private init(_ name: String, _ fields: JSONFields) throws(JSONError) {
        try fields.onlyKnow(["type", "pattern", "max_length", "uses"])
        var uses: Set<Use> = []
        for text in try fields.strings("uses") ?? [] {
            guard let use = Use(rawValue: text) else {
                throw fields.fault(
                    at: "uses",
                    "unknown use '\(text)'; known are \(Use.allCases.map(\.rawValue).joined(separator: ", "))")
            }
            uses.insert(use)
        }
        switch try fields.string("type") {
        case "number": self.init(name, .number, uses: uses)
        case "date": self.init(name, .date, uses: uses)
        case "text":
            let range = 1...Self.longestText
            let expected = "a number of characters from 1 to \(Self.longestText)"
            guard let pattern = try fields.string("pattern"),
                let length = try fields.integer("max_length", in: range, expected: expected)
            else { throw fields.fault(at: "type", "a text needs 'pattern' and 'max_length'") }
            guard (try? BoundedPattern(pattern)) != nil else {
                throw fields.fault(at: "pattern", "'\(pattern)' is not a regular expression")
            }
            self.init(name, .text(pattern: pattern, maximumLength: length), uses: uses)
        default: throw fields.fault(at: "type", "expected number, date or text")
        }
    }

    var json: JSON {
        let list: JSON? =
            uses.isEmpty ? nil : .list(Use.allCases.filter(uses.contains).map { .text($0.rawValue) })
        return switch kind {
        case .number: .object(["type": .text("number"), "uses": list])
        case .date: .object(["type": .text("date"), "uses": list])
        case .text(let pattern, let length):
            .object([
                "type": .text("text"), "pattern": .text(pattern), "max_length": .integer(length), "uses": list,
            ])
        }
    }
}
