package import Images
package import Interaction

extension XDesktop {
    /// Moves pointer and keys. `wait`, `answer` and `terminate` are the episode's business and do nothing here.
    ///
    /// - Throws: ``X11Error``; a bad point or key name before anything moves.
    package func perform(_ action: Action<ScreenSpace>) throws -> Execution {
        try orLost { try hands().perform(action) }
    }

    /// The keys that an action would press now; see `Desktop`.
    ///
    /// - Throws: ``X11Error`` as performing it would, for a key or a character that cannot be pressed.
    package func keystrokes(of action: Action<ScreenSpace>) throws -> Keystrokes {
        try orLost { try hands().keystrokes(of: action) }
    }

    /// Carries an action out if it presses exactly what was judged.
    ///
    /// - Throws: `KeystrokesChanged` before anything is pressed, when the keys held or the keyboard's map have changed;
    ///   else as ``perform(_:)``.
    package func perform(_ action: Action<ScreenSpace>, pressing judged: Keystrokes) throws -> Execution {
        guard try keystrokes(of: action) == judged else { throw KeystrokesChanged() }
        return try perform(action)
    }

    /// Releases the keys and buttons that earlier actions left down; see `Desktop`.
    ///
    /// - Throws: ``X11Error``.
    package func releaseHeld() throws -> HeldInput {
        try orLost { try openHands?.releaseHeld() ?? HeldInput() }
    }

    /// Holds a key down until ``release(_:)``.
    package func press(_ key: Key) throws {
        try hands().keyboard.press(key)
    }

    /// Lets go of a key.
    package func release(_ key: Key) throws {
        try hands().keyboard.release(key)
    }

    /// Has `guardian` told of what must be put back should Deskhand die, before the keyboard is changed, and of `nil`
    /// when it is back.
    package func guardKeyboard(_ guardian: @escaping @Sendable (KeyboardMapSnapshot?) -> Void) throws {
        try hands().keyboard.guardian = guardian
    }
}
