import Images
import Interaction
package import JSON

extension Script {
    /// How long a wait lasts that names no `timeout`.
    package static let patience = Duration.seconds(15)

    /// Reads a script's file: an array of steps, or an object with the array under `steps`.
    ///
    /// - Parameter file: its name, for errors.
    package init(parsing text: String, file: String) throws(ScriptError) {
        do {
            try self.init(json: JSON(parsing: text))
        } catch { throw .malformed(file: file, error) }
    }

    /// Reads an array of steps, or an object with the array under `steps`.
    package init(json: JSON, path: [JSONPathPart] = []) throws(JSONError) {
        var list = json
        var path = path
        if case .object = json.value {
            let fields = try JSONFields(json, path: path)
            try fields.onlyKnow(["steps"])
            list = try fields.required("steps", expected: "an array of steps")
            path.append(.name("steps"))
        }
        guard case .array(let items) = list.value else {
            throw .field(
                path: path, line: list.line, problem: "expected an array of steps, found \(list.kind)")
        }
        self.init(steps: [])
        for (index, item) in items.enumerated() {
            steps += try ScriptStep.read(JSONFields(item, path: path + [.index(index)]))
        }
    }

    /// The steps as an array.
    package var json: JSON { JSON(.array(steps.map(\.json))) }
}

extension Script: Codable {
    package init(from decoder: any Decoder) throws {
        let json = try JSON(from: decoder)
        do throws(JSONError) {
            try self.init(json: json)
        } catch { throw error.decodingError(at: decoder.codingPath) }
    }

    package func encode(to encoder: any Encoder) throws { try json.encode(to: encoder) }
}

extension ScriptStep {
    private static let claims = [
        "wait_for", "wait_until_gone", "assert", "assert_absent", ScreenLike.field, SharedSteps.field,
    ]

    /// Reads one step of a file, which is more than one here where it drags from a target.
    static func read(_ fields: JSONFields) throws(JSONError) -> [ScriptStep] {
        let kinds = (["action"] + claims).filter(fields.has)
        guard kinds.count == 1, let kind = kinds.first else {
            throw .field(
                path: fields.path, line: fields.line,
                problem: "expected one of action, \(claims.joined(separator: ", ")) in a step, found \(kinds.count)")
        }
        guard kind == "action" else { return [try claim(kind, fields)] }
        return try action(fields)
    }

    private static func claim(_ kind: String, _ fields: JSONFields) throws(JSONError) -> ScriptStep {
        if kind == SharedSteps.field { return .use(try SharedSteps(fields)) }
        if kind == ScreenLike.field { return .screenLike(try ScreenLike(fields)) }
        guard kind.hasPrefix("wait") else {
            try fields.onlyKnow([kind, "softly"])
            return .assert(
                try fields.target(kind), present: kind == "assert",
                softly: try fields.boolean("softly") ?? false)
        }
        let target = try fields.lenientTarget(kind)
        try fields.onlyKnow([kind, "timeout"])
        let seconds = try fields.number("timeout", in: 0...3600, expected: "a number of seconds from 0 to 3600")
        return .waitFor(target, present: kind == "wait_for", timeout: seconds.map { .seconds($0) } ?? Script.patience)
    }

    /// The step's JSON form.
    package var json: JSON {
        switch self {
        case .act(let action): action.json
        case .actOn(let target, let action): ScriptAction.actOn(target, action).json
        case .batch(let actions):
            JSON(
                .object([
                    JSONMember("action", JSON(.string(ActionName.batch.rawValue))),
                    JSONMember("actions", JSON(.array(actions.map(\.json)))),
                ]))
        case .waitFor(let target, let present, let timeout):
            JSON(
                .object([
                    JSONMember(present ? "wait_for" : "wait_until_gone", target.json),
                    JSONMember("timeout", JSON(.number(timeout / .seconds(1)))),
                ]))
        case .assert(let target, let present, let softly):
            JSON(
                .object(
                    [JSONMember(present ? "assert" : "assert_absent", target.json)]
                        + (softly ? [JSONMember("softly", JSON(.bool(true)))] : [])))
        case .screenLike(let claim): claim.json
        case .use(let shared): shared.json
        }
    }
}

extension ScriptStep: CustomStringConvertible {
    /// The JSON form on one line.
    package var description: String { json.text }
}

extension JSONFields {
    func target(_ name: String) throws(JSONError) -> Target {
        try Target(json: try required(name, expected: "a target"), path: path + [.name(name)])
    }

    /// A target that is not part of an assertion, and found leniently anyway.
    func lenientTarget(_ name: String) throws(JSONError) -> Target {
        let target = try target(name)
        guard !target.isRough else { throw fault(at: name, "'roughly' is for assertions; other targets are lenient") }
        return target
    }
}
