import CLinux
package import Foundation
import Glibc

/// The files below one folder that programs of a session can write: the only code that opens, reads, writes, lists or
/// removes anything there.
///
/// The folder is opened once; from then on every path is resolved below that descriptor, so that renaming what leads to it
/// moves nothing. Nothing is opened that may block or act by being opened (pipes, sockets, devices), every read and list is
/// bounded, and what exceeds a bound is an error. Symbolic links are followed for reading only, and only while they stay in
/// the folder; nothing is written, removed or replaced through one. A hard link is followed only if all names of its file
/// lie in the folder: `protected_hardlinks` may be off, and a file of the user's own could be given a name in a home by a
/// program that runs with the user's rights.
package final class GuestFiles: Sendable {
    /// Entries of all folders that are looked at for one question.
    package static let maximumEntries = 200_000

    /// How paths become descriptors.
    package enum Resolving: Sendable {
        /// By `openat2(2)`, where the kernel has it.
        case kernel
        /// Name by name.
        case walking
    }

    let root: Descriptor
    /// The file system that the folder lies on.
    let device: dev_t
    /// The folder's path, for symbolic links that name it.
    let place: String
    let resolving: Resolving

    /// Opens the folder.
    ///
    /// - Throws: ``GuestFileError``.
    package convenience init(root: URL, resolving: Resolving = .kernel) throws(GuestFileError) {
        let opened = Glibc.open(root.path, linux_o_path | O_DIRECTORY | O_CLOEXEC)
        guard opened >= 0 else { throw .code(errno, .root) }
        try self.init(root: Descriptor(opened), place: root.path, resolving: resolving)
    }

    init(root: Descriptor, place: String, resolving: Resolving) throws(GuestFileError) {
        self.root = root
        self.place = place
        device = try root.status(.root).st_dev
        self.resolving = resolving == .kernel && GuestFiles.kernelCanResolve ? .kernel : .walking
    }

    /// The bytes of a regular file.
    ///
    /// - Parameter limit: how many bytes it may have.
    /// - Throws: ``GuestFileError``.
    package func read(_ path: GuestPath, limit: Int) throws(GuestFileError) -> [UInt8] {
        var bytes: [UInt8] = []
        try forEachPiece(of: path, limit: limit) { bytes += $0 }
        return bytes
    }

    /// Hands on the bytes of a regular file, a piece at a time.
    ///
    /// - Parameters:
    ///   - limit: how many bytes it may have.
    ///   - followsLinks: whether symbolic links that stay in the folder are followed.
    /// - Throws: ``GuestFileError``.
    package func forEachPiece(
        of path: GuestPath, limit: Int, followsLinks: Bool = true, _ body: (UnsafeRawBufferPointer) -> Void
    ) throws(GuestFileError) {
        let file = try open(path, O_RDONLY, followsLinks: followsLinks)
        let status = try file.status(path)
        guard status.isRegular else { throw .notRegular(path: path.description, kind: status.kind) }
        guard Int(status.st_size) <= limit else { throw .tooLarge(path: path.description, limit: limit) }
        if status.st_nlink > 1 { try requireNamesInside(file, status, path) }
        try file.forEachPiece(limit: limit, path, body)
    }

    /// What lies at `path`, itself where it is a symbolic link.
    ///
    /// - Throws: ``GuestFileError``; ``GuestFileError/missing(path:)`` where there is nothing.
    package func entry(at path: GuestPath) throws(GuestFileError) -> GuestEntry {
        guard let name = path.names.last else { return GuestEntry(path: path, kind: .folder) }
        return try entry(name, in: try folder(path.parent), path)
    }

    /// Whether there is a regular file at `path`, at the end of links perhaps.
    ///
    /// - Throws: ``GuestFileError`` where that cannot be told.
    package func has(_ path: GuestPath) throws(GuestFileError) -> Bool {
        do throws(GuestFileError) {
            return try open(path, linux_o_path, followsLinks: true).status(path).isRegular
        } catch .missing, .notFolder {
            return false
        }
    }

    /// What lies in a folder, in the order of the names' bytes.
    ///
    /// - Parameter limit: how many entries it may have.
    /// - Throws: ``GuestFileError``.
    package func entries(
        in path: GuestPath, limit: Int = GuestFiles.maximumEntries, followsLinks: Bool = true
    ) throws(GuestFileError) -> [GuestEntry] {
        let folder = try folder(path, followsLinks: followsLinks)
        var entries: [GuestEntry] = []
        for name in try folder.names(limit: limit, path) {
            let place = try path.appending(name)
            do throws(GuestFileError) {
                entries.append(try entry(name, in: folder, place))
            } catch .missing {
                // It went while the others were looked at.
            }
        }
        return entries
    }

    private func entry(
        _ name: [UInt8], in folder: Descriptor, _ path: GuestPath
    ) throws(GuestFileError) -> GuestEntry {
        let status = try folder.status(of: name, path)
        if status.isFolder { return GuestEntry(path: path, kind: .folder) }
        if status.isRegular { return GuestEntry(path: path, kind: .file(size: Int(status.st_size))) }
        guard status.isLink else { return GuestEntry(path: path, kind: .other(status.kind)) }
        return GuestEntry(path: path, kind: .link(to: try folder.destination(of: name, path)))
    }

    /// Makes sure that every name of a file lies in the folder.
    private func requireNamesInside(_ file: Descriptor, _ status: stat, _ path: GuestPath) throws(GuestFileError) {
        var left = GuestFiles.maximumEntries
        let found = try names(of: status, in: .root, left: &left)
        guard found >= (try file.status(path).st_nlink) else { throw .sharedOutside(path: path.description) }
    }

    /// How many names a file has below `folder`.
    private func names(of file: stat, in folder: GuestPath, left: inout Int) throws(GuestFileError) -> nlink_t {
        let descriptor = try self.folder(folder, followsLinks: false)
        var found: nlink_t = 0
        for name in try descriptor.names(limit: left, folder) {
            left -= 1
            let path = try folder.appending(name)
            guard let status = try? descriptor.status(of: name, path) else { continue }
            if status.st_ino == file.st_ino, status.st_dev == file.st_dev { found += 1 }
            if status.isFolder, status.st_dev == device { found += try names(of: file, in: path, left: &left) }
            if found >= file.st_nlink { break }
        }
        return found
    }
}

/// Something in a folder that a guest can write.
package struct GuestEntry: Hashable, Sendable {
    /// Its path below the guest's folder.
    package let path: GuestPath
    /// What it is.
    package let kind: Kind

    /// What a file is.
    package enum Kind: Hashable, Sendable {
        /// A regular file and its bytes.
        case file(size: Int)
        case folder
        /// A symbolic link and what it says.
        case link(to: [UInt8])
        /// A pipe, a socket, a device, in words.
        case other(String)
    }
}
