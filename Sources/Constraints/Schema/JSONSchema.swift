import JSON

/// A JSON schema (draft 2020-12, the part of it that answers can be held to).
///
/// Understood are `type`, `enum`, `const`, `properties`, `required`, `additionalProperties`, `items`, `prefixItems`,
/// `minItems`, `maxItems`, `minLength`, `maxLength`, `pattern`, `minimum`, `maximum`, `exclusiveMinimum`,
/// `exclusiveMaximum`, `multipleOf`, `anyOf`, `oneOf` (where no value can fit two of them), `allOf` with one schema,
/// `$ref` within the schema, `$defs`, OpenAPI's `nullable`, and `x-corners`: an array `[x1, y1, x2, y2]` of whole
/// numbers with x1 < x2 and y1 < y2. Annotations (``SchemaReader/annotations``) are passed over, `format` among them.
/// Every other keyword is refused by name and place.
package struct JSONSchema: Sendable {
    /// All schemas by index; they name each other by it, so that a schema may hold itself.
    let rules: [SchemaRule]
    let root: Int
    /// The schema as JSON on one line.
    package let text: String

    /// Reads a schema.
    ///
    /// - Throws: `ConstraintError.malformedJSON` or `ConstraintError.unsuitableSchema`.
    package init(parsing text: String) throws(ConstraintError) {
        guard text.utf8.count <= SchemaLimits.bytes else {
            throw .unsuitableSchema(place: "", problem: "it is longer than \(SchemaLimits.bytes) bytes")
        }
        try self.init(JSON(parsing: text, source: "the schema"))
    }

    /// Takes a schema that is read already.
    ///
    /// - Throws: `ConstraintError.unsuitableSchema`.
    init(_ tree: JSON) throws(ConstraintError) {
        text = tree.spacedText
        var reader = SchemaReader(tree)
        root = try reader.readAll()
        rules = reader.rules
        try SchemaCycles(rules).check()
        var exclusive = ExclusiveAlternatives(rules)
        try exclusive.check()
    }
}

/// How much a schema may ask for; more is refused, so that a hostile one costs little.
enum SchemaLimits {
    static let bytes = 1 << 20
    /// Schemas within a schema.
    static let rules = 10_000
    /// Listed properties of one object.
    static let properties = 128
    static let alternatives = 256
    /// Values of one `enum`.
    static let values = 5_000
    /// Characters of all texts of one `enum`.
    static let textLength = 1 << 17
    /// States of the automaton of one pattern.
    static let patternStates = 4_000
    /// What needs more bytes than this, or deeper nesting, is never begun.
    static let shortestValue = 1 << 16
    static let deepestShortestValue = 64
    /// Values nested deeper than this are held to what is needed.
    static let depth = 48
}

/// The kinds of JSON values.
struct JSONKinds: OptionSet, Sendable {
    let rawValue: UInt8

    init(rawValue: UInt8) { self.rawValue = rawValue }

    static let null = JSONKinds(rawValue: 1)
    static let boolean = JSONKinds(rawValue: 2)
    static let integer = JSONKinds(rawValue: 4)
    /// Any number; contains ``integer``.
    static let number = JSONKinds(rawValue: 12)
    static let string = JSONKinds(rawValue: 16)
    static let array = JSONKinds(rawValue: 32)
    static let object = JSONKinds(rawValue: 64)
    static let all = JSONKinds(rawValue: 127)

    /// By the names that `type` takes.
    static let named: [(name: String, kinds: JSONKinds)] = [
        ("null", .null), ("boolean", .boolean), ("integer", .integer), ("number", .number), ("string", .string),
        ("array", .array), ("object", .object),
    ]

    /// The kind of a value, a whole number being an integer.
    init(of tree: JSON) {
        switch tree.value {
        case .null: self = .null
        case .bool: self = .boolean
        case .number(let value): self = value.exact?.isWhole == true ? .integer : JSONKinds(rawValue: 8)
        case .string: self = .string
        case .array: self = .array
        case .object: self = .object
        }
    }

    /// As an error names them.
    var names: String {
        let names = Self.named.filter { contains($0.kinds) && !($0.name == "integer" && contains(.number)) }.map(\.name)
        return names.isEmpty ? "nothing" : names.joined(separator: " or ")
    }
}

/// One schema.
struct SchemaRule: Sendable {
    enum Kind: Sendable {
        case plain(PlainRule)
        case reference(Int)
        /// At least one holds or, where `exactlyOne`, one and no other.
        case alternatives([Int], exactlyOne: Bool)
    }

    /// Where it stands, as a JSON pointer.
    let place: String
    var kind: Kind
    /// False only while a schema is being read.
    var isRead: Bool
}

/// A schema that says itself what fits. Each part concerns only values of its kind.
struct PlainRule: Sendable {
    var kinds = JSONKinds.all
    /// From `enum` and `const`.
    var values: [JSON]?
    var number = NumberBounds()
    var string = StringBounds()
    var array = ArrayBounds()
    var object = ObjectBounds()
}

struct NumberBounds: Sendable {
    var minimum: ExactDecimal?
    var maximum: ExactDecimal?
    var exclusiveMinimum: ExactDecimal?
    var exclusiveMaximum: ExactDecimal?
    var multiple: ExactDecimal?
}

/// Lengths are in code points.
struct StringBounds: Sendable {
    var minimum = 0
    var maximum: Int?
    var pattern: Pattern?
}

struct ArrayBounds: Sendable {
    var minimum = 0
    var maximum: Int?
    /// The schemas of the first items.
    var first: [Int] = []
    /// The schema of the items after those; `nil` where anything fits.
    var rest: Int?
    /// It is `[x1, y1, x2, y2]` with x1 < x2 and y1 < y2.
    var isCorners = false
}

struct ObjectBounds: Sendable {
    struct Property: Sendable {
        let name: String
        /// `nil` where anything fits.
        var rule: Int?
        var isRequired: Bool
    }

    /// Listed under `properties` or `required`.
    var properties: [Property] = []
    /// The schema of properties that are not listed; `nil` where anything fits.
    var additional: Int?
}
