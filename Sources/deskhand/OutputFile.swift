import Glibc

/// Where a command writes its result: a file, or standard output for `-`.
struct OutputFile {
    let path: String

    /// Why the file could not be written.
    struct Failure: Error, CustomStringConvertible {
        let path: String
        let reason: String

        var description: String {
            "cannot write \(path == "-" ? "to standard output" : "'\(path)'"): \(reason); name a file in an existing, writable folder on a disk with space"
        }
    }

    /// Writes all of `bytes`, replacing what the file held.
    func write(_ bytes: [UInt8]) throws(Failure) {
        let descriptor =
            unsafe path == "-" ? STDOUT_FILENO : open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw failure() }
        guard path != "-" || !StandardStreams.isOutputClosed else {
            throw Failure(path: path, reason: "it was closed when the program started")
        }
        var written = 0
        while written < bytes.count {
            let count = unsafe bytes[written...].withUnsafeBytes { rest in
                unsafe Glibc.write(descriptor, rest.baseAddress, rest.count)
            }
            guard count >= 0 || errno == EINTR else { throw failure() }
            written += max(0, count)
        }
        guard path == "-" || close(descriptor) == 0 else { throw failure() }
    }

    private func failure() -> Failure {
        Failure(path: path, reason: unsafe String(cString: strerror(errno)))
    }
}
