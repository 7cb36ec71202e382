/// One JSON value, and the line of its text on which it begins.
package struct JSON: Sendable {
    /// The kinds of JSON.
    package enum Value: Sendable {
        case null
        case bool(Bool)
        case number(JSONNumber)
        case string(String)
        case array([JSON])
        /// Members in the order of the text; no name occurs twice. Names are the same if they have the same code points.
        case object([JSONMember])
    }

    /// What it is.
    package var value: Value
    /// From 1; 0 where the value was never text.
    package var line: Int

    /// Creates a value; `line` counts from 1 and is 0 for a value that was never text.
    package init(_ value: Value, line: Int = 0) {
        self.value = value
        self.line = line
    }

    /// What it is, with an article, as an error names it.
    package var kind: String {
        switch value {
        case .null: "null"
        case .bool: "a boolean"
        case .number: "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }
}

extension JSON {
    /// The member called `name`, if this is an object that has one.
    package subscript(name: String) -> JSON? {
        guard case .object(let members) = value else { return nil }
        return members.first { $0.name.isSame(as: name) }?.value
    }

    /// Whether it holds no other value.
    var isScalar: Bool {
        switch value {
        case .array, .object: false
        case .null, .bool, .number, .string: true
        }
    }

    /// The text, if this is a string.
    package var string: String? {
        guard case .string(let text) = value else { return nil }
        return text
    }

    /// The number, rounded to the nearest `Double`, if this is one.
    package var number: Double? {
        guard case .number(let number) = value else { return nil }
        return number.double
    }

    /// The integer, if this is a number whose exact value is one that fits.
    package var integer: Int? {
        guard case .number(let number) = value else { return nil }
        return number.integer
    }

    /// The items, if this is an array.
    package var items: [JSON]? {
        guard case .array(let items) = value else { return nil }
        return items
    }

    /// The members, if this is an object.
    package var members: [JSONMember]? {
        guard case .object(let members) = value else { return nil }
        return members
    }

    /// The boolean, if this is one.
    package var bool: Bool? {
        guard case .bool(let truth) = value else { return nil }
        return truth
    }

    /// The texts, if this is an array of strings.
    package var strings: [String]? {
        guard case .array(let items) = value else { return nil }
        let texts = items.compactMap(\.string)
        return texts.count == items.count ? texts : nil
    }

    /// The line on which the value at the end of a path begins, or the last value on the path that exists.
    package func line(at path: [JSONPathPart]) -> Int {
        guard let first = path.first, let next = part(first) else { return line }
        return next.line(at: Array(path.dropFirst()))
    }

    private func part(_ part: JSONPathPart) -> JSON? {
        switch (part, value) {
        case (.name(let name), _): self[name]
        case (.index(let index), .array(let items)) where items.indices.contains(index): items[index]
        case (.index, _): nil
        }
    }
}

/// One name and its value in an object.
package struct JSONMember: Sendable {
    /// The name, without escapes.
    package var name: String
    /// The value under it.
    package var value: JSON

    /// Creates a member.
    package init(_ name: String, _ value: JSON) {
        self.name = name
        self.value = value
    }
}

extension JSON: Equatable {
    /// Whether both are the same value, wherever they begin: numbers by exact value, texts by code points, objects in any
    /// order of their members.
    package static func == (left: JSON, right: JSON) -> Bool {
        switch (left.value, right.value) {
        case (.null, .null): true
        case (.bool(let left), .bool(let right)): left == right
        case (.number(let left), .number(let right)): left == right
        case (.string(let left), .string(let right)): left.isSame(as: right)
        case (.array(let left), .array(let right)): left == right
        case (.object(let left), .object(let right)): left.count == right.count && areEqual(left, right)
        case (.null, _), (.bool, _), (.number, _), (.string, _), (.array, _), (.object, _): false
        }
    }

    private static func areEqual(_ members: [JSONMember], _ others: [JSONMember]) -> Bool {
        let values = Dictionary(others.map { (JSONName($0.name), $0.value) }) { first, _ in first }
        return members.allSatisfy { values[JSONName($0.name)] == $0.value }
    }
}
