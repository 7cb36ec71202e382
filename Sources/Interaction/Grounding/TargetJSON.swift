package import JSON

extension Target {
    private static let fields = [
        "text", "image", "role", "name", "in_window", "below", "right_of", "nth", "state", "value", "contains",
        "roughly",
    ]

    /// Reads `"File"`, or an object with `text`, `image`, or `role` and `name`, and what narrows it down.
    package init(json: JSON, path: [JSONPathPart] = []) throws(JSONError) {
        if case .string(let words) = json.value {
            guard !words.trimmed.isEmpty else {
                throw .field(path: path, line: json.line, problem: "the target is empty")
            }
            self.init(words)
            return
        }
        let fields = try JSONFields(json, path: path)
        try fields.onlyKnow(Self.fields)
        let image = try fields.string("image", expected: "the path of a PNG file")
        let role = try fields.string("role", expected: "a role such as \"button\"")
        let text = try fields.string("text")
        let name = try fields.string("name") ?? text
        if image == nil, role == nil, name == nil {
            _ = try fields.required("text", expected: "the words that stand on the target")
        }
        if fields.has("name"), fields.has("text") { throw fields.fault(at: "name", "give either 'name' or 'text'") }
        let kind: ElementRole? = if let role { try Self.role(role, fields) } else { nil }
        self.init(
            name ?? "", inWindow: try fields.string("in_window"),
            below: try fields.string("below"), rightOf: try fields.string("right_of"),
            nth: try fields.integer("nth", in: 1...1000, expected: "a whole number from 1"), image: image,
            isRough: try fields.boolean("roughly") ?? false, role: kind,
            state: try StateDemand(fields), value: try fields.string("value"), contains: try fields.string("contains"))
        guard image != nil || role != nil || !self.text.trimmed.isEmpty else {
            throw fields.fault(at: "text", "the target is empty")
        }
        guard image == nil || !needsElements else {
            throw fields.fault(at: "image", "a picture has no role, state or value; give either of both")
        }
    }

    private static func role(_ words: String, _ fields: JSONFields) throws(JSONError) -> ElementRole {
        guard let role = ElementRole(words: words) else {
            throw fields.fault(
                at: "role",
                "unknown role '\(words)'; known are \(RoleWords.table.map { $0.words[0] }.joined(separator: ", "))")
        }
        return role
    }

    /// The target's JSON form: the bare words where there is nothing else.
    package var json: JSON {
        guard self != Target(text) else { return JSON(.string(text)) }
        var members: [JSONMember] = []
        func add(_ name: String, _ value: String?) {
            if let value { members.append(JSONMember(name, JSON(.string(value)))) }
        }
        add("role", role?.name)
        add(role == nil ? "text" : "name", text.isEmpty ? nil : text)
        add("image", image)
        add("in_window", inWindow)
        add("below", below)
        add("right_of", rightOf)
        if let nth { members.append(JSONMember("nth", JSON(.number(Double(nth))))) }
        if let state { members.append(JSONMember("state", state.json)) }
        add("value", value)
        add("contains", contains)
        if isRough { members.append(JSONMember("roughly", JSON(.bool(true)))) }
        return JSON(.object(members))
    }
}

extension StateDemand {
    /// Reads `{"enabled":true,"checked":false}` under `state`; `nil` where it is not there.
    fileprivate init?(_ parent: JSONFields) throws(JSONError) {
        guard let json = parent["state"] else { return nil }
        let fields = try JSONFields(json, path: parent.path + [.name("state")])
        try fields.onlyKnow(ElementStates.table.map(\.name))
        self.init()
        for (state, name) in ElementStates.table {
            guard let isSet = try fields.boolean(name) else { continue }
            if isSet { present.insert(state) } else { absent.insert(state) }
        }
        guard self != StateDemand() else { throw parent.fault(at: "state", "the state is empty") }
    }

    fileprivate var json: JSON {
        let members = ElementStates.table.filter { present.union(absent).contains($0.state) }.map { state, name in
            JSONMember(name, JSON(.bool(present.contains(state))))
        }
        return JSON(.object(members))
    }
}

extension Target: Codable {
    package init(from decoder: any Decoder) throws {
        let json = try JSON(from: decoder)
        do throws(JSONError) {
            self = try Target(json: json)
        } catch { throw error.decodingError(at: decoder.codingPath) }
    }

    package func encode(to encoder: any Encoder) throws { try json.encode(to: encoder) }
}

extension Target: CustomStringConvertible {
    /// The target as messages name it: `'Save' in window 'Mousepad'`.
    package var description: String {
        var words = image.map { "the picture '\($0)'" } ?? named
        if let below { words += " below '\(below)'" }
        if let rightOf { words += " right of '\(rightOf)'" }
        if let inWindow { words += " in window '\(inWindow)'" }
        if let nth { words += " (number \(nth))" }
        if let state { words += " that is \(state.phrase)" }
        if let value { words += " with the value '\(value)'" }
        if let contains { words += " that contains '\(contains)'" }
        if isRough { words = "roughly \(words)" }
        return words
    }

    private var named: String {
        guard let role else { return "'\(text)'" }
        return text.isEmpty ? "the \(role.name)" : "the \(role.name) '\(text)'"
    }
}
