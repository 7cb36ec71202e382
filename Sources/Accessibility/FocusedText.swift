/// Reads the text that has the focus in a program, over the accessibility bus (AT-SPI 2).
///
/// Programs answer in their own time, and some never: every question has a deadline, and no answer is `nil`, not an error.
package final class FocusedText {
    /// More objects than this are not asked for the focus.
    private static let maximum = 600

    private let connection: BusConnection

    /// Connects to an accessibility bus.
    ///
    /// - Parameter address: as D-Bus writes it, such as `unix:path=/run/user/1000/at-spi/bus_0`; on X11 the root window's property `AT_SPI_BUS` holds it.
    /// - Returns: `nil` without an answer before `deadline`.
    package init?(address: String, before deadline: ContinuousClock.Instant) {
        guard let connection = BusConnection(address: address, before: deadline) else { return nil }
        self.connection = connection
    }

    /// Where the accessibility bus of a session is, as its session bus knows; nothing is started for the question.
    ///
    /// - Parameter session: the session bus's address, as programs find it in `DBUS_SESSION_BUS_ADDRESS`.
    package static func busAddress(inSession session: String, before deadline: ContinuousClock.Instant) -> String? {
        guard let connection = BusConnection(address: session, before: deadline) else { return nil }
        let name = "org.a11y.Bus"
        let isThere = BusQuestion(
            object: .bus, interface: AccessibleObject.bus.owner, method: "NameHasOwner", arguments: [.text(name)])
        guard connection.ask([isThere], before: deadline)[0] == [.integer(1)] else { return nil }
        let address = BusQuestion(
            object: AccessibleObject(owner: name, path: "/org/a11y/bus"), interface: name, method: "GetAddress")
        return connection.ask([address], before: deadline)[0]?.first?.text
    }

    /// Whether the bus is still there.
    package var isConnected: Bool { connection.isConnected }

    /// The field that has the focus in a program and its state, or `nil` when the program offers none, or when it holds
    /// a password.
    ///
    /// - Parameter process: the program's process number.
    package func field(
        ofProcess process: Int32, before deadline: ContinuousClock.Instant
    ) -> (field: TextField, state: TextField.State)? {
        for program in programs(ofProcess: process, before: deadline) {
            if let found = focused(in: program, before: deadline) { return found }
        }
        return nil
    }

    private func programs(ofProcess process: Int32, before deadline: ContinuousClock.Instant) -> [AccessibleObject] {
        let programs = children(of: [.desktop], before: deadline)
        let numbers = connection.ask(
            programs.map {
                BusQuestion(
                    object: .bus, interface: AccessibleObject.bus.owner, method: "GetConnectionUnixProcessID",
                    arguments: [.text($0.owner)])
            }, before: deadline)
        let own = ProcessNumbers.all(of: process)
        return zip(programs, numbers).filter { $1?.first?.integer.map(own.contains) == true }.map(\.0)
    }

    /// The focused field, looked for level by level among what is showing in the active window.
    private func focused(
        in program: AccessibleObject, before deadline: ContinuousClock.Instant
    ) -> (field: TextField, state: TextField.State)? {
        var level = states(of: children(of: [program], before: deadline), before: deadline)
        let active = level.filter { $0.states.contains(.active) }
        if !active.isEmpty { level = active }
        var seen = Set(level.map(\.object))
        while !level.isEmpty {
            // A window may say that it has the focus as well as the field in it: only the field is text.
            for (object, _) in level.filter({ $0.states.contains(.focused) }) {
                let field = TextField(object, on: connection)
                if let state = field.state(before: deadline) { return (field, state) }
            }
            let listed = level.filter { !$0.states.contains(.managesDescendants) }
            let showing = listed.filter { $0.states.contains(.showing) }
            // GTK 4 says of nothing within a window that it is showing.
            let parents = (showing.isEmpty ? listed.filter { $0.states.contains(.visible) } : showing).map(\.object)
            let next = children(of: parents, before: deadline).filter { seen.insert($0).inserted }
            guard seen.count <= Self.maximum else { return nil }
            level = states(of: next, before: deadline)
        }
        return nil
    }

    private func states(
        of objects: [AccessibleObject], before deadline: ContinuousClock.Instant
    ) -> [(object: AccessibleObject, states: AccessibleStates)] {
        let answers = connection.ask(
            objects.map { BusQuestion(object: $0, interface: AccessibleObject.interface, method: "GetState") },
            before: deadline)
        return zip(objects, answers).compactMap { object, answer in
            AccessibleStates(words: answer?.first?.list).map { (object, $0) }
        }
    }

    private func children(
        of parents: [AccessibleObject], before deadline: ContinuousClock.Instant
    ) -> [AccessibleObject] {
        let answers = connection.ask(
            parents.map { BusQuestion(object: $0, interface: AccessibleObject.interface, method: "GetChildren") },
            before: deadline)
        // One more than are asked shows that there are too many; a program may list any number.
        return Array(
            answers.lazy.flatMap { $0?.first?.list ?? [] }.compactMap(AccessibleObject.init).prefix(Self.maximum + 1))
    }
}
