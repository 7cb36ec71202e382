import Glibc
import Interaction

/// Messages of commands for a person, besides their result.
///
/// Its failures are ignored: a run continues when its messages cannot be written.
enum StandardError {
    /// The timeout for a reader that takes nothing.
    private static let patience: Int32 = 100

    /// Writes lines, with terminal control characters escaped.
    static func say(_ text: String) { write(TerminalText.lines(text) + "\n") }

    /// Writes the text as one line, with line breaks escaped.
    static func sayInOneLine(_ text: String) { write(TerminalText.line(text) + "\n") }

    /// Writes text unescaped; use it only for Deskhand's own text.
    static func write(_ text: String) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if errno == EAGAIN {
                var entry = pollfd(fd: STDERR_FILENO, events: Int16(POLLOUT), revents: 0)
                guard unsafe poll(&entry, 1, patience) > 0 else { return }
            } else if errno != EINTR {
                return
            }
        }
    }
}
