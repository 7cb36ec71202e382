import Dispatch
import Interaction

/// One connection to an accessibility bus and the programs on it; used on one queue.
final class WatchedBus {
    private let connection: BusConnection
    private let input: BusWakeUp
    private var programs: [String: WatchedProgram] = [:]

    /// - Returns: `nil` without a bus, or without an answer before `deadline`.
    init?(address: String, on queue: DispatchQueue, before deadline: ContinuousClock.Instant) {
        guard let connection = BusConnection(address: address, before: deadline) else { return nil }
        self.connection = connection
        input = BusWakeUp(connection, on: queue)
        connection.onSignal = { [weak self] signal in self?.programs[signal.sender]?.reader.apply(signal) }
        subscribe()
    }

    var isConnected: Bool { connection.isConnected }

    deinit { input.close(after: programs.values.map(\.reader)) }

    /// Has the bus pass on what programs announce, and has programs announce it.
    private func subscribe() {
        for interface in ["org.a11y.atspi.Event.Object", "org.a11y.atspi.Event.Window", CacheItem.interface] {
            let rule = "type='signal',interface='\(interface)'"
            connection.send(
                BusQuestion(
                    object: .bus, interface: AccessibleObject.bus.owner, method: "AddMatch", arguments: [.text(rule)])
            ) { _ in }
        }
        let registry = AccessibleObject(owner: AccessibleObject.desktop.owner, path: "/org/a11y/atspi/registry")
        for event in ProgramReader.events {
            connection.send(
                BusQuestion(
                    object: registry, interface: registry.owner, method: "RegisterEvent", arguments: [.text(event)])
            ) { _ in }
        }
    }

    func look(
        windows: [WindowInfo], isUnchanged: Bool, before deadline: ContinuousClock.Instant
    ) -> AccessibilityReport {
        // Whoever has said nothing for so long is not waited for in this look.
        let patience = (deadline - .now) / 2
        connection.drain()
        var problems = updatePrograms(before: deadline)
        let asked = programs.values.filter { $0.begin(isUnchanged: isUnchanged) }
        while isConnected, .now < deadline,
            asked.contains(where: { $0.reader.isReading && !$0.reader.isSilent(for: patience) })
        {
            connection.pump(before: min(deadline, .now + .milliseconds(20))) {
                !asked.contains { $0.reader.isReading }
            }
        }
        if !isConnected { problems.append(.busLost) }
        // What goes on in the background is to be sent too.
        connection.drain()
        let reports = programs.values.map { $0.report(windows: windows) }
        return AccessibilityReport(
            programs: reports.filter { !$0.nodes.isEmpty || !$0.problems.isEmpty }.sorted { $0.owner < $1.owner },
            problems: problems)
    }

    /// Finds out which programs are on the bus.
    private func updatePrograms(before deadline: ContinuousClock.Instant) -> [AccessibilityProblem] {
        let question = BusQuestion(
            object: .desktop, interface: AccessibleObject.interface, method: "GetChildren")
        guard let list = connection.ask([question], before: deadline)[0]?.first?.list else {
            return isConnected ? [.busUnreachable] : []
        }
        var seen: Set<String> = []
        let roots = list.prefix(AccessibilityLimits.programs).compactMap(AccessibleObject.init)
            .filter { seen.insert($0.owner).inserted }
        for (owner, program) in programs where !seen.contains(owner) {
            program.reader.abandon()
            programs[owner] = nil
        }
        let new = roots.filter { programs[$0.owner] == nil }
        let numbers = connection.ask(
            new.map {
                BusQuestion(
                    object: .bus, interface: AccessibleObject.bus.owner, method: "GetConnectionUnixProcessID",
                    arguments: [.text($0.owner)])
            }, before: deadline)
        // Whose process is not known yet is read at the next look.
        for (root, number) in zip(new, numbers) where number != nil || .now < deadline {
            programs[root.owner] = WatchedProgram(
                ProgramReader(root, process: number?.first?.integer, on: connection))
        }
        guard programs.count == roots.count else { return [.busUnreachable] }
        return list.count > AccessibilityLimits.programs ? [.cut(.programs)] : []
    }
}

/// A program, what was last known of it, and whether it answers.
private final class WatchedProgram {
    /// Who has said nothing for so long is not waited for any more; an answer that comes all the same is taken.
    private static let silence = Duration.milliseconds(600)
    /// The longest time after which a question counts as lost and the program is asked anew.
    private static let maximumLoss = Duration.seconds(128)

    let reader: ProgramReader
    /// The last whole tree, and the windows by which it was placed.
    private var known: (program: AccessibleProgram, windows: [WindowInfo])?
    private var hasChanged = true
    /// Who has said nothing for so long is asked anew; twice as long each time, for it may only be slow.
    private var loss = Duration.seconds(4)

    init(_ reader: ProgramReader) { self.reader = reader }

    /// Starts or continues reading.
    ///
    /// - Returns: whether there is something to wait for.
    func begin(isUnchanged: Bool) -> Bool {
        if reader.isSilent(for: loss) {
            reader.abandon()
            loss = min(loss * 2, Self.maximumLoss)
        }
        if !reader.isReading {
            hasChanged = hasChanged || !reader.stale.isEmpty || reader.hasGrown
            reader.hasGrown = false
            reader.refresh(isUnchanged: isUnchanged)
        }
        hasChanged = hasChanged || reader.isReading
        return reader.isReading && !reader.isSilent(for: Self.silence)
    }

    func report(windows: [WindowInfo]) -> AccessibleProgram {
        guard reader.isReading else {
            loss = .seconds(4)
            return whole(windows)
        }
        return late(reader.isSilent(for: Self.silence) ? .skipped : .late, windows)
    }

    private func whole(_ windows: [WindowInfo]) -> AccessibleProgram {
        if !hasChanged, let known, known.windows == windows { return known.program }
        let program = reader.built(for: windows)
        known = (program, windows)
        hasChanged = false
        return program
    }

    /// What was known before, or else what has been read so far.
    private func late(_ problem: AccessibilityProblem, _ windows: [WindowInfo]) -> AccessibleProgram {
        var program = known?.program ?? reader.built(for: windows)
        program.problems.append(problem)
        return program
    }
}

/// Takes what comes from a bus while nobody looks, so that it does not pile up there.
private final class BusWakeUp {
    /// Between two such times at least so much passes, whatever comes.
    private static let pause = DispatchTimeInterval.milliseconds(20)

    private let source: any DispatchSourceRead
    private let queue: DispatchQueue

    init(_ connection: BusConnection, on queue: DispatchQueue) {
        self.queue = queue
        source = DispatchSource.makeReadSource(fileDescriptor: connection.descriptor, queue: queue)
        nonisolated(unsafe) let (connection, source) = (connection, source)
        source.setEventHandler {
            connection.drain()
            // What has ended would wake up for ever.
            guard connection.isConnected else { return source.cancel() }
            source.suspend()
            queue.asyncAfter(deadline: .now() + Self.pause) { source.resume() }
        }
        // The descriptor stays open until the source has let go of it.
        source.setCancelHandler { withExtendedLifetime(connection) {} }
        source.resume()
    }

    /// Ends the conversations and the wait, where what comes is taken.
    func close(after readers: [ProgramReader]) {
        nonisolated(unsafe) let (readers, source) = (readers, source)
        queue.async {
            for reader in readers { reader.abandon() }
            source.cancel()
        }
    }
}
