import CX11

/// The keyboard of one display.
///
/// It changes nothing that it does not put back: locks, group, map and the keys that it found held.
final class Keyboard {
    let connection: X11Connection
    let watch: KeyboardWatch
    let barrier: DrainBarrier
    /// What ``press(_:)`` holds down, by keysym.
    var held: [UInt32: [UInt8]] = [:]
    /// Told of what a guardian must put back, before it is changed, and of `nil` when it is back.
    var guardian: (@Sendable (KeyboardMapSnapshot?) -> Void)?

    init(_ connection: X11Connection) throws(X11Error) {
        self.connection = connection
        watch = try KeyboardWatch(connection)
        barrier = DrainBarrier(connection)
    }

    /// Runs `body` on a keyboard without locks, slow keys and their like and in the group of `ground`, and puts everything back, whatever happens.
    ///
    /// - Returns: how often the map was changed.
    func onCleanKeyboard(
        _ ground: Ground, releasingHeldKeys: Bool, _ body: (inout BorrowedKeycodes) throws -> Void
    ) throws -> Int {
        var borrowed = BorrowedKeycodes(connection, of: ground.map)
        let controls = try KeyboardControls(of: connection)
        guardian?(try KeyboardMapSnapshot(of: connection))
        controls.turnOff(on: connection)
        let released = releasingHeldKeys ? try releaseModifiers(ground) : []
        ground.state.clear(group: ground.layout.group, on: connection)
        let outcome = Result { try body(&borrowed) }
        let restored = Result { try borrowed.giveBack() }
        ground.state.restore(on: connection, clearedTo: ground.layout.group)
        for keycode in released {
            send(keycode, pressed: true)
        }
        KeyboardControls.restore(controls.hindering, on: connection)
        let settled = Result { try connection.sync("the keyboard's state") }
        guardian?(nil)
        try outcome.get()
        try restored.get()
        try settled.get()
        return borrowed.changes
    }

    /// Releases what is held down and would change the characters.
    ///
    /// - Returns: the keys that this keyboard itself held, which are to be held again. A key that a person holds is not
    ///   pressed again: the person may let go of it meanwhile, and it would stay down for ever.
    private func releaseModifiers(_ ground: Ground) throws(X11Error) -> [UInt8] {
        let pressed = try InputState.pressedKeycodes(connection)
        for keycode in pressed {
            send(keycode, pressed: false)
        }
        let ours = Set(held.values.joined())
        return pressed.filter(ours.contains)
    }

    /// Runs `body` while slow keys and their like are off, and turns them on again, whatever happens.
    func withoutHindrance(_ body: () throws -> Void) throws {
        let controls = try KeyboardControls(of: connection)
        guard controls.hindering != 0 else { return try body() }
        guardian?(try KeyboardMapSnapshot(of: connection))
        controls.turnOff(on: connection)
        let outcome = Result { try body() }
        KeyboardControls.restore(controls.hindering, on: connection)
        let settled = Result { try connection.sync("the keyboard's settings") }
        guardian?(nil)
        try outcome.get()
        try settled.get()
    }

    func send(_ keycode: UInt8, pressed: Bool) {
        XTestFakeKeyEvent(connection.display, UInt32(keycode), pressed ? 1 : 0, 0)
    }

    /// Discards the events of earlier actions, which nothing else reads from this connection.
    func discardEvents() {
        while XPending(connection.display) > 0 {
            var event = XEvent()
            XNextEvent(connection.display, &event)
        }
    }
}
