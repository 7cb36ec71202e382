import Glibc

/// A file whose bytes are mapped read-only into memory; they are read from disk when first looked at and shared between processes.
///
/// Owns the mapping and ends it, unless the bytes are a part of the program. Slices of it (`MappedBytes`) keep it alive.
package final class MappedFile: Sendable {
    /// The path it was opened by, for messages.
    package let path: String
    /// Its length in bytes when it was opened.
    package let count: Int
    // Immutable for the life of the object, and the pages behind it are never written.
    nonisolated(unsafe) let base: UnsafeRawPointer
    private let isMapped: Bool

    /// Maps the file at `path`.
    ///
    /// - Throws: `TensorsError.unreadable` when it cannot be opened, is not a regular file or is empty.
    package init(path: String) throws(TensorsError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .unreadable(path: path, reason: String(cString: strerror(errno))) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            throw .unreadable(path: path, reason: String(cString: strerror(errno)))
        }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .unreadable(path: path, reason: "not a regular file") }
        guard status.st_size > 0 else { throw .unreadable(path: path, reason: "it is empty") }
        let count = Int(status.st_size)
        guard let base = mmap(nil, count, PROT_READ, MAP_SHARED, descriptor, 0), base != MAP_FAILED else {
            throw .unreadable(path: path, reason: String(cString: strerror(errno)))
        }
        self.path = path
        self.count = count
        self.base = UnsafeRawPointer(base)
        isMapped = true
    }

    /// Takes bytes that are a part of the program, and so stay where they are.
    ///
    /// - Parameter name: what messages call it.
    package init(partOfProgram bytes: UnsafeRawBufferPointer, named name: String) {
        guard let base = bytes.baseAddress else { preconditionFailure("no bytes of \(name)") }
        (path, count, self.base, isMapped) = (name, bytes.count, base, false)
    }

    deinit { if isMapped { munmap(UnsafeMutableRawPointer(mutating: base), count) } }

    /// The whole file.
    package var bytes: MappedBytes { MappedBytes(file: self, offset: 0, count: count) }
}

/// A run of bytes of a mapped file.
package struct MappedBytes: Sendable {
    /// The file they lie in, kept mapped while this value lives.
    package let file: MappedFile
    /// Where they begin in the file.
    package let offset: Int
    /// How many bytes there are.
    package let count: Int

    init(file: MappedFile, offset: Int, count: Int) {
        self.file = file
        self.offset = offset
        self.count = count
    }

    /// The bytes from `start` (counted within these) to before `start + length`, or `nil` when they are not all inside.
    package func slice(from start: Int, length: Int) -> MappedBytes? {
        guard start >= 0, length >= 0, start <= count, length <= count - start else { return nil }
        return MappedBytes(file: file, offset: offset + start, count: length)
    }

    /// Whether they begin at a multiple of `alignment` in memory.
    func isAligned(to alignment: Int) -> Bool { Int(bitPattern: file.base + offset).isMultiple(of: alignment) }

    /// Calls `body` with the bytes, which must not be kept beyond the call.
    package func withUnsafeBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(UnsafeRawBufferPointer(start: file.base + offset, count: count))
    }

    /// Tells the system that the bytes are not needed in memory for now; they are read again when next looked at.
    package func release() {
        let page = Int(sysconf(Int32(_SC_PAGESIZE)))
        let start = (offset + page - 1) / page * page
        let end = (offset + count) / page * page
        guard start < end else { return }
        madvise(UnsafeMutableRawPointer(mutating: file.base + start), end - start, MADV_DONTNEED)
    }
}
