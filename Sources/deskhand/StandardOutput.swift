@unsafe @preconcurrency import Glibc

/// What commands print: `print` itself tells nobody that a disk is full.
enum StandardOutput {
    /// Writes out what has been printed so far.
    ///
    /// - Throws: ``OutputFile/Failure`` when any of it was lost.
    static func flush() throws(OutputFile.Failure) {
        errno = 0
        let isLost = unsafe fflush(stdout) != 0 || ferror(stdout) != 0
        guard !isLost else {
            let reason = errno == 0 ? "an earlier part of it was lost" : unsafe String(cString: strerror(errno))
            throw OutputFile.Failure(path: "-", reason: reason)
        }
    }

    /// Prints at once, without a line's end.
    static func stream(_ text: String) {
        print(text, terminator: "")
        _ = unsafe fflush(stdout)
    }
}
