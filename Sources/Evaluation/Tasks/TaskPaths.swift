import Foundation
import Sessions

/// Where a task's paths lead: OSWorld's tasks were written for the home folder of one user on one machine.
struct TaskPaths: Sendable {
    /// The home folder that OSWorld's tasks take for granted.
    private static let published = "/home/user"

    /// The session's home.
    let home: URL

    /// What a path of a task names.
    enum Place {
        /// Something in the session's home.
        case home(GuestPath)
        /// Something on the machine outside of it, by its absolute path.
        case system(String)
    }

    /// What a path names: relative ones, `~/` and OSWorld's home lead into the session's home.
    ///
    /// - Throws: ``TaskFault`` for a path that no file can have, or that leads out of the home by `..`.
    func place(_ path: String) throws(TaskFault) -> Place {
        guard let inner = inner(path) else { return .system(path) }
        do {
            return .home(try GuestPath(inner))
        } catch {
            throw TaskFault("\(error)")
        }
    }

    /// The same for a place that is written to.
    ///
    /// - Throws: ``EvaluationError/outsideOfHome(path:)``.
    func inside(_ path: String) throws(EvaluationError) -> GuestPath {
        guard case .home(let place)? = try? place(path), place != .root else { throw .outsideOfHome(path: path) }
        return place
    }

    /// Whether a path leads to something inside of a session's home.
    static func staysHome(_ path: String) -> Bool {
        (try? TaskPaths(home: URL(filePath: "/session/home", directoryHint: .isDirectory)).inside(path)) != nil
    }

    /// The absolute path that programs in the session are given.
    func absolute(_ path: String) -> String {
        guard let inner = inner(path) else { return path }
        return home.appending(path: inner).path
    }

    /// The words of a command with OSWorld's home replaced by the session's; as OSWorld's guest does, also `~/` at the
    /// beginning of a word. In a line for the shell that is the shell's doing.
    func words(_ command: ShellCommand) -> [String] {
        let isLine = command.words.starts(with: ["/bin/sh", "-c"])
        return command.words.map { $0.replacingOccurrences(of: Self.published + "/", with: home.path.withSlash) }
            .map { $0 == Self.published ? home.path : $0 }
            .map { $0.hasPrefix("~/") && !isLine ? home.path.withSlash + $0.dropFirst(2) : $0 }
    }

    /// The path from the home; `nil` for an absolute one that leads elsewhere.
    private func inner(_ path: String) -> String? {
        for prefix in ["~", "$HOME", Self.published, home.path] where path == prefix || path.hasPrefix(prefix + "/") {
            return String(path.dropFirst(prefix.count).drop { $0 == "/" })
        }
        return path.hasPrefix("/") ? nil : path
    }
}

extension String {
    fileprivate var withSlash: String { hasSuffix("/") ? self : self + "/" }
}
