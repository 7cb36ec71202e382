import Foundation
import Glibc

/// Files outside of a session that a task names by an absolute path, such as `/etc/hosts`.
///
/// They are read as the task names them, never along a path that a guest could have laid: a symbolic link is followed only
/// if root owns it and the folder that holds it, and nobody else may write to that folder; nor is a file with several names
/// read from any other folder.
package enum SystemFile {
    /// The bytes of the regular file at `path`.
    ///
    /// - Parameters:
    ///   - limit: how many bytes it may have.
    ///   - hidden: folders that are not there for the session; what lies in them is missing.
    /// - Throws: ``GuestFileError``, with absolute paths.
    package static func read(_ path: String, limit: Int, hidden: [String] = []) throws(GuestFileError) -> [UInt8] {
        let path = try GuestPath(absolute: path)
        let file = try open(path, isFolder: false, hidden: hidden)
        let status = try file.status(path)
        guard status.isRegular else { throw .notRegular(path: path.description, kind: status.kind) }
        guard Int(status.st_size) <= limit else { throw .tooLarge(path: path.description, limit: limit) }
        var bytes: [UInt8] = []
        try file.forEachPiece(limit: limit, path) { bytes += $0 }
        return bytes
    }

    /// The folder at `path`, to be listed.
    ///
    /// - Throws: ``GuestFileError``, with absolute paths.
    package static func folder(_ path: String, hidden: [String] = []) throws(GuestFileError) -> GuestFiles {
        try GuestFiles(
            root: try open(try GuestPath(absolute: path), isFolder: true, hidden: hidden), place: path,
            resolving: .kernel)
    }

    private static func open(
        _ path: GuestPath, isFolder: Bool, hidden: [String]
    ) throws(GuestFileError) -> Descriptor {
        var walk = try SystemWalk(path, hidden: hidden)
        while let name = walk.next(), let folder = walk.folder {
            let entry = try SystemEntry(name, in: folder, path)
            if entry.status.isLink {
                try walk.follow(entry)
                continue
            }
            try walk.checkVisible(name)
            if walk.isAtEnd, !isFolder { return try entry.openFile(path) }
            try walk.enter(entry)
        }
        guard isFolder, let folder = walk.folder else {
            throw .notRegular(path: path.description, kind: "a folder")
        }
        return folder
    }
}
