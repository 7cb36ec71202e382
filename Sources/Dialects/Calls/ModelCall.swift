import Images
import Interaction
import JSON

/// One call as found in a model's answer.
struct ModelCall {
    let json: JSON
    /// The call as the model wrote it, or as JSON where it is one of a list.
    let text: String

    /// What the call means.
    func action(of tool: CallTool) throws(ActionTextError) -> Action<ModelSpace> {
        let fields = try ActionTextError.wrapping(tool) { () throws(JSONError) in try JSONFields(json) }
        guard fields.has("arguments") else { return try Self.action(tool, given: nil, fields) }
        let (function, arguments) = try ActionTextError.wrapping(tool) { () throws(JSONError) in
            (try fields.string("name") ?? tool.name, try Self.arguments(fields))
        }
        if function == tool.name { return try Self.action(tool, given: nil, arguments) }
        // Some answers name the action as the function.
        guard tool.actions.contains(function), !arguments.has("action") else {
            throw .unknownFunction(function.shortened, expected: tool.name)
        }
        return try Self.action(tool, given: function, arguments)
    }

    /// The arguments, which some models write as JSON inside a string.
    private static func arguments(_ fields: JSONFields) throws(JSONError) -> JSONFields {
        var json = try fields.required("arguments", expected: "an object")
        if case .string(let text) = json.value { json = try JSON(parsing: text) }
        return try JSONFields(json, path: [.name("arguments")])
    }

    private static func action(
        _ tool: CallTool, given: String?, _ fields: JSONFields
    ) throws(ActionTextError) -> Action<ModelSpace> {
        let called = if let given { given } else { try self.name(tool, fields) }
        guard let (name, fields) = tool.translate(called, fields) else {
            throw .unknownAction(called.shortened, known: tool.actions.joined(separator: ", "))
        }
        do {
            return try Action(name: name, try fields.withCoordinate().withCleanKeys())
        } catch {
            if case .missing(let field, let expected, _, _) = error {
                throw .missingField(field, action: called, expected: expected)
            }
            throw ActionTextError(error, tool)
        }
    }

    private static func name(_ tool: CallTool, _ fields: JSONFields) throws(ActionTextError) -> String {
        let text = try ActionTextError.wrapping(tool) { () throws(JSONError) in try fields.string("action") }
        if let text { return text }
        // Small models of Qwen's name the action's field so.
        if let type = fields["type"]?.string, tool.actions.contains(type) { return type }
        guard fields.has("point_2d") || fields.has("bbox_2d") else {
            let expected = "one of \(tool.actions.joined(separator: ", "))"
            throw .missingField("action", action: tool.name, expected: expected)
        }
        return tool.click
    }
}

extension ActionTextError {
    init(_ error: JSONError, _ tool: CallTool = .computerUse) {
        switch error {
        case .malformed(_, let reason): self = .malformed(reason: reason)
        case .cutOff(_, let part): self = .cutOff(inside: part)
        case .field(let path, _, let problem): self = .unsuitable(field: path.joined, problem: problem)
        case .missing(let field, let expected, _, _):
            self = .missingField(field, action: tool.name, expected: expected)
        }
    }

    fileprivate static func wrapping<Value>(
        _ tool: CallTool, _ body: () throws(JSONError) -> Value
    ) throws(ActionTextError) -> Value {
        do { return try body() } catch { throw ActionTextError(error, tool) }
    }
}

extension JSONFields {
    /// The same fields without the brackets and quotes that models of Qwen's leave in the names of keys, such as
    /// `keys=[ctrl` and `'c']`.
    fileprivate func withCleanKeys() -> JSONFields {
        guard let names = self["keys"]?.strings, names.contains(where: \.isKeyDebris) else { return self }
        let keys = names.map { JSON(.string($0.withoutKeyDebris)) }
        return replacing("keys", with: JSON(.array(keys), line: self["keys"]?.line ?? 0))
    }

    /// The same fields with a point under `coordinate`, where the model gave a box, `point_2d` or `bbox_2d` instead.
    fileprivate func withCoordinate() throws(JSONError) -> JSONFields {
        let given = ["coordinate", "point_2d", "bbox_2d"].first(where: has)
        guard let given, let json = self[given] else { return self }
        guard case .array(let items) = json.value, let numbers = JSON.numbers(items) else {
            throw mismatch(given, json, "an array of numbers")
        }
        switch (given, numbers.count) {
        case ("coordinate", 2): return self
        case ("point_2d", 2): return replacing("coordinate", with: json)
        case ("coordinate", 4), ("bbox_2d", 4):
            let centre = [(numbers[0] + numbers[2]) / 2, (numbers[1] + numbers[3]) / 2]
            return replacing("coordinate", with: JSON(.array(centre.map { JSON(.number($0)) }), line: json.line))
        default:
            throw fault(at: given, "\(numbers.count) numbers; [x, y] or [x1, y1, x2, y2] is expected")
        }
    }
}

extension String {
    /// Whether it is the name of a key with a part of a list around it.
    fileprivate var isKeyDebris: Bool {
        count > 2 && (hasPrefix("keys=") || hasPrefix("[") || hasSuffix("]") || hasPrefix("'") || hasSuffix("'"))
    }

    fileprivate var withoutKeyDebris: String {
        let name = hasPrefix("keys=") ? dropFirst(5) : self[...]
        return String(name.filter { !"[]'\"".contains($0) })
    }
}
