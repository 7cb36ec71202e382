import TestInputs

/// Makes schemas at random, as JSON; every one of them has some value that fits.
struct RandomSchema {
    var random: SeededGenerator
    private static let names = ["name", "total", "x", "y", "Größe", "日付", "a b", "nam", "tot", "q\\\"d"]
    private static let texts = ["", "a", "ab", "abc", "Zürich", "line\\nbreak", "😀", "\\\\", "e\u{301}", "\u{e9}"]
    private static let patterns = [
        "^[a-z]+$", "^\\\\d{4}-\\\\d{2}$", "^(yes|no)$", "[A-Z]{2}", "^[^\\\\s@]+@[^\\\\s@]+$", "a|b", "^(a(b|c)*)?$",
        "^[\\\\u00e0-\\\\u00ff😀]{1,4}$", "x{2,3}y?", "^[^a-z]*$",
    ]

    /// The text of a whole schema.
    mutating func text() -> String {
        let tree =
            ##"{"type": "object", "properties": {"v": {"type": "integer"}, "next": {"$ref": "#/$defs/tree"}, "##
            + ##""all": {"type": "array", "items": {"$ref": "#/$defs/tree"}}}, "required": ["v"]}"##
        let any = ##"{"anyOf": [{"type": "array", "items": {"$ref": "#/$defs/any"}}, {"type": "string"}]}"##
        return #"{"anyOf": [\#(schema(depth: 0))], "$defs": {"tree": \#(tree), "any": \#(any)}}"#
    }

    private mutating func schema(depth: Int) -> String {
        switch Int.random(in: 0..<(depth < 3 ? 14 : 8), using: &random) {
        case 0: return #"{"type": "integer"\#(bounds())}"#
        case 1: return #"{"type": "number"\#(bounds())}"#
        case 2: return string()
        case 3: return #"{"enum": [\#(list(1...4) { $0.scalar() })]}"#
        case 4: return #"{"const": {"a": [\#(scalar()), {"b": \#(scalar())}]}}"#
        case 5: return #"{"type": ["null", "boolean", "integer"]}"#
        case 6: return ##"{"$ref": "#/$defs/\##(pick(["tree", "any"]))"}"##
        case 7: return "{}"
        case 8, 9, 10: return object(depth: depth)
        case 11: return array(depth: depth)
        case 12: return corners()
        default: return #"{"anyOf": [\#(list(1...3) { $0.schema(depth: depth + 1) })]}"#
        }
    }

    private mutating func bounds() -> String {
        let low = Int.random(in: -200...200, using: &random)
        var text = chance(0.6) ? #", "\#(pick(["minimum", "exclusiveMinimum"]))": \#(low)"# : ""
        if chance(0.6) {
            let high = low + pick([2, 3, 10, 1300])
            text += #", "\#(pick(["maximum", "exclusiveMaximum"]))": \#(high)\#(pick(["", ".5", ".0"]))"#
        } else if chance(0.2) {
            text += #", "multipleOf": \#(pick([1, 7, 10]))"#
        }
        return text
    }

    private mutating func string() -> String {
        switch Int.random(in: 0..<3, using: &random) {
        case 0: return #"{"type": "string", "pattern": "\#(pick(Self.patterns))"}"#
        case 1:
            let least = Int.random(in: 0...4, using: &random)
            return #"{"type": "string", "minLength": \#(least), "maxLength": \#(least + pick([0, 3]))}"#
        default: return #"{"type": "string"}"#
        }
    }

    private mutating func object(depth: Int) -> String {
        let names = Array(Self.names.shuffled(using: &random).prefix(Int.random(in: 0...4, using: &random)))
        var properties: [String] = []
        for name in names { properties.append(#""\#(name)": \#(schema(depth: depth + 1))"#) }
        let required = names.filter { _ in chance(0.5) }.map { #""\#($0)""# }.joined(separator: ", ")
        let additional = pick(["false", "false", "{\"type\": \"boolean\"}", "true"])
        return
            #"{"type": "object", "properties": {\#(properties.joined(separator: ", "))}, "required": [\#(required)], "#
            + #""additionalProperties": \#(additional)}"#
    }

    private mutating func array(depth: Int) -> String {
        let least = Int.random(in: 0...2, using: &random)
        let first = list(0...2) { $0.schema(depth: depth + 1) }
        return #"{"type": "array", "prefixItems": [\#(first)], "items": \#(schema(depth: depth + 1)), "#
            + #""minItems": \#(least), "maxItems": \#(least + 2)}"#
    }

    private mutating func corners() -> String {
        let (width, height) = (Int.random(in: 2...4000, using: &random), Int.random(in: 2...4000, using: &random))
        func side(_ most: Int) -> String { #"{"type": "integer", "minimum": 0, "maximum": \#(most - 1)}"# }
        return #"{"type": "array", "x-corners": true, "minItems": 4, "maxItems": 4, "#
            + #""prefixItems": [\#(side(width)), \#(side(height)), \#(side(width)), \#(side(height))]}"#
    }

    private mutating func scalar() -> String {
        switch Int.random(in: 0..<4, using: &random) {
        case 0: pick(["null", "true", "false"])
        case 1: "\(Int.random(in: -99...99, using: &random))"
        case 2: pick(["0.5", "-12.25", "1e3", "100.0", "0"])
        default: "\"\(pick(Self.texts))\""
        }
    }

    private mutating func list(_ counts: ClosedRange<Int>, _ make: (inout RandomSchema) -> String) -> String {
        var parts: [String] = []
        for _ in 0..<Int.random(in: counts, using: &random) { parts.append(make(&self)) }
        return parts.joined(separator: ", ")
    }

    private mutating func pick<Value>(_ values: [Value]) -> Value {
        values[Int.random(in: values.indices, using: &random)]
    }

    private mutating func chance(_ share: Double) -> Bool { Double.random(in: 0..<1, using: &random) < share }
}
