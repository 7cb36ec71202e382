import JSON

/// Turns the JSON of a schema into its rules.
struct SchemaReader {
    /// Keywords that say nothing about which values fit. `format` is one by the specification's default.
    static let annotations: Set<String> = [
        "title", "description", "default", "examples", "example", "deprecated", "readOnly", "writeOnly", "format",
        "contentEncoding", "contentMediaType", "discriminator", "externalDocs", "xml", "propertyOrdering", "strict",
        "$comment", "$schema", "$id", "$anchor", "$defs", "definitions",
    ]
    private static let combining = ["$ref", "anyOf", "oneOf", "allOf"]

    private let tree: JSON
    private(set) var rules: [SchemaRule] = []
    /// By the bytes of the place, for names may differ in them alone.
    private var indexByPlace: [[UInt8]: Int] = [:]
    /// Places that `$ref` named and that are not read yet.
    private var pending: [(place: String, index: Int)] = []

    init(_ tree: JSON) { self.tree = tree }

    /// Reads the schema and all that it refers to.
    mutating func readAll() throws(ConstraintError) -> Int {
        let root = try read(tree, at: "")
        while let next = pending.popLast() {
            if rules[next.index].isRead { continue }
            guard let target = find(next.place) else {
                throw .unsuitableSchema(place: next.place, problem: "nothing stands where $ref points")
            }
            try fill(next.index, from: target, at: next.place, within: nil)
        }
        return root
    }

    /// Reads the schema at a place, or finds that it is read already.
    mutating func read(_ tree: JSON, at place: String, within kinds: JSONKinds? = nil) throws(ConstraintError) -> Int {
        if kinds == nil, let known = indexByPlace[Array(place.utf8)] {
            if !rules[known].isRead { try fill(known, from: tree, at: place, within: nil) }
            return known
        }
        let index = try reserve(place)
        if kinds == nil { indexByPlace[Array(place.utf8)] = index }
        try fill(index, from: tree, at: place, within: kinds)
        return index
    }

    private mutating func reserve(_ place: String) throws(ConstraintError) -> Int {
        guard rules.count < SchemaLimits.rules else {
            throw .unsuitableSchema(place: place, problem: "it holds more than \(SchemaLimits.rules) schemas")
        }
        rules.append(SchemaRule(place: place, kind: .alternatives([], exactlyOne: false)))
        return rules.count - 1
    }

    private mutating func fill(
        _ index: Int, from tree: JSON, at place: String, within kinds: JSONKinds?
    ) throws(ConstraintError) {
        rules[index].isRead = true
        rules[index].kind = try kind(of: tree, at: place, within: kinds)
    }

    private mutating func kind(
        of tree: JSON, at place: String, within kinds: JSONKinds?
    ) throws(ConstraintError) -> SchemaRule.Kind {
        switch tree.value {
        case .bool(let anything): return .plain(PlainRule(kinds: anything ? kinds ?? .all : []))
        case .object(let members):
            let keywords = members.filter { !Self.annotations.contains($0.name) }
            guard let combination = keywords.first(where: { Self.combining.contains($0.name) }) else {
                return try plainKind(keywords, at: place, within: kinds)
            }
            return try combinedKind(combination, among: keywords, at: place, within: kinds)
        default:
            throw .unsuitableSchema(place: place, problem: "a schema is an object, true or false, not \(tree.summary)")
        }
    }

    private mutating func plainKind(
        _ keywords: [JSONMember], at place: String, within kinds: JSONKinds?
    ) throws(ConstraintError) -> SchemaRule.Kind {
        var rule = PlainRule()
        for keyword in keywords { try read(keyword, into: &rule, at: place) }
        if let kinds { rule.kinds.formIntersection(kinds) }
        if try isNullable(keywords, at: place) {
            rule.kinds.insert(.null)
            if let values = rule.values, !values.contains(JSON(.null)) { rule.values = values + [JSON(.null)] }
        }
        for index in rule.object.properties.indices where rule.object.properties[index].rule == nil {
            rule.object.properties[index].rule = rule.object.additional
        }
        return .plain(rule)
    }

    // MARK: references and alternatives

