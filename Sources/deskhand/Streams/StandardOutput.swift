@unsafe @preconcurrency import Glibc
import Interaction

/// What commands print: `print` itself ignores a full disk, and does not escape terminal control characters.
enum StandardOutput {
    /// Prints lines for a person, with terminal control characters escaped.
    static func show(_ text: String) { put(TerminalText.lines(text)) }

    /// Prints JSON; terminal control characters are written as JSON escapes.
    static func show(json: String) { put(TerminalText.json(json)) }

    /// Prints a document that is the result itself: to a terminal like ``show(_:)``, and else byte by byte.
    static func show(document: String) { put(isTerminal ? TerminalText.lines(document) : document) }

    /// Prints a part of a document at once, without a line break.
    static func stream(_ text: String) {
        print(isTerminal ? TerminalText.lines(text) : text, terminator: "")
        _ = unsafe fflush(stdout)
    }

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

    private static let isTerminal = isatty(STDOUT_FILENO) == 1

    private static func put(_ text: String) { print(text) }
}
