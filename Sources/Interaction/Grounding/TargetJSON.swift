package import JSON

extension Target {
    private static let fields = ["text", "image", "in_window", "below", "right_of", "nth", "roughly"]

    /// Reads `"File"`, or an object with `text` or `image` and what narrows it down.
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
        if image == nil { _ = try fields.required("text", expected: "the words that stand on the target") }
        self.init(
            try fields.string("text") ?? "", inWindow: try fields.string("in_window"),
            below: try fields.string("below"), rightOf: try fields.string("right_of"),
            nth: try fields.integer("nth", in: 1...1000, expected: "a whole number from 1"), image: image,
            isRough: try fields.boolean("roughly") ?? false)
        guard image != nil || !text.trimmed.isEmpty else { throw fields.fault(at: "text", "the target is empty") }
    }

    /// The target's JSON form: the bare words where there is nothing else.
    package var json: JSON {
        guard self != Target(text) else { return JSON(.string(text)) }
        var members: [JSONMember] = []
        func add(_ name: String, _ value: String?) {
            if let value { members.append(JSONMember(name, JSON(.string(value)))) }
        }
        add("text", text.isEmpty ? nil : text)
        add("image", image)
        add("in_window", inWindow)
        add("below", below)
        add("right_of", rightOf)
        if let nth { members.append(JSONMember("nth", JSON(.number(Double(nth))))) }
        if isRough { members.append(JSONMember("roughly", JSON(.bool(true)))) }
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
        var words = image.map { "the picture '\($0)'" } ?? "'\(text)'"
        if let below { words += " below '\(below)'" }
        if let rightOf { words += " right of '\(rightOf)'" }
        if let inWindow { words += " in window '\(inWindow)'" }
        if let nth { words += " (number \(nth))" }
        if isRough { words = "roughly \(words)" }
        return words
    }
}