    private mutating func combinedKind(
        _ keyword: JSONMember, among keywords: [JSONMember], at place: String, within outer: JSONKinds?
    ) throws(ConstraintError) -> SchemaRule.Kind {
        var kinds = outer
        for other in keywords where other.name != keyword.name {
            switch other.name {
            case "nullable": continue
            case "type" where keyword.name != "$ref":
                kinds = try JSONKinds(schemaType: other.value, at: "\(place)/type").intersection(kinds ?? .all)
            default:
                throw .unsuitableSchema(
                    place: "\(place)/\(other.name)",
                    problem: "it stands beside \(keyword.name), which is not supported; write it within")
            }
        }
        let kind = try combination(keyword, at: "\(place)/\(keyword.name)", within: kinds)
        guard try isNullable(keywords, at: place) else { return kind }
        let null = try reserve(place)
        rules[null].kind = .plain(PlainRule(kinds: .null))
        rules[null].isRead = true
        let other = try reserve(place)
        rules[other].kind = kind
        rules[other].isRead = true
        return .alternatives([other, null], exactlyOne: false)
    }

    private mutating func combination(
        _ keyword: JSONMember, at place: String, within kinds: JSONKinds?
    ) throws(ConstraintError) -> SchemaRule.Kind {
        if keyword.name == "$ref" {
            guard kinds == nil else {
                throw .unsuitableSchema(
                    place: place, problem: "type beside alternatives reaches no $ref; write it there")
            }
            return .reference(try target(of: keyword.value, at: place))
        }
        guard let schemas = keyword.value.items, !schemas.isEmpty else {
            throw .unsuitableSchema(place: place, problem: "an array of schemas is expected")
        }
        guard schemas.count <= SchemaLimits.alternatives else {
            throw .unsuitableSchema(
                place: place, problem: "\(schemas.count) schemas are more than \(SchemaLimits.alternatives)")
        }
        guard keyword.name != "allOf" || schemas.count == 1 else {
            throw .unsuitableSchema(
                place: place, problem: "allOf is supported only with one schema; merge them into one")
        }
        var indices: [Int] = []
        for (offset, schema) in schemas.enumerated() {
            indices.append(try read(schema, at: "\(place)/\(offset)", within: kinds))
        }
        return .alternatives(indices, exactlyOne: keyword.name == "oneOf" && indices.count > 1)
    }

    private mutating func target(of value: JSON, at place: String) throws(ConstraintError) -> Int {
        guard let text = value.string else {
            throw .unsuitableSchema(place: place, problem: "a string is expected, not \(value.summary)")
        }
        guard text == "#" || text.hasPrefix("#/") else {
            throw .unsuitableSchema(
                place: place, problem: "\(value.summary) points outside; only #/… within the schema is supported")
        }
        let pointer = text.dropFirst().removingPercentEncoding
        if let known = indexByPlace[Array(pointer.utf8)] { return known }
        guard find(pointer) != nil else {
            throw .unsuitableSchema(place: place, problem: "nothing stands at \(value.summary)")
        }
        let index = try reserve(pointer)
        indexByPlace[Array(pointer.utf8)] = index
        pending.append((pointer, index))
        return index
    }

    /// What stands at a JSON pointer.
    private func find(_ pointer: String) -> JSON? {
        var found = tree
        for part in pointer.split(separator: "/", omittingEmptySubsequences: false).dropFirst() {
            let name = String(part.replacing("~1", with: "/").replacing("~0", with: "~"))
            if let items = found.items {
                guard let index = Int(name), items.indices.contains(index) else { return nil }
                found = items[index]
            } else {
                guard let value = found[name] else { return nil }
                found = value
            }
        }
        return found
    }

    private func isNullable(_ keywords: [JSONMember], at place: String) throws(ConstraintError) -> Bool {
        guard let nullable = keywords.first(where: { $0.name == "nullable" })?.value else { return false }
        guard let isNullable = nullable.bool else {
            throw .unsuitableSchema(place: "\(place)/nullable", problem: "true or false is expected")
        }
        return isNullable
    }
}

extension SchemaRule {
    init(place: String, kind: Kind) {
        self.place = place
        self.kind = kind
        isRead = false
    }
}

extension JSONKinds {
    /// Reads the value of `type`.
    init(schemaType value: JSON, at place: String) throws(ConstraintError) {
        let names = value.items ?? [value]
        self = []
        for name in names {
            guard let text = name.string, let kind = Self.named.first(where: { $0.name == text }) else {
                let known = Self.named.map(\.name).joined(separator: ", ")
                throw .unsuitableSchema(place: place, problem: "\(name.summary) is not a type; known are \(known)")
            }
            formUnion(kind.kinds)
        }
    }
}

extension Substring {
    /// With `%20` and the like replaced, as they stand in a `$ref`.
    fileprivate var removingPercentEncoding: String {
        var bytes: [UInt8] = []
        var rest = utf8[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), let code = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) {
                bytes.append(code)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
