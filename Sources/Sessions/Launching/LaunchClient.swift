import Foundation
import Glibc
import Synchronization

/// Deskhand's end of the socket to a ``LaunchServer``.
final class LaunchClient: Sendable {
    private let socket: MessageSocket
    private let state: State

    /// - Parameter socket: closed when the client goes.
    init(_ socket: MessageSocket, calling name: String) {
        self.socket = socket
        state = State(server: name)
        let reader = Thread { [state, socket] in
            while let (message, descriptors) = socket.receive() {
                state.handle(message, descriptors: descriptors)
                descriptors.forEach { Glibc.close($0) }
            }
            state.finish()
            state.isOpen.withLock { isOpen in
                isOpen = false
                Glibc.close(socket.descriptor)
            }
        }
        reader.stackSize = 256 << 10
        reader.name = "launches \(name)"
        reader.start()
    }

    deinit { end() }

    /// Tells the server something.
    func tell(_ message: LaunchMessage) {
        state.isOpen.withLock { isOpen in
            if isOpen { socket.send(message) }
        }
    }

    /// Closes the way to the server, which then ends; its last messages are still read.
    ///
    /// - Returns: whether it was open.
    @discardableResult
    func end() -> Bool {
        state.isOpen.withLock { isOpen in
            guard isOpen else { return false }
            isOpen = false
            shutdown(socket.descriptor, Int32(SHUT_WR))
            return true
        }
    }

    /// The limit that the session went beyond, if it did.
    var overrun: LimitOverrun? { state.overrun }

    /// Starts a program and waits until it runs.
    ///
    /// - Parameters:
    ///   - descriptors: become the program's descriptors 0, 1, 2 and so on; the caller closes its own.
    ///   - maximumTasks: of the program and all below it, where a control group can be had; 0 for no limit.
    ///   - seconds: how long the server may take to answer.
    ///   - onEnd: called once, on any thread, with the status of `wait`.
    /// - Returns: the process's number in Deskhand's own namespace; 0 if it has ended already and is unknown for that.
    func start(
        words: [String], environment: [String: String], folder: String, descriptors: [Int32], maximumTasks: Int = 0,
        seconds: Int = 60, onEnd: @escaping @Sendable (Int32) -> Void
    ) throws(SessionError) -> (id: Int, process: Int32) {
        let name = words.first ?? ""
        let variables = environment.map { "\($0)=\($1)" }
        guard !(words + variables + [folder]).contains(where: { $0.utf8.contains(0) }) else {
            throw .notStarted(program: name, reason: "a word contains a zero byte")
        }
        let id = state.expect(onEnd)
        let isSent = state.isOpen.withLock { isOpen in
            isOpen
                && socket.send(
                    .start(
                        id: id, folder: folder, words: words, variables: variables, maximumTasks: maximumTasks),
                    descriptors: descriptors)
        }
        guard isSent else {
            state.forget(id)
            throw state.overrun.map { .overLimit($0) } ?? .isOver
        }
        switch state.awaitStart(of: id, seconds: seconds) {
        case .running(let process): return (id, process)
        case .missing(let name): throw .noProgram(name: name)
        case .refused(let reason): throw .notStarted(program: name, reason: reason)
        case .silence:
            throw .notStarted(program: name, reason: "\(state.server) does not answer")
        case .cancelled: throw .cancelled(program: name)
        case .serverEnded:
            throw state.overrun.map { .overLimit($0) }
                ?? .notStarted(program: name, reason: "\(state.server) has ended")
        }
    }
}

/// What is known of the programs, shared with the thread that reads the server's messages.
private final class State: Sendable {
    enum Start: Sendable {
        case running(process: Int32)
        case missing(name: String)
        case refused(reason: String)
        case serverEnded
        /// No answer came in a minute.
        case silence
        case cancelled
    }

    /// How soon a waiting task notices that it is cancelled.
    private static let attention = 0.03

    private struct Launch: Sendable {
        var start: Start?
        let onEnd: @Sendable (Int32) -> Void
    }

    private struct Contents: Sendable {
        var launches: [Int: Launch] = [:]
        var last = 0
        var isFinished = false
        var overrun: LimitOverrun?
    }

    let server: String
    /// Whether messages can be sent; one at a time.
    let isOpen = Mutex(true)
    private let contents = Mutex(Contents())
    private let news = NSCondition()

    init(server: String) { self.server = server }

    var overrun: LimitOverrun? { contents.withLock { $0.overrun } }

    func expect(_ onEnd: @escaping @Sendable (Int32) -> Void) -> Int {
        contents.withLock { contents in
            contents.last += 1
            contents.launches[contents.last] = Launch(start: contents.isFinished ? .serverEnded : nil, onEnd: onEnd)
            return contents.last
        }
    }

    func forget(_ id: Int) { contents.withLock { $0.launches[id] = nil } }

    func awaitStart(of id: Int, seconds: Int) -> Start {
        let deadline = Date(timeIntervalSinceNow: Double(seconds))
        news.lock()
        defer { news.unlock() }
        while true {
            let start = contents.withLock { contents in
                // An entry that is gone was started and has ended since.
                contents.launches[id].map(\.start) ?? .running(process: 0)
            }
            if let start {
                if case .running = start { return start }
                forget(id)
                return start
            }
            // What still starts ends with the session.
            if Task.isCancelled {
                forget(id)
                return .cancelled
            }
            guard Date.now < deadline else {
                forget(id)
                return .silence
            }
            _ = news.wait(until: Date(timeIntervalSinceNow: Self.attention))
        }
    }

    func handle(_ message: LaunchMessage, descriptors: [Int32]) {
        switch message {
        case .started(let id, let process):
            let known = descriptors.first.map(ProcessDescriptor.process) ?? process
            note(.running(process: known), of: id)
        case .missing(let id, let name): note(.missing(name: name), of: id)
        case .refused(let id, let reason): note(.refused(reason: reason), of: id)
        case .ended(let id, let status):
            contents.withLock { $0.launches.removeValue(forKey: id) }?.onEnd(status)
        case .exceeded(let overrun): contents.withLock { $0.overrun = overrun }
        case .duty, .start, .signal, .watch: break
        }
    }

    /// The server has ended, and with it every program it had started.
    func finish() {
        let running = contents.withLock { contents in
            contents.isFinished = true
            let running = contents.launches.filter { $0.value.start != nil }
            for id in contents.launches.keys {
                contents.launches[id] = running[id] == nil ? Launch(start: .serverEnded, onEnd: { _ in }) : nil
            }
            return running
        }
        for launch in running.values { launch.onEnd(SIGKILL) }
        news.lock()
        news.broadcast()
        news.unlock()
    }

    private func note(_ start: Start, of id: Int) {
        news.lock()
        contents.withLock { $0.launches[id]?.start = start }
        news.broadcast()
        news.unlock()
    }
}

/// A descriptor for a process of another namespace.
private enum ProcessDescriptor {
    /// Its number in our own namespace; 0 when it has ended and was reaped.
    static func process(_ descriptor: Int32) -> Int32 {
        let information = (try? String(contentsOfFile: "/proc/self/fdinfo/\(descriptor)", encoding: .utf8)) ?? ""
        let line = information.split(separator: "\n").first { $0.hasPrefix("Pid:") }
        let number = line.flatMap { Int32($0.dropFirst(4).trimmingCharacters(in: .whitespaces)) }
        return max(number ?? 0, 0)
    }
}
