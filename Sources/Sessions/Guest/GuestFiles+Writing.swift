import CLinux
package import Foundation
import Glibc

extension GuestFiles {
    /// Writes a file, with the folders that lead to it. What had the name is replaced as a whole, never written into: a
    /// symbolic or hard link that was put there leads nowhere.
    ///
    /// - Parameters:
    ///   - mode: the permissions, less those that this process never gives.
    ///   - isExact: whether it has them all, whatever this process never gives.
    /// - Throws: ``GuestFileError``.
    package func write(
        _ bytes: [UInt8], to path: GuestPath, mode: mode_t = 0o666, isExact: Bool = false
    ) throws(GuestFileError) {
        try replace(path, mode: mode, isExact: isExact) { file throws(GuestFileError) in
            let code = bytes.withUnsafeBytes { file.write($0) }
            guard code == 0 else { throw .code(code, path) }
        }
    }

    /// Copies a file of this machine, or a folder with all that is in it, to `path`. Symbolic links are copied as such.
    ///
    /// - Parameter source: it is not a guest's, and is read as it is.
    /// - Throws: ``GuestFileError``.
    package func copyIn(_ source: URL, to path: GuestPath) throws(GuestFileError) {
        var status = stat()
        guard lstat(source.path, &status) == 0 else { throw .code(errno, path) }
        if status.isFolder {
            _ = try made(path)
            let names: [String]
            do { names = try FileManager.default.contentsOfDirectory(atPath: source.path).sorted() } catch {
                throw .system(path: source.path, reason: error.localizedDescription)
            }
            for name in names { try copyIn(source.appending(path: name), to: try path.appending(name)) }
        } else if status.isLink {
            try copyLink(source, to: path)
        } else {
            guard status.isRegular else { throw .notRegular(path: source.path, kind: status.kind) }
            let opened = Glibc.open(source.path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
            guard opened >= 0 else { throw .code(errno, path) }
            let original = Descriptor(opened)
            try replace(path, mode: status.st_mode & 0o777, isExact: true) { file throws(GuestFileError) in
                var code: Int32 = 0
                try original.forEachPiece(limit: .max, path) { if code == 0 { code = file.write($0) } }
                guard code == 0 else { throw .code(code, path) }
            }
        }
    }

    /// Removes what lies at `path`, a folder with all that is in it; no link is followed.
    ///
    /// - Throws: ``GuestFileError``.
    package func remove(_ path: GuestPath) throws(GuestFileError) {
        guard let name = path.names.last else { throw .malformed(path: path.description) }
        try remove(name, from: try folder(path.parent, followsLinks: false), path)
    }

    private func remove(_ name: [UInt8], from folder: Descriptor, _ path: GuestPath) throws(GuestFileError) {
        let status = try folder.status(of: name, path)
        guard status.isFolder else {
            guard unlinkat(folder.number, name.asCString, 0) == 0 else { throw .code(errno, path) }
            return
        }
        guard status.st_dev == device else { throw .otherFileSystem(path: path.description) }
        let inner = try folder.open(name, linux_o_path | O_DIRECTORY, path)
        for child in try inner.names(limit: .max, path) {
            try remove(child, from: inner, try path.appending(child))
        }
        guard unlinkat(folder.number, name.asCString, AT_REMOVEDIR) == 0 else { throw .code(errno, path) }
    }

    /// Opens the folder at `path`, and makes it and those above it where they are missing.
    private func made(_ path: GuestPath) throws(GuestFileError) -> Descriptor {
        var folder = root
        for name in path.names {
            if mkdirat(folder.number, name.asCString, 0o777) != 0, errno != EEXIST { throw .code(errno, path) }
            let status = try folder.status(of: name, path)
            guard !status.isLink else { throw .link(path: path.description) }
            guard status.st_dev == device else { throw .otherFileSystem(path: path.description) }
            folder = try folder.open(name, linux_o_path | O_DIRECTORY, path)
        }
        return folder
    }

    /// Makes a new file under a temporary name, and gives it its own when `fill` is done.
    private func replace(
        _ path: GuestPath, mode: mode_t, isExact: Bool = false, _ fill: (Descriptor) throws(GuestFileError) -> Void
    ) throws(GuestFileError) {
        guard let name = path.names.last else { throw .malformed(path: path.description) }
        let folder = try made(path.parent)
        let temporary = Array(".deskhand-\(UUID().uuidString)".utf8)
        let file = try folder.open(temporary, O_WRONLY | O_CREAT | O_EXCL, mode: mode, path)
        do throws(GuestFileError) {
            if isExact, fchmod(file.number, mode) != 0 { throw .code(errno, path) }
            try fill(file)
            guard renameat(folder.number, temporary.asCString, folder.number, name.asCString) == 0 else {
                throw .code(errno, path)
            }
        } catch {
            unlinkat(folder.number, temporary.asCString, 0)
            throw error
        }
    }

    private func copyLink(_ source: URL, to path: GuestPath) throws(GuestFileError) {
        guard let name = path.names.last else { throw .malformed(path: path.description) }
        let folder = try made(path.parent)
        var bytes = [CChar](repeating: 0, count: 4097)
        guard readlink(source.path, &bytes, bytes.count - 1) >= 0,
            symlinkat(bytes, folder.number, name.asCString) == 0
        else { throw .code(errno, path) }
    }
}
