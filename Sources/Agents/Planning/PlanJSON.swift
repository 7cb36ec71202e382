import Interaction
package import JSON

extension Plan {
    /// The maximum number of steps, with loops written out.
    package static let maximumSteps = 1000
    private static let fields = ["windows", "values", "steps"]

    /// Reads a plan's file, with a step for each item of its loops.
    ///
    /// - Parameters:
    ///   - file: its name, for errors.
    ///   - parameters: values of the parameters that it names in double braces and does not declare as values.
    /// - Throws: ``PlanError``, also for a plan that would use a value as it does not declare it, and for a step that plainly
    ///   cannot be undone and does not say so.
    package init(parsing text: String, file: String, parameters: [String: String] = [:]) throws(PlanError) {
        do {
            try self.init(json: JSON(parsing: text), parameters: parameters)
        } catch let error as PlanError {
            throw error
        } catch let error as JSONError {
            throw .malformed(file: file, error)
        } catch { throw .malformed(file: file, .field(path: [], line: 1, problem: "\(error)")) }
    }

    private init(json: JSON, parameters: [String: String]) throws {
        let fields = try JSONFields(json)
        try fields.onlyKnow(Self.fields)
        let windows = try fields.required("windows", expected: "an array of windows").plannedItems(["windows"])
        let values = try PlanValue.read(fields)
        let list = try fields.required("steps", expected: "an array of steps")
        let steps = try PlanStep.list(list, [.name("steps")])
        self.init(
            windows: try windows.map { json, path in try PlanWindow(json, path) }, values: values, steps: steps)
        guard !self.windows.isEmpty else { throw fields.fault(at: "windows", "no window is named") }
        guard !self.steps.isEmpty else { throw fields.fault(at: "steps", "there is no step") }
        self = try filled(with: parameters)
        try check()
    }

    /// The plan's JSON form, with loops written out.
    package var json: JSON {
        .object([
            "windows": .list(windows.map(\.json)),
            "values": values.isEmpty
                ? nil : JSON(.object(values.map { JSONMember($0.name, $0.json) })),
            "steps": .list(steps.map(\.json)),
        ])
    }
}

extension PlanStep {
    /// Reads steps and writes loops out.
    fileprivate static func list(_ json: JSON, _ path: [JSONPathPart]) throws(JSONError) -> [PlanStep] {
        guard case .array(let items) = json.value else {
            throw .field(path: path, line: json.line, problem: "expected an array of steps, found \(json.kind)")
        }
        var steps: [PlanStep] = []
        for (index, item) in items.enumerated() {
            steps += try read(JSONFields(item, path: path + [.index(index)]), item)
            guard steps.count <= Plan.maximumSteps else {
                throw .field(
                    path: path, line: item.line,
                    problem: "there are more than \(Plan.maximumSteps) steps, with loops written out")
            }
        }
        return steps
    }

    private static func read(_ fields: JSONFields, _ json: JSON) throws(JSONError) -> [PlanStep] {
        if fields.has("for_each") { return try loop(fields) }
        let window = try fields["window"].map { json throws(JSONError) in
            try PlanWindow(json, fields.path + [.name("window")])
        }
        let isIrreversible = try fields.boolean("irreversible") ?? false
        let kinds: [Kind]
        if fields.has("read") {
            kinds = [try reading(fields)]
        } else if fields.has("if") {
            kinds = [try branch(fields)]
        } else {
            let own = (json.members ?? []).filter { $0.name != "window" && $0.name != "irreversible" }
            let script = try ScriptStep.read(JSONFields(JSON(.object(own), line: json.line), path: fields.path))
            kinds = script.map(Kind.script)
        }
        switch kinds.first {
        case .script(.act(.batch))?, .script(.batch)?:
            throw fields.fault(at: "action", "a plan has no batches; write their actions as steps")
        default: break
        }
        return kinds.map { PlanStep($0, window: window, isIrreversible: isIrreversible) }
    }

    private static func loop(_ fields: JSONFields) throws(JSONError) -> [PlanStep] {
        try fields.onlyKnow(["for_each", "in", "do"])
        guard let name = try fields.string("for_each"), let items = try fields.strings("in") else {
            throw fields.fault(at: "in", "expected the list of texts that 'for_each' goes through")
        }
        let body = try list(try fields.required("do", expected: "an array of steps"), fields.path + [.name("do")])
        guard items.count * body.count <= Plan.maximumSteps else {
            throw fields.fault(at: "in", "the loop has more than \(Plan.maximumSteps) steps")
        }
        return items.flatMap { item in
            body.map { step in step.mapText { Placeholder.fill($0, with: [name: item]) } }
        }
    }

