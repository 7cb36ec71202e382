/// The first line of a suite's file: everything that moves its result.
package struct SuiteHeader: Hashable, Codable, Sendable {
    /// The version of the file's format.
    let version: Int
    /// The version of Deskhand.
    let deskhand: String
    let policy: String
    /// What else was chosen: limits, the display's size, what a model is shown, …
    let settings: [String: String]
    /// How often each task is attempted.
    let repeats: Int
    /// The hash of each task and of the files that belong to it, by its id.
    let tasks: [String: String]

    private enum CodingKeys: String, CodingKey {
        case version = "deskhand_tasks"
        case deskhand, policy, settings, repeats, tasks
    }

    /// Creates the header of a run of `suite` by this version of Deskhand.
    package init(_ suite: TaskSuite, deskhand: String, policy: String, settings: [String: String], repeats: Int) {
        version = 1
        self.deskhand = deskhand
        self.policy = policy
        self.settings = settings
        self.repeats = repeats
        tasks = Dictionary(suite.tasks.map { ($0.id, $0.sha256) }) { first, _ in first }
    }
}

extension SuiteHeader: RunSettings {
    package static func name(of part: String, in field: String) -> String? {
        switch field {
        case "settings": part
        case "tasks": "task '\(part)'"
        default: nil
        }
    }
}
