import JSON

/// A step of a script that stands for the steps of another file.
package struct SharedSteps: Hashable, Sendable {
    /// The file, beside the task.
    package var file: String
    /// Values for the parameters of its steps.
    package var values: [String: String]
    /// The line on which it is named; 0 where that is not text.
    package var line: Int

    /// Creates a use of a file's steps.
    package init(file: String, values: [String: String] = [:], line: Int = 0) {
        (self.file, self.values, self.line) = (file, values, line)
    }

    static let field = "use"

    /// What is wrong with a file's name; `nil` for one that steps can stand in.
    package static func fault(in file: String) -> String? {
        file.hasSuffix(".json") ? nil : "expected a file of steps, whose name ends with .json, found '\(file)'"
    }

    /// Reads `{"use": "login.json", "with": {"user": "ada"}}`.
    init(_ fields: JSONFields) throws(JSONError) {
        try fields.onlyKnow([Self.field, "with"])
        file = try fields.string(Self.field, expected: "the name of a file with steps") ?? ""
        if let fault = Self.fault(in: file) { throw fields.fault(at: Self.field, fault) }
        line = fields.line
        values = [:]
        guard let with = fields["with"] else { return }
        let given = try JSONFields(with, path: fields.path + [.name("with")])
        for name in given.names { values[name] = try given.string(name) }
    }

    /// The step's JSON form.
    var json: JSON {
        var members = [JSONMember(Self.field, JSON(.string(file)))]
        if !values.isEmpty {
            let given = values.sorted { $0.key < $1.key }.map { JSONMember($0.key, JSON(.string($0.value))) }
            members.append(JSONMember("with", JSON(.object(given))))
        }
        return JSON(.object(members))
    }

    /// The same with each of its texts passed through `change`.
    func mapText(_ change: (String) -> String) -> SharedSteps {
        SharedSteps(file: change(file), values: values.mapValues(change), line: line)
    }
}

/// A file of steps that others use: an array of steps, or an object with `steps` and values that its `parameters` have
/// where nobody gives others.
private struct SharedFile {
    let script: Script
    let defaults: [String: String]

    init(parsing text: String, file: String) throws(ScriptError) {
        do throws(JSONError) {
            let json = try JSON(parsing: text)
            guard case .object = json.value else {
                (script, defaults) = (try Script(json: json), [:])
                return
            }
            let fields = try JSONFields(json, path: [])
            try fields.onlyKnow(["steps", "parameters"])
            let steps = try fields.required("steps", expected: "an array of steps")
            script = try Script(json: steps, path: [.name("steps")])
            var defaults: [String: String] = [:]
            if let parameters = fields["parameters"] {
                let given = try JSONFields(parameters, path: [.name("parameters")])
                for name in given.names { defaults[name] = try given.string(name) }
            }
            self.defaults = defaults
        } catch { throw .malformed(file: file, error) }
    }
}

extension Script {
    /// The script with the steps of the files that it uses in the places of their uses.
    ///
    /// - Parameters:
    ///   - file: the script's own file, for errors.
    ///   - read: the text of a file beside the task; `nil` where there is none.
    /// - Throws: ``ScriptError/malformed(file:_:)``, ``ScriptError/shared(file:line:problem:)``.
    package func joined(file: String, reading read: (String) -> String?) throws(ScriptError) -> Script {
        try joined(file: file, within: [], reading: read)
    }

    fileprivate func joined(
        file: String, within files: [String], reading read: (String) -> String?
    ) throws(ScriptError) -> Script {
        var joined = Script(steps: [])
        for step in steps {
            guard case .use(let use) = step else {
                joined.steps.append(step)
                continue
            }
            joined.steps += try use.steps(named: file, within: files, reading: read)
        }
        return joined
    }
}

extension SharedSteps {
    /// The steps that it stands for.
    ///
    /// - Parameters:
    ///   - place: the file that names it.
    ///   - files: those whose steps it is among, from the outermost.
    fileprivate func steps(
        named place: String, within files: [String], reading read: (String) -> String?
    ) throws(ScriptError) -> [ScriptStep] {
        func fault(_ problem: String) -> ScriptError { .shared(file: place, line: line, problem: problem) }
        guard !files.contains(file) else {
            throw fault("'\(file)' is used within itself: \((files + [file]).joined(separator: " uses "))")
        }
        guard let text = read(file) else {
            throw fault("the file '\(file)', whose steps are used, does not exist beside the task")
        }
        let shared = try SharedFile(parsing: text, file: file)
        // The names of the steps' own files may be parameters, too.
        let known = shared.script.parameters + shared.defaults.keys.sorted()
        if let name = values.keys.sorted().first(where: { !known.contains($0) }) {
            let all = known.isEmpty ? "it has none" : "it has \(Set(known).sorted().joined(separator: ", "))"
            throw fault("'\(file)' has no parameter '\(name)'; \(all)")
        }
        let given = shared.defaults.merging(values) { $1 }
        let filled = Script(steps: shared.script.steps.map { $0.mapText { Placeholder.fill($0, with: given) } })
        return try filled.joined(file: file, within: files + [file], reading: read).steps
    }
}
