import Images
package import JSON

extension JSONFields {
    /// The largest coordinate taken for one, far beyond any screen and safe to turn into a whole number.
    private static var maximumDistance: Double { 1_000_000 }

    /// The name under `action`.
    package func actionName() throws(JSONError) -> ActionName {
        let expected = "the name of an action"
        _ = try required("action", expected: expected)
        let text = try string("action", expected: expected) ?? ""
        guard let name = ActionName(rawValue: text) else { throw fault(at: "action", ActionName.unknown(text)) }
        return name
    }

    func requiredText(_ meaning: String) throws(JSONError) -> String {
        _ = try required("text", expected: "a string, \(meaning),")
        return try string("text") ?? ""
    }

    /// The keys of a chord: `"keys":["ctrl","s"]`, `"keys":["ctrl+s"]` or `"text":"ctrl+s"`.
    func keys() throws(JSONError) -> [Key] {
        let expected = "an array of key names such as [\"ctrl\", \"s\"]"
        let field = has("keys") ? "keys" : "text"
        let chords: [String]
        if field == "text" {
            chords = try string("text").map { [$0] } ?? []
        } else {
            chords = try strings("keys", expected: expected) ?? []
        }
        guard !chords.isEmpty else {
            _ = try required("keys", expected: expected)
            throw fault(at: "keys", "at least one key is expected")
        }
        var keys: [Key] = []
        for chord in chords {
            guard let part = Key.chord(chord) else { throw fault(at: field, "'\(chord.shortened)' names no chord") }
            keys += part
        }
        guard keys.count <= 16 else {
            throw fault(at: field, "\(keys.count) keys are more than a chord has; give up to 16")
        }
        return keys
    }

    /// The modifier keys of a pointer action: `"modifiers":["ctrl","shift"]` or `"modifiers":["ctrl+shift"]`.
    func modifiers() throws(JSONError) -> [Key] {
        guard let json = self["modifiers"] else { return [] }
        let expected = "an array of modifier keys such as [\"ctrl\", \"shift\"]"
        guard let names = try strings("modifiers", expected: expected) else { return [] }
        var keys: [Key] = []
        for name in names {
            guard let chord = Key.chord(name), chord.allSatisfy(\.isModifier) else {
                throw mismatch("modifiers", json, expected)
            }
            keys += chord.filter { !keys.contains($0) }
        }
        return keys
    }

    func requiredPoint<Space>() throws(JSONError) -> Point<Space> {
        let json = try required("coordinate", expected: "[x, y]")
        return try point(json, in: "coordinate")
    }

    func point<Space>() throws(JSONError) -> Point<Space>? {
        guard let json = self["coordinate"] else { return nil }
        return try point(json, in: "coordinate")
    }

    func points<Space>(_ name: String) throws(JSONError) -> [Point<Space>] {
        guard let json = self[name] else { return [] }
        guard case .array(let items) = json.value, items.count <= 10_000 else {
            throw mismatch(name, json, "an array of up to 10000 points [x, y]")
        }
        var points: [Point<Space>] = []
        for item in items {
            points.append(try point(item, in: name))
        }
        return points
    }

    private func point<Space>(_ json: JSON, in name: String) throws(JSONError) -> Point<Space> {
        guard case .array(let items) = json.value, let numbers = JSON.numbers(items), numbers.count == 2,
            numbers.allSatisfy({ abs($0) <= Self.maximumDistance })
        else { throw mismatch(name, json, "[x, y], two numbers within ±1000000,") }
        return Point(x: numbers[0], y: numbers[1])
    }

    func pixels() throws(JSONError) -> Double {
        let expected = "a number of pixels within ±100000, positive up or left,"
        _ = try required("pixels", expected: expected)
        return try number("pixels", in: -100_000...100_000, expected: expected) ?? 0
    }

    /// Points of a path with its start and its end.
    func route<Space>(_ name: String) throws(JSONError) -> [Point<Space>] {
        let json = try required(name, expected: "an array of points [x, y]")
        let route: [Point<Space>] = try points(name)
        guard route.count > 1 else { throw mismatch(name, json, "an array of 2 to 10000 points [x, y]") }
        return route
    }

