import Foundation
import Glibc
import Synchronization

/// A program that was started, in a process group and terminal session of its own.
///
/// It inherits no file descriptor but the three usual ones, and ends with the session, whose mark it carries in its
/// environment.
package final class Program: Sendable {
    /// As it was called.
    package let name: String
    package let processID: Int32
    private let output: URL
    private let errors: URL
    private let ending = Mutex<Ending?>(nil)

    /// How a program ended.
    package enum Ending: Hashable, Sendable {
        case exited(status: Int32)
        case killed(signal: Int32)

        /// In words, such as `with status 1`.
        package var words: String {
            switch self {
            case .exited(let status): "with status \(status)"
            case .killed(let signal): "by signal \(signal)"
            }
        }
    }

    /// Starts a program; no shell is involved.
    ///
    /// - Parameters:
    ///   - words: its name or path, and its arguments.
    ///   - name: what messages call it, where that is not the first word.
    ///   - folder: where it works.
    ///   - logs: the folder for what it prints, which is there already.
    ///   - answers: a descriptor that becomes its standard output, in place of a file.
    init(
        _ words: [String], name: String? = nil, environment: [String: String], folder: URL, logs: URL,
        answers: Int32? = nil
    ) throws(SessionError) {
        let name = name ?? words.first ?? ""
        self.name = name
        let label = "\(name.split(separator: "/").last ?? "program")-\(UUID().uuidString.prefix(8))"
        output = logs.appending(path: "\(label).out")
        errors = logs.appending(path: "\(label).err")
        processID = try Spawn(
            words: words, environment: environment, folder: folder, answers: answers, output: output, errors: errors
        ).run()
        Reaper.afterEnd(of: processID) { [self] in _ = ended }
    }

    /// How it ended, or `nil` while it runs.
    package var ended: Ending? {
        ending.withLock { ending in
            guard ending == nil else { return ending }
            var status: Int32 = 0
            guard waitpid(processID, &status, WNOHANG) == processID else { return nil }
            let signal = status & 0x7f
            ending = signal == 0 ? .exited(status: (status >> 8) & 0xff) : .killed(signal: signal)
            return ending
        }
    }

    /// Waits for its end.
    ///
    /// - Throws: ``SessionError/tookTooLong(program:seconds:)``, or `CancellationError`; both after killing it with its
    ///   whole process group.
    package func waitForEnd(seconds: Int) async throws -> Ending {
        let deadline = ContinuousClock.now + .seconds(seconds)
        var pause = Duration.milliseconds(1)
        while true {
            if let ended { return ended }
            guard ContinuousClock.now < deadline, !Task.isCancelled else {
                stop()
                try Task.checkCancellation()
                throw SessionError.tookTooLong(program: name, seconds: seconds)
            }
            try? await Task.sleep(for: pause)
            pause = min(pause * 2, .milliseconds(50))
        }
    }

    /// Waits, a short while, for the end of a program that was killed: it gives its memory up a moment before the system
    /// says that it has ended.
    func awaitEnd(within time: Duration) {
        let deadline = ContinuousClock.now + time
        while ended == nil, ContinuousClock.now < deadline { usleep(1_000) }
    }

    /// Fails if it has ended: with a status other than 0, or too early to have shown a window.
    ///
    /// - Throws: ``SessionError/ended(program:status:lastWords:)``.
    package func checkAlive() throws(SessionError) {
        if let ended { throw .ended(program: name, status: ended.words, lastWords: lastWords) }
    }

    /// Ends it, and its process group: asks, and kills after two seconds.
    package func stop() {
        for (signal, time) in [(SIGTERM, Duration.seconds(2)), (SIGKILL, .seconds(2))] where ended == nil {
            kill(-processID, signal)
            awaitEnd(within: time)
        }
    }

    /// What it has printed so far.
    package var printed: String { Program.text(of: output) }

    /// What it has written as error text so far.
    package var errorText: String { Program.text(of: errors) }

    /// The last lines of its error text, for messages.
    package var lastWords: String {
        errorText.split(separator: "\n").suffix(3).joined(separator: "; ")
    }

    private static func text(of file: URL) -> String {
        String(decoding: (try? Data(contentsOf: file)) ?? Data(), as: UTF8.self)
    }
}
