package import Agents
package import Images
import Interaction
package import Sessions

/// Our additions to a task.
package struct TaskSettings: Sendable {
    /// Steps that do the task.
    package var script: Script?
    /// Values for the scripts' parameters, which `--set` overrides.
    package var parameters: [String: String] = [:]
    /// Where the values stand with which it is run once for each; `nil` for a task that is run once.
    var rowSource: TaskRows?
    /// Those values.
    package internal(set) var rows: [TaskRow] = []
    /// When its episode ends at the latest.
    package var limits = EpisodeLimits()
    /// What each program of the session may use.
    package var programLimits = ProgramLimits()
    /// Files copied before the programs start: path in the session's home → path beside the task.
    package var files: [String: String] = [:]
    /// The size of its desktop's screen.
    package var screen = Size<ScreenSpace>(width: 1280, height: 800)
    /// Whether its desktop has a window manager.
    package var hasWindowManager = true
    /// How everything on its desktop is drawn; `nil`: as usual.
    package var look: Look?
    /// Where windows of its programs open.
    package var windows: [WindowPlace] = []
    /// How hard the task's author takes it to be.
    package var difficulty: Difficulty?
    /// The programs that it is about, for reports by program; those that its set-up launches otherwise.
    package var programs: [String] = []
    /// Other ways to do the task; its check must accept each.
    package var equivalents: [NamedScript] = []
    /// Steps that come close and do not do the task; its check must refuse each.
    package var nearMisses: [NamedScript] = []
    /// What must be as it was when the episode began.
    package var unchanged = UnchangedPaths()
    /// What must not have happened.
    package var forbidden: [ForbiddenEffect] = []

    /// What holds for a task that says nothing.
    static let defaults = TaskSettings()

    /// How hard a task is.
    package enum Difficulty: String, Codable, Sendable, CaseIterable {
        case easy, medium, hard
    }

    /// A script and what it does, in a few words.
    package struct NamedScript: Sendable {
        package let name: String
        package let script: Script
    }

    /// A side effect that fails the task: it happened when its check scores 1.
    package struct ForbiddenEffect: Sendable {
        package let name: String
        let evaluator: Evaluator
    }
}

/// Files and folders in the session's home whose contents must not change; `!PATH` leaves one out of a folder.
package struct UnchangedPaths: Hashable, Sendable {
    let paths: [String]
    let exceptions: [String]

    /// Creates a list of paths as a task's file has them, `!PATH` for an exception.
    package init(_ texts: [String] = []) {
        paths = texts.filter { !$0.hasPrefix("!") }
        exceptions = texts.filter { $0.hasPrefix("!") }.map { String($0.dropFirst()) }
    }
}