    /// Notches of the wheel.
    func notches(_ name: String) throws(JSONError) -> Double {
        let expected = "a whole number of notches within ±1000, positive up or left,"
        _ = try required(name, expected: expected)
        return Double(try integer(name, in: -1000...1000, expected: expected) ?? 0)
    }

    /// How far a scroll goes sideways, in the unit in which it says how far it goes up or down.
    func horizontal() throws(JSONError) -> Double {
        guard self["horizontal"] != nil else { return 0 }
        if has("notches"), !has("pixels") { return try notches("horizontal") }
        return try number(
            "horizontal", in: -100_000...100_000,
            expected: "a number of pixels within ±100000, positive left,") ?? 0
    }

    func button(among buttons: [MouseButton]) throws(JSONError) -> MouseButton {
        guard let json = self["button"] else { return .left }
        let names = buttons.map { "\"\($0.rawValue)\"" }
        let expected = "one of \(names.joined(separator: ", "))"
        guard case .string(let text) = json.value, let button = MouseButton(rawValue: text), buttons.contains(button)
        else { throw mismatch("button", json, expected) }
        return button
    }

    func count() throws(JSONError) -> Int {
        try integer("count", in: 1...3, expected: "a whole number from 1 to 3") ?? 1
    }

    /// The members of a batch; each is read by `read`, which may make several of one.
    package func batch<Member>(
        _ read: (JSONFields) throws(JSONError) -> [Member]
    ) throws(JSONError) -> [Member] {
        let expected = "an array of 1 to 100 actions"
        let json = try required("actions", expected: expected)
        guard case .array(let items) = json.value, (1...100).contains(items.count) else {
            throw mismatch("actions", json, expected)
        }
        var members: [Member] = []
        for (index, item) in items.enumerated() {
            let fields = try JSONFields(item, path: path + [.name("actions"), .index(index)])
            let name = try fields.actionName()
            guard name.isForBatches else {
                throw .field(path: fields.path, line: item.line, problem: "'\(name.rawValue)' cannot stand in a batch")
            }
            members += try read(fields)
        }
        guard members.count <= 100 else {
            throw fault(at: "actions", "a drag with 'from' is two actions; with them these are more than 100")
        }
        return members
    }

    /// The members of a batch.
    func actions<Space>() throws(JSONError) -> [Action<Space>] {
        try batch { (fields) throws(JSONError) in [try Action<Space>(fields)] }
    }

    func time() throws(JSONError) -> Duration {
        let expected = "a number of seconds from 0 to 3600"
        _ = try required("time", expected: expected)
        return .seconds(try number("time", in: 0...3600, expected: expected) ?? 0)
    }

    func status() throws(JSONError) -> Status {
        let expected = "\"success\" or \"failure\""
        let json = try required("status", expected: expected)
        guard case .string(let text) = json.value, let status = Status(rawValue: text) else {
            throw mismatch("status", json, expected)
        }
        return status
    }
}

extension JSON {
    /// The numbers of an array, if it holds nothing else.
    package static func numbers(_ items: [JSON]) -> [Double]? {
        var numbers: [Double] = []
        for item in items {
            guard let number = item.number else { return nil }
            numbers.append(number)
        }
        return numbers
    }
}

extension Key {
    /// The keys of a chord such as `ctrl+shift+t`; a plus sign at the end is the plus key. `nil` when a name is empty.
    package static func chord(_ text: String) -> [Key]? {
        let text = text.trimmed
        if text == "+" { return [Key("plus")] }
        if text.hasSuffix("++") { return chord(String(text.dropLast(2))).map { $0 + [Key("plus")] } }
        var keys: [Key] = []
        for part in text.split(separator: "+", omittingEmptySubsequences: false) {
            let name = String(part).trimmed
            guard !name.isEmpty, !name.contains(where: \.isWhitespace), name.count <= 40 else { return nil }
            keys.append(Key(name))
        }
        return keys
    }
}

extension String {
    /// The text without the space around it.
    var trimmed: String {
        let tail = drop(while: \.isWhitespace)
        return String(tail.dropLast(tail.reversed().prefix(while: \.isWhitespace).count))
    }
}
