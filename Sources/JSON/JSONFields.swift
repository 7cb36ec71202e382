/// The members of an object, read by name; each fault names the way to the field and its line.
package struct JSONFields {
    /// The path of the object in its document, for errors.
    package let path: [JSONPathPart]
    /// The line on which the object begins, from 1; 0 where it was never text.
    package let line: Int
    private var members: [JSONName: JSON]
    /// The names in the order of the text.
    package let names: [String]

    /// - Throws: ``JSONError/field(path:line:problem:)`` when `json` is not an object.
    package init(_ json: JSON, path: [JSONPathPart] = []) throws(JSONError) {
        guard case .object(let members) = json.value else {
            throw .field(path: path, line: json.line, problem: "\(json.kind) was found where an object is expected")
        }
        self.path = path
        line = json.line
        names = members.map(\.name)
        self.members = Dictionary(members.map { (JSONName($0.name), $0.value) }) { first, _ in first }
    }

    /// The value under `name`; `null` counts as none.
    package subscript(name: String) -> JSON? {
        guard let json = members[JSONName(name)] else { return nil }
        if case .null = json.value { return nil }
        return json
    }

    /// Whether there is a value under `name` other than `null`.
    package func has(_ name: String) -> Bool { self[name] != nil }

    /// Refuses names other than `known`.
    package func onlyKnow(_ known: [String]) throws(JSONError) {
        guard let stranger = names.first(where: { !known.contains($0) }) else { return }
        let fields = known.isEmpty ? "no fields are known here" : "known are \(known.joined(separator: ", "))"
        throw fault(at: stranger, "unknown field; \(fields)")
    }

    /// The same fields with `json` under `name`.
    package func replacing(_ name: String, with json: JSON) -> JSONFields {
        var fields = self
        fields.members[JSONName(name)] = json
        return fields
    }

    /// The value under `name`.
    ///
    /// - Throws: ``JSONError/missing(_:expected:path:line:)`` where there is none; `expected` says of what kind it is.
    package func required(_ name: String, expected: String) throws(JSONError) -> JSON {
        guard let json = self[name] else {
            throw .missing(name, expected: expected, path: path, line: line)
        }
        return json
    }

    /// The string under `name`; `nil` where there is none.
    ///
    /// - Throws: ``JSONError/field(path:line:problem:)`` for a value of another kind.
    package func string(_ name: String, expected: String = "a string") throws(JSONError) -> String? {
        guard let json = self[name] else { return nil }
        guard case .string(let text) = json.value else { throw mismatch(name, json, expected) }
        return text
    }

    /// A number from `range`.
    package func number(
        _ name: String, in range: ClosedRange<Double>, expected: String
    ) throws(JSONError) -> Double? {
        guard let json = self[name] else { return nil }
        guard let number = json.number, range.contains(number) else {
            throw mismatch(name, json, expected)
        }
        return number
    }

    /// An integer from `range`.
    package func integer(_ name: String, in range: ClosedRange<Int>, expected: String) throws(JSONError) -> Int? {
        guard let json = self[name] else { return nil }
        guard let integer = json.integer, range.contains(integer) else { throw mismatch(name, json, expected) }
        return integer
    }

    /// A truth value.
    package func boolean(_ name: String) throws(JSONError) -> Bool? {
        guard let json = self[name] else { return nil }
        guard case .bool(let truth) = json.value else { throw mismatch(name, json, "true or false") }
        return truth
    }

    /// A list of strings.
    package func strings(_ name: String, expected: String = "an array of strings") throws(JSONError) -> [String]? {
        guard let json = self[name] else { return nil }
        guard case .array(let items) = json.value else { throw mismatch(name, json, expected) }
        var strings: [String] = []
        for item in items {
            guard case .string(let text) = item.value else { throw mismatch(name, item, expected) }
            strings.append(text)
        }
        return strings
    }

    /// The error for a value that is not as `expected`.
    package func mismatch(_ name: String, _ found: JSON, _ expected: String) -> JSONError {
        let written =
            switch found.value {
            case .array(let items) where items.count <= 8 && items.allSatisfy(\.isScalar): found.text.shortened
            case .array, .object: found.kind
            case .null, .bool, .number, .string: "\(found.kind), \(found.text.shortened)"
            }
        return .field(path: path + [.name(name)], line: found.line, problem: "\(expected) is expected, not \(written)")
    }

    /// The error for a problem with the value under `name`.
    package func fault(at name: String, _ problem: String) -> JSONError {
        .field(path: path + [.name(name)], line: members[JSONName(name)]?.line ?? line, problem: problem)
    }
}
