import Foundation
import Glibc
import Synchronization

/// A started program, in a new process group and terminal session.
///
/// It inherits no file descriptor but the three standard ones, and ends with the session. Its parent is the guardian or,
/// in the sandbox, process 1 there, so that neither it nor what it starts can leave the session.
package final class Program: Sendable {
    /// The maximum number of bytes that are read of what a program prints, and of its error text. The file of either is
    /// cut down to about as much while the session runs.
    package static let outputLimit = 8 << 20

    /// As it was called.
    package let name: String
    /// The process's number outside of any sandbox; 0 for a program that ended at once.
    package var processID: Int32 { identity.withLock { $0.process } }
    private let output: URL
    private let errors: URL
    private let launcher: LaunchClient
    private let identity = Mutex((id: 0, process: Int32(0)))
    private let ending = Mutex<Termination?>(nil)

    /// How a program ended.
    package enum Termination: Hashable, Sendable {
        case exited(status: Int32)
        case killed(signal: Int32)

        /// In words, such as `with status 1` and `by signal 11 (SIGSEGV)`.
        package var words: String {
            switch self {
            case .exited(let status): "with status \(status)"
            case .killed(let signal):
                "by signal \(signal)\(Self.signalNames[signal].map { " (\($0))" } ?? "")"
            }
        }

        /// Whether the program was ended by its own fault, as by a segmentation fault or an abort. A shell reports the
        /// signal of what it ran as a status of 128 and more.
        package var isCrash: Bool {
            switch self {
            case .exited(let status): Self.faults.contains(status - 128)
            case .killed(let signal): Self.faults.contains(signal)
            }
        }

        private static let faults: Set = [SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV, SIGSYS]
        private static let signalNames = [
            SIGHUP: "SIGHUP", SIGINT: "SIGINT", SIGQUIT: "SIGQUIT", SIGILL: "SIGILL", SIGTRAP: "SIGTRAP",
            SIGABRT: "SIGABRT", SIGBUS: "SIGBUS", SIGFPE: "SIGFPE", SIGKILL: "SIGKILL", SIGSEGV: "SIGSEGV",
            SIGPIPE: "SIGPIPE", SIGTERM: "SIGTERM", SIGXCPU: "SIGXCPU", SIGSYS: "SIGSYS",
        ]
    }

    /// Starts a program; no shell is involved.
    ///
    /// - Parameters:
    ///   - words: its name or path, and its arguments.
    ///   - name: what messages call it, where that is not the first word.
    ///   - launcher: starts and owns it.
    ///   - folder: where it works.
    ///   - logs: the folder for what it prints, which is there already.
    ///   - input: a descriptor that becomes its standard input; nothing otherwise.
    ///   - answers: a descriptor that becomes its standard output, in place of a file.
    ///   - others: descriptors that become its descriptors 3, 4 and so on.
    ///   - maximumTasks: of the program and all below it, where a control group can be had; 0 for no limit.
    init(
        _ words: [String], name: String? = nil, by launcher: LaunchClient, environment: [String: String], folder: URL,
        logs: URL, input: Int32? = nil, answers: Int32? = nil, others: [Int32] = [],
        maximumTasks: Int = 0
    ) throws(SessionError) {
        let name = name ?? words.first ?? ""
        self.name = name
        self.launcher = launcher
        let label = "\(name.split(separator: "/").last?.prefix(100) ?? "program")-\(UUID().uuidString.prefix(8))"
        output = logs.appending(path: "\(label).out")
        errors = logs.appending(path: "\(label).err")
        let opened = OpenedFiles()
        let null = try opened.open("/dev/null", O_RDONLY)
        let errorFile = try opened.open(errors.path, O_WRONLY | O_CREAT | O_APPEND)
        let file: Int32
        if let answers { file = answers } else { file = try opened.open(output.path, O_WRONLY | O_CREAT | O_APPEND) }
        let descriptors = [input ?? null, file, errorFile]
        let started = try launcher.start(
            words: words, environment: environment, folder: folder.path, descriptors: descriptors + others,
            maximumTasks: maximumTasks,
            onEnd: { [self] in note(status: $0) })
        identity.withLock { $0 = (started.id, started.process) }
    }

    private func note(status: Int32) {
        let signal = status & 0x7f
        ending.withLock { $0 = signal == 0 ? .exited(status: (status >> 8) & 0xff) : .killed(signal: signal) }
    }

    /// How it ended, or `nil` while it runs.
    package var ended: Termination? { ending.withLock { $0 } }

    /// The launch ID, assigned by its starter.
    var launchID: Int { identity.withLock { $0.id } }

    /// Waits for its end.
    ///
    /// - Throws: ``SessionError/tookTooLong(program:seconds:)`` after ending it with its whole process group, or
    ///   `CancellationError` at once, with the group being killed.
    package func waitForEnd(seconds: Int) async throws -> Termination {
        let deadline = ContinuousClock.now + .seconds(seconds)
        var pause = Duration.milliseconds(1)
        while true {
            if let ended { return ended }
            if Task.isCancelled {
                launcher.tell(.signal(id: launchID, number: SIGKILL))
                throw CancellationError()
            }
            guard ContinuousClock.now < deadline else {
                stop()
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
    /// - Throws: ``SessionError/ended(program:status:lastOutput:)``.
    package func checkAlive() throws(SessionError) {
        if let ended { throw .ended(program: name, status: ended.words, lastOutput: lastOutput) }
    }

    /// Ends it, and its process group: asks, and kills after two seconds.
    package func stop() {
        for (signal, time) in [(SIGTERM, Duration.seconds(2)), (SIGKILL, .seconds(2))] where ended == nil {
            launcher.tell(.signal(id: launchID, number: signal))
            awaitEnd(within: time)
        }
    }

    /// What it has printed so far: at most ``outputLimit`` bytes, and then a line that says that the rest is missing.
    package var printed: String { CutFile(output).start(of: Self.outputLimit) }

    /// What it has written as error text so far, cut as ``printed`` is.
    package var errorText: String { CutFile(errors).start(of: Self.outputLimit) }

    /// What it printed on standard output, or as error text, from a byte on: at most `limit` bytes, and how many there
    /// are in all.
    package func printed(asErrors isErrors: Bool, from offset: Int, limit: Int) -> (bytes: [UInt8], size: Int) {
        let file = CutFile(isErrors ? errors : output)
        let size = file.size
        return (size > offset ? Array(file.read(from: offset, limit)) : [], size)
    }

    /// Whether it printed more than ``outputLimit`` bytes on either stream.
    package var isOutputCut: Bool { [output, errors].contains { CutFile($0).size > Self.outputLimit } }

    /// The last lines of its error text, for messages.
    package var lastOutput: String {
        CutFile(errors).end(of: 4096).split(separator: "\n").suffix(3).joined(separator: "; ")
    }
}

/// Files that are open for as long as it takes to hand them over.
private final class OpenedFiles {
    private var descriptors: [Int32] = []

    func open(_ path: String, _ flags: Int32) throws(SessionError) -> Int32 {
        let descriptor = Glibc.open(path, flags | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .noFolder(path: path, reason: String(cString: strerror(errno))) }
        descriptors.append(descriptor)
        return descriptor
    }

    deinit { descriptors.forEach { close($0) } }
}

/// A file that may be longer than what is read of it.
private struct CutFile {
    private let file: URL

    init(_ file: URL) { self.file = file }

    /// In bytes.
    var size: Int {
        var status = stat()
        return stat(file.path, &status) == 0 ? Int(status.st_size) : 0
    }

    func start(of limit: Int) -> String {
        let text = String(decoding: read(from: 0, limit), as: UTF8.self)
        return size > limit ? text + "\n[cut after \(limit) bytes]\n" : text
    }

    func end(of limit: Int) -> String { String(decoding: read(from: max(0, size - limit), limit), as: UTF8.self) }

    func read(from offset: Int, _ limit: Int) -> Data {
        guard let handle = try? FileHandle(forReadingFrom: file) else { return Data() }
        defer { try? handle.close() }
        try? handle.seek(toOffset: UInt64(offset))
        return (try? handle.read(upToCount: limit)) ?? Data()
    }
}
