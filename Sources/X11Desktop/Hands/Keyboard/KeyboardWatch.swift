import CX11

/// Notices when another client changes the keyboard map, its group or its locks.
final class KeyboardWatch {
    private let connection: X11Connection
    private let eventType: Int32
    /// The keys as they must be, and the group and the locks.
    private var expected: (keys: [UInt8: [UInt32]], group: Int, locks: UInt8)?

    /// - Throws: ``X11Error/missingExtension(name:display:)``.
    init(_ connection: X11Connection) throws(X11Error) {
        var (opcode, event, error, major, minor): (Int32, Int32, Int32, Int32, Int32) = (0, 0, 0, 1, 0)
        guard XkbQueryExtension(connection.display, &opcode, &event, &error, &major, &minor) != 0 else {
            throw .missingExtension(name: "XKEYBOARD", display: connection.address.name)
        }
        let kinds = UInt32(XkbNewKeyboardNotifyMask | XkbMapNotifyMask)
        XkbSelectEvents(connection.display, KeyboardMapAccess.coreKeyboard, kinds, kinds)
        self.connection = connection
        eventType = event
    }

    /// Takes the keyboard as it should stay from now on.
    func expect(_ keys: [UInt8: KeyDefinition], group: Int, locks: UInt8) throws(X11Error) {
        try connection.sync("the keyboard's state")
        _ = takeEvents()
        expected = (keys.mapValues(\.symbols), group, locks)
    }

    /// What another client has changed since.
    func interruption() throws(X11Error) -> TypingInterruption? {
        guard let expected else { return nil }
        let state = try KeyboardState(of: connection)
        if takeEvents() {
            // The server also tells of changes that change nothing, as when it turns from one keyboard to another.
            let keys = try KeyboardMapAccess.read(connection).keys
            guard keys.mapValues(\.symbols) == expected.keys else { return .keyboardMap }
        }
        if state.group != expected.group {
            return .group
        }
        return state.lockedModifiers == expected.locks ? nil : .locks
    }

    private func takeEvents() -> Bool {
        var found = false
        var event = XEvent()
        while XCheckTypedEvent(connection.display, eventType, &event) != 0 {
            found = true
        }
        return found
    }
}
