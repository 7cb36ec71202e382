import Glibc
import Interaction

/// What commands tell a person beside their result.
///
/// Nothing that happens to it is an error: a run goes on when nobody can be told how it goes.
enum StandardError {
    /// A reader that takes nothing for so long is not waited for.
    private static let patience: Int32 = 100

    /// Writes lines, without what a terminal would obey in them.
    static func say(_ text: String) { write(TerminalText.lines(text) + "\n") }

    /// Writes one line, whatever is in it.
    static func sayInOneLine(_ text: String) { write(TerminalText.line(text) + "\n") }

    /// Writes text as it is; only text of our own may come here.
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
