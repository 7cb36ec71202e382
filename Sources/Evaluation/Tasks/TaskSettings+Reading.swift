import Agents
import Images
import Interaction
import JSON
import Sessions

extension TaskSettings {
    private static let known = [
        "script", "parameters", "limits", "files", "screen", "window_manager", "difficulty", "programs", "equivalents",
        "near_misses", "unchanged", "forbidden", "look", "windows", TaskRows.field,
    ]

    /// Reads what stands under `deskhand`; a field that is not known is an error.
    ///
    /// - Parameter gaps: takes up what the checks of forbidden effects ask for that we do not have.
    init(json: JSON?, at path: [JSONPathPart], gaps: inout [TaskGap]) throws(JSONError) {
        guard let json, !json.isNothing else { return }
        let fields = try JSONFields(json, path: path)
        try fields.onlyKnow(Self.known)
        script = try fields.script("script")
        parameters = try fields.texts("parameters")
        files = try fields.texts("files")
        rowSource = try TaskRows.read(fields)
        if let limits = try fields.fields("limits") {
            (self.limits, programLimits) = try Self.limits(limits)
        }
        screen = try fields.size("screen") ?? screen
        hasWindowManager = try fields.boolean("window_manager") ?? true
        look = try fields["look"].map { (json) throws(JSONError) in try Look(json: json, at: path + [.name("look")]) }
        windows = try fields.windows()
        difficulty = try fields.difficulty()
        programs = try fields.strings("programs") ?? []
        equivalents = try fields.named("equivalents").map { (fields) throws(JSONError) in try NamedScript(fields) }
        nearMisses = try fields.named("near_misses").map { (fields) throws(JSONError) in try NamedScript(fields) }
        unchanged = UnchangedPaths(try fields.strings("unchanged") ?? [])
        forbidden = try Self.forbidden(fields, gaps: &gaps)
    }

    /// `steps` and `seconds` of the episode; `memory` in bytes and `processor_seconds` of each program.
    private static func limits(_ fields: JSONFields) throws(JSONError) -> (EpisodeLimits, ProgramLimits) {
        try fields.onlyKnow(["steps", "seconds", "memory", "processor_seconds"])
        var limits = EpisodeLimits()
        limits.steps =
            try fields.integer("steps", in: 1...100_000, expected: "a whole number from 1") ?? limits.steps
        limits.seconds =
            try fields.number("seconds", in: 0.1...1e6, expected: "a number of seconds") ?? limits.seconds
        return (
            limits,
            ProgramLimits(
                memory: try fields.integer("memory", in: 1 << 20...1 << 50, expected: "a number of bytes from 1048576"),
                processorSeconds: try fields.integer(
                    "processor_seconds", in: 1...1_000_000, expected: "a whole number of seconds from 1"))
        )
    }

    private static func forbidden(
        _ fields: JSONFields, gaps: inout [TaskGap]
    ) throws(JSONError) -> [ForbiddenEffect] {
        var effects: [ForbiddenEffect] = []
        for effect in try fields.named("forbidden") {
            try effect.onlyKnow(["name", "func", "result", "expected", "options", "conj"])
            let name = try effect.requiredString("name")
            let evaluator = Evaluator.read(effect, gaps: &gaps)
            if let evaluator { effects.append(ForbiddenEffect(name: name, evaluator: evaluator)) }
        }
        return effects
    }
}

extension TaskSettings.NamedScript {
    /// `name` and `script`.
    fileprivate init(_ fields: JSONFields) throws(JSONError) {
        try fields.onlyKnow(["name", "script"])
        name = try fields.requiredString("name")
        let json = try fields.required("script", expected: "an array of steps")
        script = try Script(json: json, path: fields.path + [.name("script")])
    }
}

extension JSONFields {
    fileprivate func script(_ name: String) throws(JSONError) -> Script? {
        try self[name].map { (json) throws(JSONError) in try Script(json: json, path: path + [.name(name)]) }
    }

    fileprivate func fields(_ name: String) throws(JSONError) -> JSONFields? {
        try self[name].map { (json) throws(JSONError) in try JSONFields(json, path: path + [.name(name)]) }
    }

    /// An object with a text under each name.
    fileprivate func texts(_ name: String) throws(JSONError) -> [String: String] {
        guard let fields = try fields(name) else { return [:] }
        var texts: [String: String] = [:]
        for name in fields.names { texts[name] = try fields.string(name) }
        return texts
    }

    /// A list of objects, each with a unique `name`.
    fileprivate func named(_ name: String) throws(JSONError) -> [JSONFields] {
        guard has(name) else { return [] }
        let objects = try objects(name)
        var names: Set<String> = []
        for object in objects {
            let own = try object.requiredString("name")
            guard names.insert(own).inserted else { throw object.fault(at: "name", "'\(own)' occurs twice") }
        }
        return objects
    }

    fileprivate func windows() throws(JSONError) -> [WindowPlace] {
        guard has("windows") else { return [] }
        return try objects("windows").map { (fields) throws(JSONError) in try WindowPlace(fields) }
    }

    fileprivate func size(_ name: String) throws(JSONError) -> Size<ScreenSpace>? {
        guard let json = self[name] else { return nil }
        let numbers = (json.items ?? []).compactMap(\.integer)
        guard numbers.count == 2, json.items?.count == 2, numbers.allSatisfy({ (64...16384).contains($0) }) else {
            throw mismatch(name, json, "[width, height], two whole numbers from 64 to 16384,")
        }
        return Size(width: numbers[0], height: numbers[1])
    }

    fileprivate func difficulty() throws(JSONError) -> TaskSettings.Difficulty? {
        guard let text = try string("difficulty") else { return nil }
        guard let difficulty = TaskSettings.Difficulty(rawValue: text) else {
            throw fault(at: "difficulty", "unknown difficulty '\(text)'; known are easy, medium, hard")
        }
        return difficulty
    }
}
