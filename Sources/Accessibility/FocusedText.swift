/// Reads the text that has the focus in a program, over the accessibility bus (AT-SPI 2).
///
/// Programs answer in their own time, and some never: every question has a deadline, and no answer is `nil`, not an error.
package final class FocusedText {
    /// More objects than this are not asked for the focus; a spreadsheet has millions.
    private static let most = 600

    private let connection: BusConnection

    /// Connects to an accessibility bus.
    ///
    /// - Parameter address: as D-Bus writes it, such as `unix:path=/run/user/1000/at-spi/bus_0`; on X11 the root window's property `AT_SPI_BUS` holds it.
    /// - Returns: `nil` without libdbus or when nobody answers before `deadline`.
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

    /// The field that has the focus in a program, or `nil` when the program offers none, or when it holds a password.
    ///
    /// - Parameter process: the program's process number.
    package func field(ofProcess process: Int, before deadline: ContinuousClock.Instant) -> TextField? {
        for program in programs(ofProcess: process, before: deadline) {
            if let focused = focused(in: program, before: deadline) {
                return isPassword(focused, before: deadline) ? nil : TextField(focused, on: connection)
            }
        }
        return nil
    }

    private func programs(ofProcess process: Int, before deadline: ContinuousClock.Instant) -> [AccessibleObject] {
        let programs = children(of: [.desktop], before: deadline)
        let numbers = connection.ask(
            programs.map {
                BusQuestion(
                    object: .bus, interface: AccessibleObject.bus.owner, method: "GetConnectionUnixProcessID",
                    arguments: [.text($0.owner)])
            }, before: deadline)
        return zip(programs, numbers).filter { $1?.first?.integer == process }.map(\.0)
    }

    /// The focused object, looked for level by level among what is showing.
    private func focused(
        in program: AccessibleObject, before deadline: ContinuousClock.Instant
    ) -> AccessibleObject? {
        var level = children(of: [program], before: deadline)
        var seen = Set(level)
        while !level.isEmpty, seen.count <= Self.most {
            let states = connection.ask(
                level.map { BusQuestion(object: $0, interface: Self.accessible, method: "GetState") },
                before: deadline
            ).map(AccessibleStates.init)
            let focused = zip(level, states).filter { $1?.isFocused == true }.map(\.0)
            // A window may say that it has the focus as well as the field in it: the deepest is meant.
            let showing = zip(level, states).filter { $1?.isShowing == true }.map(\.0)
            let next = children(of: showing, before: deadline).filter { seen.insert($0).inserted }
            if let found = focused.first(where: { isText($0, before: deadline) }) { return found }
            level = next
        }
        return nil
    }

    private func children(
        of parents: [AccessibleObject], before deadline: ContinuousClock.Instant
    ) -> [AccessibleObject] {
        connection.ask(
            parents.map { BusQuestion(object: $0, interface: Self.accessible, method: "GetChildren") },
            before: deadline
        ).flatMap { ($0?.first?.list ?? []).compactMap(AccessibleObject.init) }
    }

    private func isText(_ object: AccessibleObject, before deadline: ContinuousClock.Instant) -> Bool {
        TextField(object, on: connection).caret(before: deadline) != nil
    }

    private func isPassword(_ object: AccessibleObject, before deadline: ContinuousClock.Instant) -> Bool {
        let passwordText = 40
        let question = BusQuestion(object: object, interface: Self.accessible, method: "GetRole")
        // Who does not say what it is may be a password too.
        return connection.ask([question], before: deadline)[0]?.first?.integer.map { $0 == passwordText } ?? true
    }

    private static let accessible = "org.a11y.atspi.Accessible"
}

/// A text field of some program.
package struct TextField {
    private static let text = "org.a11y.atspi.Text"
    private let object: AccessibleObject
    private let connection: BusConnection

    init(_ object: AccessibleObject, on connection: BusConnection) {
        self.object = object
        self.connection = connection
    }

    /// Where the caret stands, in Unicode scalars from the beginning.
    package func caret(before deadline: ContinuousClock.Instant) -> Int? {
        let question = BusQuestion(
            object: object, interface: "org.freedesktop.DBus.Properties", method: "Get",
            arguments: [.text(Self.text), .text("CaretOffset")])
        return connection.ask([question], before: deadline)[0]?.first?.integer
    }

    /// At most `count` Unicode scalars that stand directly before the caret.
    package func textBeforeCaret(_ count: Int, before deadline: ContinuousClock.Instant) -> String? {
        guard let caret = caret(before: deadline), caret >= 0 else { return nil }
        let question = BusQuestion(
            object: object, interface: Self.text, method: "GetText",
            arguments: [.integer(max(0, caret - count)), .integer(caret)])
        return connection.ask([question], before: deadline)[0]?.first?.text
    }
}
