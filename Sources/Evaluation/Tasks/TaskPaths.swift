import Foundation

/// Where a task's paths lead: OSWorld's tasks were written for the home folder of one user on one machine.
struct TaskPaths: Sendable {
    /// The home folder that OSWorld's tasks take for granted.
    private static let published = "/home/user"

    /// The session's home.
    let home: URL

    /// A path of the task in the session: relative ones, `~/` and OSWorld's home lead into the session's home.
    func url(_ path: String) -> URL {
        for prefix in ["~", "$HOME", Self.published] where path == prefix || path.hasPrefix(prefix + "/") {
            return home.appending(path: String(path.dropFirst(prefix.count)))
        }
        return path.hasPrefix("/") ? URL(filePath: path) : home.appending(path: path)
    }

    /// Whether a path leads into the session's home, and not out of it by `..` or from the root.
    static func staysHome(_ path: String) -> Bool {
        let home = URL(filePath: "/session/home", directoryHint: .isDirectory)
        return TaskPaths(home: home).isInside(path)
    }

    /// Whether a path leads to something inside of ``home``.
    func isInside(_ path: String) -> Bool {
        url(path).standardizedFileURL.path.hasPrefix(home.standardizedFileURL.path.withSlash)
    }

    /// The words of a command with OSWorld's home replaced by the session's.
    func words(_ command: ShellCommand) -> [String] {
        command.words.map { $0.replacingOccurrences(of: Self.published + "/", with: home.path.withSlash) }
            .map { $0 == Self.published ? home.path : $0 }
    }
}

extension String {
    fileprivate var withSlash: String { hasSuffix("/") ? self : self + "/" }
}
