import Glibc
import Interaction
import Synchronization

/// Shows the progress of a long command: on a terminal one changing line, elsewhere a line every half minute.
final class ProgressLine: Sendable {
    private let isQuiet: Bool
    private let isTerminal = isatty(STDERR_FILENO) == 1
    private let latest = Mutex<ContinuousClock.Instant?>(nil)

    init(isQuiet: Bool) { self.isQuiet = isQuiet }

    /// Shows a line, unless the one before it is recent.
    func show(_ text: String, isLast: Bool) {
        guard !isQuiet, isDue || isLast else { return }
        let text = TerminalText.line(text)
        StandardError.write(isTerminal ? "\r\u{1B}[K\(text)\(isLast ? "\n" : "")" : "\(text)\n")
    }

    private var isDue: Bool {
        let pause: Duration = isTerminal ? .milliseconds(200) : .seconds(30)
        return latest.withLock { latest in
            let now = ContinuousClock.now
            if let latest, now - latest < pause { return false }
            latest = now
            return true
        }
    }
}
