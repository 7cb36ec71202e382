import Glibc

/// The side that starts programs and owns them: part of the guardian, and process 1 of the sandbox.
///
/// It runs in one thread. Programs are its children, and orphaned descendants come to be its children, because the
/// system hands those to process 1 of a namespace or to the nearest child subreaper.
package final class LaunchServer {
    /// Where this process runs.
    package enum Place: Sendable {
        /// On the host; what it starts keeps its numbers.
        case host
        /// In the sandbox's process namespace; Deskhand is given a descriptor for each process.
        case sandbox
    }

    private let socket: MessageSocket
    private let place: Place
    private var programs: [Int: Int32] = [:]
    private var watch: ResourceWatch?
    private var groups: [Int: TaskGroup] = [:]

    /// - Parameter descriptor: the end of the socket whose other end Deskhand holds.
    package init(descriptor: Int32, place: Place) {
        socket = MessageSocket(descriptor: descriptor)
        self.place = place
        switch place {
        case .host: SystemCalls.becomeSubreaper()
        // Programs of the same user could otherwise attach to this process, and take over its descriptors.
        case .sandbox: SystemCalls.forbidTracing()
        }
        ChildSignal.watch()
    }

    /// Serves until Deskhand closes its end, or ends. Duties are handed to `note`.
    package func run(noting note: (Duty) -> Void) {
        var hasMore = false
        while true {
            var waiting = [
                pollfd(fd: socket.descriptor, events: Int16(POLLIN), revents: 0),
                pollfd(fd: ChildSignal.descriptor, events: Int16(POLLIN), revents: 0),
            ]
            let ready = poll(&waiting, 2, hasMore ? 0 : watch == nil ? -1 : ResourceWatch.interval)
            if ready > 0, waiting[1].revents != 0 { ChildSignal.clear() }
            hasMore = reap()
            if let overrun = watch?.check(processes: programs, groups: groups) { socket.send(.exceeded(overrun)) }
            if ready > 0, waiting[0].revents != 0 {
                guard let (message, descriptors) = socket.receive() else { return }
                defer { descriptors.forEach { close($0) } }
                handle(message, descriptors: descriptors, noting: note)
            }
        }
    }

    private func handle(_ message: LaunchMessage, descriptors: [Int32], noting note: (Duty) -> Void) {
        switch message {
        case .duty(let duty): note(duty)
        case .start(let id, let folder, let words, let variables, let maximumTasks):
            if maximumTasks > 0 {
                groups[id] = TaskGroup(name: "deskhand-\(getpid())-\(id)", maximum: maximumTasks)
            }
            start(id, Spawn(words: words, variables: variables, folder: folder, descriptors: descriptors))
        case .signal(let id, let number):
            if let process = programs[id] { kill(-process, number) }
        case .watch(let plan): watch = ResourceWatch(plan)
        case .started, .missing, .refused, .ended, .exceeded: break
        }
    }

    private func start(_ id: Int, _ spawn: Spawn) {
        do {
            let process = if let group = groups[id] { try group.running(spawn.run) } else { try spawn.run() }
            programs[id] = process
            let descriptor = place == .sandbox ? SystemCalls.processDescriptor(of: process) : nil
            defer { if let descriptor { close(descriptor) } }
            socket.send(.started(id: id, process: process), descriptors: descriptor.map { [$0] } ?? [])
        } catch {
            switch error {
            case .noProgram(let name): socket.send(.missing(id: id, name: name))
            case .notStarted(_, let reason): socket.send(.refused(id: id, reason: reason))
            default: socket.send(.refused(id: id, reason: "\(error)"))
            }
        }
    }

    /// Takes ended children off the system's table, and reports those that were asked for.
    ///
    /// - Returns: whether there may be more. In a storm of forks there are always more.
    private func reap() -> Bool {
        var status: Int32 = 0
        for _ in 0..<256 {
            let process = waitpid(-1, &status, WNOHANG)
            guard process > 0 else { return false }
            guard let id = programs.first(where: { $0.value == process })?.key else { continue }
            programs[id] = nil
            socket.send(.ended(id: id, status: status))
        }
        return true
    }

    /// Removes what is left of its own when all programs have ended.
    package func removeGroups() {
        for group in groups.values { group.remove() }
    }
}

/// A pipe that becomes readable when a child has ended, so that one `poll` waits for that too.
private enum ChildSignal {
    /// Written to by the signal's handler, which can capture nothing; both are set once, before the handler is.
    nonisolated(unsafe) private static var writing: Int32 = -1
    nonisolated(unsafe) static var descriptor: Int32 = -1

    static func watch() {
        guard let ends = try? openPipe() else { return }
        (descriptor, writing) = ends
        for end in [descriptor, writing] { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
        signal(SIGCHLD) { _ in
            let before = errno
            var byte: UInt8 = 0
            _ = write(ChildSignal.writing, &byte, 1)
            errno = before
        }
    }

    static func clear() {
        var bytes = [UInt8](repeating: 0, count: 256)
        while read(descriptor, &bytes, bytes.count) > 0 {}
    }
}
