import Glibc

/// Why a file in a folder that a guest can write was not read or written. Paths are relative to that folder.
package enum GuestFileError: Error, Hashable, Sendable {
    case missing(path: String)
    /// Something that has no contents: a folder, a pipe, a socket, a device.
    case notRegular(path: String, kind: String)
    case notFolder(path: String)
    /// A symbolic link, or `..`, leads out of the folder.
    case leadsOut(path: String)
    /// A symbolic link where none is followed, because something is written or removed.
    case link(path: String)
    /// Another name of the same file lies outside of the folder.
    case sharedOutside(path: String)
    /// The path crosses into another mounted file system, which may answer never.
    case otherFileSystem(path: String)
    /// More bytes than `limit`.
    case tooLarge(path: String, limit: Int)
    /// More entries than `limit`.
    case tooMany(path: String, limit: Int)
    /// More folders below each other than `limit`.
    case tooDeep(path: String, limit: Int)
    /// A path that no file can have: empty, absolute, or with a null character.
    case malformed(path: String)
    case denied(path: String)
    /// A guest holds a lease on the file, or keeps renaming what leads to it.
    case busy(path: String)
    case noSpace(path: String)
    /// The machine's trouble: a disk error, no memory, no descriptors.
    case system(path: String, reason: String)
}

extension GuestFileError {
    /// Whether the machine is at fault, not what lies in the folder.
    package var isOfMachine: Bool {
        if case .system = self { true } else { false }
    }

    /// The error for `errno`.
    static func code(_ code: Int32, _ path: GuestPath) -> GuestFileError {
        let path = path.description
        return switch code {
        case ENOENT: .missing(path: path)
        case ENOTDIR: .notFolder(path: path)
        case EISDIR: .notRegular(path: path, kind: "a folder")
        case EXDEV: .leadsOut(path: path)
        case ELOOP: .link(path: path)
        case ENXIO, ENODEV: .notRegular(path: path, kind: "a socket or device")
        case EACCES, EPERM, EROFS: .denied(path: path)
        case EAGAIN, EBUSY: .busy(path: path)
        case ENAMETOOLONG, EINVAL: .malformed(path: path)
        case ENOSPC, EDQUOT, EFBIG: .noSpace(path: path)
        default: .system(path: path, reason: String(cString: strerror(code)))
        }
    }
}

extension GuestFileError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .missing(let path): "'\(path)' does not exist"
        case .notRegular(let path, let kind): "'\(path)' is \(kind), expected a regular file"
        case .notFolder(let path): "'\(path)', or a parent of it, is not a folder"
        case .leadsOut(let path): "'\(path)' leads out of the session's home"
        case .link(let path): "'\(path)' is or crosses a symbolic link, which is not followed here"
        case .sharedOutside(let path): "'\(path)' is a hard link to a file that also exists elsewhere"
        case .otherFileSystem(let path): "'\(path)' is on another file system than the session's home"
        case .tooLarge(let path, let limit): "'\(path)' has more than \(limit) bytes, the maximum"
        case .tooMany(let path, let limit): "'\(path)' has more than \(limit) entries, the maximum"
        case .tooDeep(let path, let limit): "'\(path)' is more than \(limit) folders deep"
        case .malformed(let path): "'\(path)' is not a valid path: expected names separated by slashes"
        case .denied(let path): "'\(path)' may not be accessed"
        case .busy(let path): "'\(path)' is being changed or held by a program"
        case .noSpace(let path): "there is no space for '\(path)'"
        case .system(let path, let reason): "'\(path)': \(reason)"
        }
    }
}
