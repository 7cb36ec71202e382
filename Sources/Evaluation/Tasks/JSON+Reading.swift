import Formats
import Interaction
package import JSON

extension JSON {
    /// Whether it is `null` or an empty object, which OSWorld's files hold where there is nothing.
    var isNothing: Bool {
        switch value {
        case .null: true
        case .object(let members): members.isEmpty
        case .bool, .number, .string, .array: false
        }
    }

    /// Whether both are equal as Python's `==` has it, whatever the order of members: texts by their code points, and
    /// `true` is 1.
    package func isEqual(to other: JSON) -> Bool {
        if let one = pythonNumber, let two = other.pythonNumber {
            return one == two && hasSameInteger(as: other)
        }
        switch (value, other.value) {
        case (.null, .null): return true
        case (.string(let one), .string(let two)): return one.isSame(as: two)
        case (.array(let one), .array(let two)):
            return one.count == two.count && zip(one, two).allSatisfy { $0.isEqual(to: $1) }
        case (.object(let one), .object(let two)):
            return one.count == two.count
                && one.allSatisfy { member in other.member(member.name).map { member.value.isEqual(to: $0) } ?? false }
        case (.null, _), (.bool, _), (.number, _), (.string, _), (.array, _), (.object, _): return false
        }
    }

    /// Whether integers, which Python keeps exactly, are the same ones; true of everything else.
    private func hasSameInteger(as other: JSON) -> Bool {
        guard case .number(let one) = value, case .number(let two) = other.value,
            one.isIntegerLiteral || two.isIntegerLiteral
        else { return true }
        return one == two
    }

    /// The number that this is in Python, where truth values are numbers.
    var pythonNumber: Double? { number ?? bool.map { $0 ? 1 : 0 } }

    /// The member whose name has the same code points.
    func member(_ name: String) -> JSON? { members?.first { $0.name.isSame(as: name) }?.value }

    /// Whether Python's `in` finds `part`: an item of a list, a part of a text, a name of an object.
    ///
    /// - Returns: `nil` where Python refuses the question.
    func holds(_ part: JSON) -> Bool? {
        switch value {
        case .array(let items): items.contains { $0.isEqual(to: part) }
        case .string(let text): part.string.map { text.holds($0) }
        case .object: part.string.map { member($0) != nil } ?? false
        case .null, .bool, .number: nil
        }
    }

    /// As Python's `str` writes it, as far as a number of JSON says whether it is a whole one.
    var pythonText: String {
        switch value {
        case .null: "None"
        case .bool(let truth): truth ? "True" : "False"
        case .string(let text): text
        case .number, .array, .object: text
        }
    }
}

extension JSONFields {
    func requiredString(_ name: String) throws(JSONError) -> String {
        let json = try required(name, expected: "a string")
        guard let text = json.string else { throw mismatch(name, json, "a string") }
        return text
    }

    /// A list of strings or numbers, as texts; a single one counts as a list.
    func scalars(_ name: String) throws(JSONError) -> [String] {
        let expected = "a string or a list of strings"
        let json = try required(name, expected: expected)
        var texts: [String] = []
        for item in json.items ?? [json] {
            switch item.value {
            case .string(let text): texts.append(text)
            case .number, .bool: texts.append(item.text)
            case .null, .array, .object: throw mismatch(name, item, expected)
            }
        }
        return texts
    }

    /// A list of objects, each ready to be read.
    func objects(_ name: String) throws(JSONError) -> [JSONFields] {
        let json = try required(name, expected: "a list of objects")
        guard let items = json.items else { throw mismatch(name, json, "a list of objects") }
        var objects: [JSONFields] = []
        for (index, item) in items.enumerated() {
            objects.append(try JSONFields(item, path: path + [.name(name), .index(index)]))
        }
        return objects
    }
}
