import CLinux
import Foundation
import Glibc

/// Files outside of a session that a task names by an absolute path, such as `/etc/hosts`.
///
/// They are read as the task names them, never along a way that a guest could have laid: a symbolic link is followed only
/// if root owns it and the folder that holds it, and nobody else may write to that folder; nor is a file with several names
/// read from any other folder.
package enum SystemFile {
    private static let maximumLinks = 40

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
        let slash = Glibc.open("/", linux_o_path | O_DIRECTORY | O_CLOEXEC)
        guard slash >= 0 else { throw .code(errno, path) }
        var way = [(name: [UInt8](), folder: Descriptor(slash))]
        var rest = Array(path.names.reversed())
        var links = 0
        while let name = rest.popLast(), let here = way.last?.folder {
            if name == Array("..".utf8) {
                if way.count > 1 { way.removeLast() }
                continue
            }
            let (status, holder) = (try here.status(of: name, path), try here.status(path))
            let isSafe = status.st_uid == 0 && holder.st_uid == 0 && holder.st_mode & 0o022 == 0
            if status.isLink {
                links += 1
                guard isSafe, links <= maximumLinks else { throw .link(path: path.description) }
                let link = try here.destination(of: name, path)
                if link.first == UInt8(ascii: "/") { way.removeLast(way.count - 1) }
                rest += link.split(separator: UInt8(ascii: "/")).map(Array.init)
                    .filter { $0 != Array(".".utf8) }.reversed()
                continue
            }
            let place = "/" + (way.dropFirst().map(\.name) + [name]).map { String(decoding: $0, as: UTF8.self) }
                .joined(separator: "/")
            guard !hidden.contains(place) else { throw .missing(path: path.description) }
            guard rest.isEmpty, !isFolder else {
                way.append((name, try here.open(name, linux_o_path | O_DIRECTORY, path)))
                continue
            }
            guard status.isRegular else { throw .notRegular(path: path.description, kind: status.kind) }
            guard isSafe || status.st_nlink == 1 else { throw .sharedOutside(path: path.description) }
            return try here.open(name, O_RDONLY | O_NONBLOCK | O_NOCTTY, path)
        }
        guard isFolder, let folder = way.last?.folder else {
            throw .notRegular(path: path.description, kind: "a folder")
        }
        return folder
    }
}
