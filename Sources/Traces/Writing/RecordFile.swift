import Glibc

/// Owns a file that only grows, by whole lines.
///
/// Each line goes to the system before ``append(_:)`` returns, so that it outlives this process.
package struct RecordFile: ~Copyable {
    private let descriptor: Int32
    private var path: String
    /// Up to the end of the last whole line.
    private var length: Int

    /// Opens a file for appending.
    ///
    /// - Parameter isNew: whether the file must not exist yet.
    /// - Throws: ``TraceError/diskFull(path:)`` or ``TraceError/notWritable(path:reason:)``.
    package init(path: String, isNew: Bool = true) throws(TraceError) {
        let flags = O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | (isNew ? O_EXCL : 0)
        let opened = unsafe path.withCString { unsafe open($0, flags, 0o644) }
        guard opened >= 0 else { throw .system(path: path) }
        descriptor = opened
        self.path = path
        length = max(0, lseek(opened, 0, SEEK_END))
    }

    deinit { close(descriptor) }

    /// Writes bytes to the end. When they do not fit whole, what was written of them is taken away again.
    ///
    /// - Throws: ``TraceError/diskFull(path:)``, or ``TraceError/notWritable(path:reason:)``, also when the file was removed
    ///   meanwhile: the system would take lines for it, and they would be lost.
    package mutating func append(_ bytes: [UInt8]) throws(TraceError) {
        var written = 0
        while written < bytes.count {
            let count = unsafe bytes.withUnsafeBytes { buffer in
                unsafe Glibc.write(descriptor, buffer.baseAddress?.advanced(by: written), bytes.count - written)
            }
            if count < 0 {
                if errno == EINTR { continue }
                let error = TraceError.system(path: path)
                _ = ftruncate(descriptor, length)
                throw error
            }
            written += count
        }
        length += bytes.count
        var status = stat()
        guard unsafe fstat(descriptor, &status) != 0 || status.st_nlink > 0 else {
            throw .notWritable(path: path, reason: "it was removed while it was written")
        }
    }

    /// Gives the open file another name, which no file may have yet: of two that record at once, one is refused.
    mutating func move(to new: String) throws(TraceError) {
        guard unsafe link(path, new) == 0 || errno != EEXIST else { throw .system(path: new) }
        // Not every file system has links.
        if RecordFile.exists(new) { unsafe unlink(path) } else { try RecordFile.rename(path, to: new) }
        path = new
    }

    /// Lets other processes see that the file is being written, as long as this is open.
    func claim() { _ = flock(descriptor, LOCK_EX | LOCK_NB) }

    /// Whether a process has claimed the file and has not ended.
    static func isClaimed(_ path: String) -> Bool {
        let descriptor = unsafe open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return flock(descriptor, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK
    }

    /// Where a file lies until it is whole; nothing reads it there.
    static func part(of path: String) -> String { path + ".part" }

    /// Opens the place where a file lies until it is whole. What an earlier process left there is removed, never added
    /// to.
    static func beginPart(of path: String) throws(TraceError) -> RecordFile {
        unsafe unlink(part(of: path))
        return try RecordFile(path: part(of: path))
    }

    /// Writes a whole file under a temporary name and gives it its own at the end.
    ///
    /// - Parameter isFlushed: whether it is on the disk, and not only with the system, before it gets its name.
    static func write(_ bytes: [UInt8], to path: String, isFlushed: Bool = false) throws(TraceError) {
        var file = try beginPart(of: path)
        do throws(TraceError) {
            try file.append(bytes)
            if isFlushed, fsync(file.descriptor) != 0 { throw .system(path: path) }
            try rename(part(of: path), to: path)
        } catch {
            unsafe unlink(part(of: path))
            throw error
        }
    }

    static func rename(_ old: String, to new: String) throws(TraceError) {
        guard unsafe Glibc.rename(old, new) == 0 else { throw .system(path: new) }
    }

    /// Whether there is a symbolic link.
    static func isLink(_ path: String) -> Bool {
        var status = stat()
        return unsafe lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
    }

    /// Removes a file, or a link and not what it leads to; never a folder.
    static func remove(_ path: String) throws(TraceError) {
        guard unsafe unlink(path) == 0 || errno == ENOENT else { throw .system(path: path) }
    }

    static func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

    /// More than any trace's file holds; what claims more is not read.
    private static let maximumLength = 1 << 31

    /// The bytes of a regular file; `nil` where there is none. A pipe in its place is not waited for.
    static func contents(of path: String) throws(TraceError) -> [UInt8]? {
        let descriptor = unsafe open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw unsafe .notReadable(path: path, reason: String(cString: strerror(errno)))
        }
        defer { close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw .notReadable(path: path, reason: "it is not a regular file")
        }
        guard status.st_size <= maximumLength else {
            throw .notReadable(path: path, reason: "it has \(status.st_size) bytes, and at most 2 GiB are read")
        }
        var bytes = [UInt8](repeating: 0, count: status.st_size)
        var length = 0
        while length < bytes.count {
            let count = unsafe bytes.withUnsafeMutableBytes { buffer in
                unsafe read(descriptor, buffer.baseAddress?.advanced(by: length), buffer.count - length)
            }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw unsafe .notReadable(path: path, reason: String(cString: strerror(errno))) }
            if count == 0 { break }
            length += count
        }
        return Array(bytes[..<length])
    }
}

extension TraceError {
    /// What the last system call complained of.
    static func system(path: String) -> TraceError {
        switch errno {
        case ENOSPC, EDQUOT, EFBIG: .diskFull(path: path)
        default: unsafe .notWritable(path: path, reason: String(cString: strerror(errno)))
        }
    }
}
