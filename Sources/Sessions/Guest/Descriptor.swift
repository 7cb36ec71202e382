import Glibc

/// Owns an open file descriptor and closes it.
final class Descriptor: Sendable {
    let number: Int32

    init(_ number: Int32) { self.number = number }

    deinit { close(number) }

    /// What it stands for.
    func status(_ path: GuestPath) throws(GuestFileError) -> stat {
        var status = stat()
        guard fstat(number, &status) == 0 else { throw .code(errno, path) }
        return status
    }

    /// What `name` in this folder is, itself where it is a symbolic link.
    func status(of name: [UInt8], _ path: GuestPath) throws(GuestFileError) -> stat {
        var status = stat()
        guard fstatat(number, name.asCString, &status, AT_SYMLINK_NOFOLLOW) == 0 else { throw .code(errno, path) }
        return status
    }

    /// Opens `name` in this folder, which must not be a symbolic link.
    func open(
        _ name: [UInt8], _ flags: Int32, mode: mode_t = 0, _ path: GuestPath
    ) throws(GuestFileError) -> Descriptor {
        while true {
            let opened = openat(number, name.asCString, flags | O_NOFOLLOW | O_CLOEXEC, mode)
            if opened >= 0 { return Descriptor(opened) }
            guard errno == EINTR else { throw .code(errno, path) }
        }
    }

    /// Where the symbolic link `name` in this folder leads, as it is written.
    func destination(of name: [UInt8], _ path: GuestPath) throws(GuestFileError) -> [UInt8] {
        var bytes = [CChar](repeating: 0, count: 4097)
        let count = readlinkat(number, name.asCString, &bytes, bytes.count)
        guard count >= 0 else { throw .code(errno, path) }
        guard count < bytes.count else { throw .malformed(path: path.description) }
        return bytes.prefix(count).map { UInt8(bitPattern: $0) }
    }

    /// The names in this folder, in the order of their bytes, without `.` and `..`.
    ///
    /// - Throws: ``GuestFileError/tooMany(path:limit:)`` for more than `limit`.
    func names(limit: Int, _ path: GuestPath) throws(GuestFileError) -> [[UInt8]] {
        let reading = try open(Array(".".utf8), O_RDONLY | O_DIRECTORY, path)
        let copy = dup(reading.number)
        guard copy >= 0, let folder = fdopendir(copy) else {
            let code = errno
            if copy >= 0 { close(copy) }
            throw .code(code, path)
        }
        defer { closedir(folder) }
        var names: [[UInt8]] = []
        errno = 0
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
            guard name != Array(".".utf8), name != Array("..".utf8) else { continue }
            guard names.count < limit else { throw .tooMany(path: path.description, limit: limit) }
            names.append(name)
            errno = 0
        }
        guard errno == 0 else { throw .code(errno, path) }
        return names.sorted { $0.lexicographicallyPrecedes($1) }
    }

    /// Hands on what the file holds from where it stands, a piece at a time, up to `limit` bytes.
    ///
    /// - Throws: ``GuestFileError/tooLarge(path:limit:)`` for more, also where the file grows meanwhile.
    func forEachPiece(
        limit: Int, _ path: GuestPath, _ body: (UnsafeRawBufferPointer) -> Void
    ) throws(GuestFileError) {
        let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
        defer { piece.deallocate() }
        var total = 0
        while true {
            let count = read(number, piece.baseAddress, piece.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .code(errno, path) }
            guard count > 0 else { return }
            total += count
            guard total <= limit else { throw .tooLarge(path: path.description, limit: limit) }
            body(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(piece)[..<count]))
        }
    }

    /// Writes all of `bytes`. Returns 0, or the `errno` of what kept it from that.
    func write(_ bytes: UnsafeRawBufferPointer) -> Int32 {
        var written = 0
        while written < bytes.count {
            let count = Glibc.write(number, bytes.baseAddress?.advanced(by: written), bytes.count - written)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { return errno }
            written += count
        }
        return 0
    }
}

extension [UInt8] {
    /// The same bytes with a zero at the end.
    var asCString: [CChar] { map { CChar(bitPattern: $0) } + [0] }
}

extension stat {
    var isRegular: Bool { st_mode & S_IFMT == S_IFREG }
    var isFolder: Bool { st_mode & S_IFMT == S_IFDIR }
    var isLink: Bool { st_mode & S_IFMT == S_IFLNK }

    /// In words, for something that is not a regular file.
    var kind: String {
        switch st_mode & S_IFMT {
        case S_IFDIR: "a folder"
        case S_IFIFO: "a pipe"
        case S_IFSOCK: "a socket"
        case S_IFLNK: "a symbolic link"
        case S_IFCHR, S_IFBLK: "a device"
        default: "a regular file"
        }
    }
}
