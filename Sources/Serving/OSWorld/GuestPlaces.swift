import Foundation
import Sessions

/// Where the paths of OSWorld's guest lie on a private desktop, whose sandbox has the home at OSWorld's place, too.
package struct GuestPlaces: Sendable {
    /// The home of OSWorld's user.
    package static let home = "/home/user"

    /// The session's home.
    let session: URL

    /// What a path names.
    enum Place {
        /// Something in the home.
        case home(GuestPath)
        /// Something that only the sandbox knows.
        case elsewhere(String)
    }

    /// - Throws: ``Sessions/GuestFileError`` for a path that no file can have, or that leads out of the home by `..`.
    func place(_ path: String) throws(GuestFileError) -> Place {
        for prefix in ["~", "$HOME", Self.home, session.path] where path == prefix || path.hasPrefix(prefix + "/") {
            return .home(try GuestPath(String(path.dropFirst(prefix.count).drop { $0 == "/" })))
        }
        return path.hasPrefix("/") ? .elsewhere(path) : .home(try GuestPath(path))
    }

    /// Makes what OSWorld's tasks take for granted in the home.
    static func makeFolders(in home: URL) throws {
        for name in ["Desktop", "Documents", "Downloads", "Music", "Pictures", "Videos"] {
            try FileManager.default.createDirectory(
                at: home.appending(path: name), withIntermediateDirectories: true)
        }
    }

    /// A word of a command, with the home in place of `~`.
    static func expanded(_ word: String) -> String {
        word == "~" || word.hasPrefix("~/") ? home + word.dropFirst() : word
    }
}