    private static func reading(_ fields: JSONFields) throws(JSONError) -> Kind {
        let places = ["field", "right_of", "below"]
        try fields.onlyKnow(["read", "window"] + places)
        guard let value = try fields.string("read"), places.filter(fields.has).count == 1 else {
            throw fields.fault(at: "read", "expected the name of a value, and one of \(places.joined(separator: ", "))")
        }
        if fields.has("field") { return .read(value: value, from: .field(try fields.target("field"))) }
        if let label = try fields.string("right_of") { return .read(value: value, from: .rightOf(label)) }
        return .read(value: value, from: .below(try fields.string("below") ?? ""))
    }

    private static func branch(_ fields: JSONFields) throws(JSONError) -> Kind {
        try fields.onlyKnow(["if", "then", "else", "window"])
        let condition = try PlanCondition(
            JSONFields(fields.required("if", expected: "a condition"), path: fields.path + [.name("if")]))
        let then = try list(try fields.required("then", expected: "an array of steps"), fields.path + [.name("then")])
        let otherwise = try fields["else"].map { json throws(JSONError) in
            try list(json, fields.path + [.name("else")])
        }
        return .branch(condition, then: then, otherwise: otherwise ?? [])
    }

    /// The step's JSON form.
    package var json: JSON {
        let own: JSON =
            switch kind {
            case .script(let step): step.json
            case .read(let value, let place):
                switch place {
                case .field(let target): .object(["read": .text(value), "field": target.json])
                case .rightOf(let label): .object(["read": .text(value), "right_of": .text(label)])
                case .below(let label): .object(["read": .text(value), "below": .text(label)])
                }
            case .branch(let condition, let then, let otherwise):
                .object([
                    "if": condition.json, "then": .list(then.map(\.json)),
                    "else": otherwise.isEmpty ? nil : .list(otherwise.map(\.json)),
                ])
            }
        let window = window.map { JSONMember("window", $0.json) }
        let mark = isIrreversible ? JSONMember("irreversible", .bool(true)) : nil
        return own.setting([window, mark].compactMap(\.self))
    }
}

extension PlanCondition {
    fileprivate init(_ fields: JSONFields) throws(JSONError) {
        if fields.has("shows") {
            try fields.onlyKnow(["shows", "within"])
            let seconds = try fields.number("within", in: 0...3600, expected: "a number of seconds from 0 to 3600")
            self = .shows(try fields.target("shows"), within: seconds.map { .seconds($0) } ?? Self.patience)
            return
        }
        try fields.onlyKnow(["value", "is", "above", "below"])
        let limits = -1e15...1e15
        guard let value = try fields.string("value") else {
            throw .field(path: fields.path, line: fields.line, problem: "expected 'shows' or 'value'")
        }
        if let text = try fields.string("is") {
            self = .equals(value: value, text: text)
        } else if let number = try fields.number("above", in: limits, expected: "a number") {
            self = .above(value: value, number)
        } else if let number = try fields.number("below", in: limits, expected: "a number") {
            self = .below(value: value, number)
        } else {
            throw .field(path: fields.path, line: fields.line, problem: "expected one of 'is', 'above', 'below'")
        }
    }

    fileprivate var json: JSON {
        switch self {
        case .shows(let target, let patience):
            .object(["shows": target.json, "within": .number(patience / .seconds(1))])
        case .equals(let value, let text): .object(["value": .text(value), "is": .text(text)])
        case .above(let value, let number): .object(["value": .text(value), "above": .number(number)])
        case .below(let value, let number): .object(["value": .text(value), "below": .number(number)])
        }
    }
}

extension JSON {
    /// The items of an array, each with its path.
    fileprivate func plannedItems(_ names: [String]) throws(JSONError) -> [(JSON, [JSONPathPart])] {
        let path = names.map(JSONPathPart.name)
        guard let items else { throw .field(path: path, line: line, problem: "expected an array, found \(kind)") }
        return items.enumerated().map { ($1, path + [.index($0)]) }
    }
}
