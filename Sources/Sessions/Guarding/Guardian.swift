import Foundation
import Glibc
import Synchronization

/// Our end of the line to the small process that cleans up after us, however we end.
///
/// It is told beforehand what there is to clean up. When the pipe closes, because we ended in order or were killed, it
/// does so; an orderly end takes the same path, and waits for it.
final class Guardian: Sendable {
    private let process: Int32
    private let pipe: Mutex<Int32?>

    /// Starts a guardian for a session that is about to be made, before there is anything of it.
    static func engaged(for session: String) throws(SessionError) -> Guardian {
        let guardian = try Guardian(program: usualProgram())
        guardian.tell(.processes(mark: session))
        guardian.tell(.remove(path: SessionFolder.root(of: session).path))
        return guardian
    }

    /// Starts a guardian, which carries no session's mark and so outlives what it ends.
    init(program: URL) throws(SessionError) {
        guard access(program.path, X_OK) == 0 else { throw .noGuardian(path: program.path) }
        var ends: [Int32] = [-1, -1]
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else {
            throw .notStarted(program: "a pair of sockets", reason: String(cString: strerror(errno)))
        }
        defer { close(ends[0]) }
        let environment = ProcessInfo.processInfo.environment.filter {
            ["PATH", "HOME", "LANG", "XAUTHORITY"].contains($0.key)
        }
        let null = URL(filePath: "/dev/null")
        do {
            process = try Spawn(
                words: [program.path], environment: environment, folder: URL(filePath: "/"), input: ends[0],
                output: null, errors: null
            ).run()
        } catch {
            close(ends[1])
            throw error
        }
        pipe = Mutex(ends[1])
    }

    deinit {
        guard closePipe(after: nil) else { return }
        Reaper.afterEnd(of: process) { [process] in _ = waitpid(process, nil, 0) }
    }

    /// Hands over one thing to clean up.
    func tell(_ duty: Duty) {
        pipe.withLock { pipe in
            if let pipe { Guardian.write(duty, to: pipe) }
        }
    }

    /// Lets it clean up and waits until it has.
    func dismiss() {
        guard closePipe(after: .farewell) else { return }
        var status: Int32 = 0
        while waitpid(process, &status, 0) == -1, errno == EINTR {}
    }

    /// Says whether there was a pipe to close.
    private func closePipe(after lastWord: Duty?) -> Bool {
        pipe.withLock { pipe in
            guard let open = pipe else { return false }
            if let lastWord { Guardian.write(lastWord, to: open) }
            close(open)
            pipe = nil
            return true
        }
    }

    private static func write(_ duty: Duty, to pipe: Int32) {
        let line = Array((duty.line + "\n").utf8)
        var written = 0
        while written < line.count {
            // To a guardian that somebody killed, a plain write would end us with SIGPIPE.
            let count = line[written...].withUnsafeBytes {
                send(pipe, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            written += count
        }
    }

    /// The guardian beside the running program, or beside the tests.
    static func usualProgram() -> URL {
        let arguments = CommandLine.arguments
        let running: URL
        if let option = arguments.firstIndex(of: "--test-bundle-path"), option + 1 < arguments.count {
            running = URL(filePath: arguments[option + 1])
        } else {
            running = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        }
        return running.deletingLastPathComponent().appending(path: "deskhand-guardian")
    }
}
