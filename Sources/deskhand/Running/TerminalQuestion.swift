import Agents
import Foundation

/// Asks on standard error, and reads the answer from standard input or, if that is not readable, from the terminal.
///
/// Reading has a dedicated thread, which cancellation wakes up at once.
struct TerminalQuestion: Asker {
    func confirms(_ question: String) async -> Bool {
        let wake = Pipe()
        let answer = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let thread = Thread { continuation.resume(returning: Self.ask(question, until: wake)) }
                thread.name = "question"
                thread.start()
            }
        } onCancel: {
            try? wake.fileHandleForWriting.close()
        }
        guard !Task.isCancelled, let answer else { return false }
        return ["y", "yes"].contains(answer.trimmingCharacters(in: .whitespaces).lowercased())
    }

    /// The line that was entered; `nil` at the end of input, and when `wake` was closed.
    private static func ask(_ question: String, until wake: Pipe) -> String? {
        let terminal = isReadable(STDIN_FILENO) ? nil : unsafe open("/dev/tty", O_RDONLY | O_CLOEXEC | O_NOCTTY)
        if let terminal, terminal < 0 { return nil }
        defer { if let terminal { close(terminal) } }
        let input = terminal ?? STDIN_FILENO
        // Input typed before the question was shown does not answer it.
        if isatty(input) == 1 { tcflush(input, TCIFLUSH) }
        try? FileHandle.standardError.write(contentsOf: Data("\(question) [y/N] ".utf8))
        return line(from: input, until: wake.fileHandleForReading.fileDescriptor)
    }

    private static func line(from input: Int32, until wake: Int32) -> String? {
        var bytes: [UInt8] = []
        while bytes.count < 1000 {
            var waits = [
                pollfd(fd: input, events: Int16(POLLIN), revents: 0),
                pollfd(fd: wake, events: Int16(POLLIN), revents: 0),
            ]
            let count = unsafe poll(&waits, 2, -1)
            if count < 0, errno == EINTR { continue }
            guard count > 0, waits[1].revents == 0 else { return nil }
            var byte: UInt8 = 0
            guard unsafe read(input, &byte, 1) == 1 else { return nil }
            if byte == UInt8(ascii: "\n") { return String(decoding: bytes, as: UTF8.self) }
            bytes.append(byte)
        }
        return nil
    }

    /// Whether a person or a program may answer there: `/dev/null` and a closed descriptor cannot.
    private static func isReadable(_ descriptor: Int32) -> Bool {
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { return false }
        return status.st_mode & S_IFMT != S_IFCHR || isatty(descriptor) == 1
    }
}
