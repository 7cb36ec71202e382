import CX11

/// The locks, latches and group of a keyboard, and the keys held down on it, at one moment.
struct KeyboardState: Hashable, Sendable {
    /// The group that keys are read in.
    let group: Int
    let lockedGroup: UInt8
    /// Caps Lock, Num Lock and the like, as X modifier bits.
    let lockedModifiers: UInt8
    let hasLatches: Bool
    /// The modifiers that are in force without a key that is down.
    let stickyModifiers: UInt8

    init(of connection: X11Connection) throws(X11Error) {
        var state = XkbStateRec()
        guard XkbGetState(connection.display, KeyboardMapAccess.coreKeyboard, &state) == 0 else {
            throw connection.trouble(in: "the keyboard's state")
        }
        group = Int(state.group)
        lockedGroup = state.locked_group
        lockedModifiers = state.locked_mods
        stickyModifiers = state.locked_mods | state.latched_mods
        hasLatches = state.latched_mods != 0 || state.latched_group != 0
    }

    /// Turns off every lock and latch, and locks `group`.
    ///
    /// The group travels in each key event, so programs need not be waited for.
    func clear(group: Int, on connection: X11Connection) {
        if hasLatches {
            XkbLatchModifiers(connection.display, KeyboardMapAccess.coreKeyboard, 0xff, 0)
            XkbLatchGroup(connection.display, KeyboardMapAccess.coreKeyboard, 0)
        }
        if lockedModifiers != 0 {
            XkbLockModifiers(connection.display, KeyboardMapAccess.coreKeyboard, 0xff, 0)
        }
        if group != self.group {
            XkbLockGroup(connection.display, KeyboardMapAccess.coreKeyboard, UInt32(group))
        }
    }

    /// Sets the locks and the group as they were; a latch stays off, for it was for one key.
    func restore(on connection: X11Connection, clearedTo group: Int) {
        if lockedModifiers != 0 {
            XkbLockModifiers(connection.display, KeyboardMapAccess.coreKeyboard, 0xff, UInt32(lockedModifiers))
        }
        if group != self.group {
            XkbLockGroup(connection.display, KeyboardMapAccess.coreKeyboard, UInt32(lockedGroup))
        }
    }
}
