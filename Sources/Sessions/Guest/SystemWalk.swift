import CLinux
import Glibc

/// Walks along an absolute path from `/`, one name at a time, through folders that stay open.
struct SystemWalk {
    private static let maximumLinks = 40

    private let path: GuestPath
    /// Folders that do not exist for the session.
    private let hidden: [String]
    /// The folders entered so far, `/` first.
    private var folders: [(name: [UInt8], folder: Descriptor)]
    /// The names that are still to come, the next one last.
    private var rest: [[UInt8]]
    private var links = 0

    init(_ path: GuestPath, hidden: [String]) throws(GuestFileError) {
        let root = Glibc.open("/", linux_o_path | O_DIRECTORY | O_CLOEXEC)
        guard root >= 0 else { throw .code(errno, path) }
        (self.path, self.hidden) = (path, hidden)
        folders = [([], Descriptor(root))]
        rest = path.names.reversed()
    }

    /// The folder reached so far.
    var folder: Descriptor? { folders.last?.folder }
    /// Whether no name is left.
    var isAtEnd: Bool { rest.isEmpty }

    /// Takes the next name, and goes up for each `..` before it; `nil` at the end.
    mutating func next() -> [UInt8]? {
        while let name = rest.popLast() {
            guard name == Array("..".utf8) else { return name }
            if folders.count > 1 { folders.removeLast() }
        }
        return nil
    }

    /// Goes on where a symbolic link leads.
    ///
    /// - Throws: ``GuestFileError/link(path:)`` for one that a guest could have made, and after too many.
    mutating func follow(_ link: SystemEntry) throws(GuestFileError) {
        links += 1
        guard link.isSafe, links <= Self.maximumLinks else { throw .link(path: path.description) }
        let destination = try link.destination(path)
        if destination.first == UInt8(ascii: "/") { folders.removeLast(folders.count - 1) }
        rest += destination.split(separator: UInt8(ascii: "/")).map(Array.init)
            .filter { $0 != Array(".".utf8) }.reversed()
    }

    /// - Throws: ``GuestFileError/missing(path:)`` if `name` is hidden from the session.
    func checkVisible(_ name: [UInt8]) throws(GuestFileError) {
        let names = (folders.dropFirst().map(\.name) + [name]).map { String(decoding: $0, as: UTF8.self) }
        guard !hidden.contains("/" + names.joined(separator: "/")) else { throw .missing(path: path.description) }
    }

    /// Goes into a folder.
    mutating func enter(_ entry: SystemEntry) throws(GuestFileError) {
        folders.append((entry.name, try entry.openFolder(path)))
    }
}

/// An entry of one of the system's folders.
struct SystemEntry {
    let name: [UInt8]
    let status: stat
    /// Whether only root could have put it there.
    let isSafe: Bool
    private let folder: Descriptor

    init(_ name: [UInt8], in folder: Descriptor, _ path: GuestPath) throws(GuestFileError) {
        (self.name, self.folder) = (name, folder)
        status = try folder.status(of: name, path)
        let holder = try folder.status(path)
        isSafe = status.st_uid == 0 && holder.st_uid == 0 && holder.st_mode & 0o022 == 0
    }

    /// Where a symbolic link leads, as it is written.
    func destination(_ path: GuestPath) throws(GuestFileError) -> [UInt8] { try folder.destination(of: name, path) }

    func openFolder(_ path: GuestPath) throws(GuestFileError) -> Descriptor {
        try folder.open(name, linux_o_path | O_DIRECTORY, path)
    }

    /// Opens a regular file to be read.
    ///
    /// - Throws: ``GuestFileError/sharedOutside(path:)`` for one with several names that a guest could have made.
    func openFile(_ path: GuestPath) throws(GuestFileError) -> Descriptor {
        guard status.isRegular else { throw .notRegular(path: path.description, kind: status.kind) }
        guard isSafe || status.st_nlink == 1 else { throw .sharedOutside(path: path.description) }
        return try folder.open(name, O_RDONLY | O_NONBLOCK | O_NOCTTY, path)
    }
}
