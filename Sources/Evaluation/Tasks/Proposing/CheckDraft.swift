import JSON

/// A check that is being proposed: evidence with metrics, files that stay as they are, and words for a person.
struct CheckDraft: Sendable {
    /// One metric with its evidence.
    struct Part: Sendable {
        let metric: String
        let result: JSON
        var expected: JSON?
        var options: JSON?
        /// What it checks.
        let words: String
    }

    var parts: [Part] = []
    /// Files and folders that must be as they were.
    var unchanged: [String] = []
    /// Expected files by their paths beside the task.
    var expectedFiles: [String: [UInt8]] = [:]
    /// What changed and is not checked, and why.
    var leftOut: [String] = []
    /// What the check cannot see.
    var blindSpots: [String] = []
    /// Steps before grading, as the task has them.
    var postconfig: JSON?

    /// The `evaluator` of a task file.
    var evaluator: JSON {
        let isOne = parts.count == 1
        func field(_ values: [JSON?]) -> JSON? {
            guard values.contains(where: { $0 != nil }) else { return nil }
            return isOne ? values[0] : .list(values.map { $0 ?? .null })
        }
        let names = parts.map { JSON.text($0.metric) }
        return .object([
            "func": isOne ? names[0] : .list(names),
            "result": field(parts.map { $0.metric == Infeasible.name ? nil : $0.result }),
            "expected": field(parts.map(\.expected)), "options": field(parts.map(\.options)), "postconfig": postconfig,
        ])
    }
}

extension CheckDraft.Part {
    /// A file in the session against one beside the task.
    static func file(_ path: String, expected: String, except: [String], words: String) -> Self {
        Self(
            metric: SameContents.name, result: .object(["type": .text("vm_file"), "path": .text(path)]),
            expected: .object(["type": .text("task_file"), "path": .text(expected)]),
            options: except.isEmpty ? nil : .object(["except": .list(except.map { .text($0) })]), words: words)
    }

    /// What a line for the shell prints.
    static func output(of line: String, is text: String, words: String) -> Self {
        Self(
            metric: ExactMatch.name,
            result: .object(["type": .text("vm_command_line"), "command": .text(line), "shell": .bool(true)]),
            expected: rule(.object(["expected": .text(text)])), words: words)
    }

    /// Elements that are on the screen.
    static func elements(_ targets: [JSON], words: String) -> Self {
        Self(
            metric: CheckElements.name, result: .object(["type": .text("elements")]),
            expected: rule(.object(["present": .list(targets)])), words: words)
    }

    private static func rule(_ rules: JSON) -> JSON { .object(["type": .text("rule"), "rules": rules]) }
}

extension String {
    /// As one word of a line for the shell.
    var shellWord: String { "'" + replacing("'", with: "'\\''") + "'" }
}
