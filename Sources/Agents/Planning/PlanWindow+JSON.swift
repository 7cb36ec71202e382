import JSON

extension PlanWindow {
    init(_ json: JSON, _ path: [JSONPathPart]) throws(JSONError) {
        if case .string(let program) = json.value, !program.isEmpty {
            self.init(program: program)
            return
        }
        let fields = try JSONFields(json, path: path)
        try fields.onlyKnow(["program", "title"])
        guard let program = try fields.string("program"), !program.isEmpty else {
            throw fields.fault(at: "program", "expected the name of the program that the window belongs to")
        }
        self.init(program: program, title: try fields.string("title"))
    }

    /// The program alone where there is no title.
    var json: JSON {
        guard let title else { return .text(program) }
        return .object(["program": .text(program), "title": .text(title)])
    }
}
