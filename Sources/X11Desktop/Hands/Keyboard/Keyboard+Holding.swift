import CX11
import Interaction

/// Keys that stay down.
extension Keyboard {
    /// Holds keys down while `body` runs, and lets go of them on every way out. Those that are held already stay so.
    func holding(_ keys: [Key], _ body: () throws -> Void) throws {
        guard !keys.isEmpty else { return try body() }
        try withoutHindrance {
            var pressed: [Key] = []
            let outcome = Result {
                try press(keys, noting: &pressed)
                try body()
            }
            let released = Result { try release(pressed.reversed()) }
            try outcome.get()
            try released.get()
        }
    }

    /// Presses keys in order and holds them down; none of them when one cannot be pressed.
    func press(_ keys: [Key]) throws {
        try withoutHindrance {
            var pressed: [Key] = []
            do {
                try press(keys, noting: &pressed)
            } catch {
                try release(pressed.reversed())
                throw error
            }
        }
    }

    /// Holds keys for a while, and lets go of them on every way out.
    ///
    /// - Throws: `CancellationError` besides ``X11Error``.
    func hold(_ keys: [Key], for duration: Duration) throws {
        try holding(keys) {
            XFlush(connection.display)
            try Pause.cancellable(duration)
        }
    }

    /// Holds a key down until ``release(_:)``, together with the Shift or AltGr that it needs.
    func press(_ key: Key) throws {
        let keysym = try key.knownKeysym()
        guard held[keysym] == nil else { return }
        let keycodes = try plannedPress(key)
        for keycode in keycodes {
            send(keycode, pressed: true)
        }
        held[keysym] = keycodes
        try connection.sync("a key press")
    }

    /// - Parameter pressed: those of the keys that were not held already, as far as they were pressed.
    private func press(_ keys: [Key], noting pressed: inout [Key]) throws {
        for key in keys where held[try key.knownKeysym()] == nil {
            try press(key)
            pressed.append(key)
        }
    }

    func release(_ keys: [Key]) throws {
        for key in keys { try release(key) }
    }

    /// Lets go of a key; one that ``press(_:)`` does not hold is released all the same if it is down.
    func release(_ key: Key) throws {
        let keysym = try key.knownKeysym()
        let found = try plannedRelease(key)
        held[keysym] = nil
        try release(found)
    }

    private func release(_ keycodes: [UInt8]) throws(X11Error) {
        let needed = Set(held.values.joined())
        for keycode in keycodes.reversed() where !needed.contains(keycode) {
            send(keycode, pressed: false)
        }
        try connection.sync("a key release")
    }

    /// Lets go of all that ``press(_:)`` left down.
    ///
    /// - Returns: the names of the keys.
    func releaseHeld() throws -> [String] {
        let keysyms = held.keys.sorted()
        for keysym in keysyms {
            try release(held.removeValue(forKey: keysym) ?? [])
        }
        return keysyms.map(Keysym.name(of:))
    }

    /// The keycodes that press a key on the keyboard as it is now, those of the modifiers that it needs first; none for a
    /// key that is held already.
    func plannedPress(_ key: Key) throws(X11Error) -> [UInt8] {
        let keysym = try key.knownKeysym()
        guard held[keysym] == nil else { return [] }
        let ground = try Ground(connection, for: [keysym], inCurrentGroup: true)
        guard let stroke = ground.layout.stroke(for: keysym) else { throw X11Error.keyNotInLayout(name: key.name) }
        return ground.modifierKeys.keycodes(of: stroke.modifiers) + [stroke.keycode]
    }

    /// The keycodes that release a key.
    func plannedRelease(_ key: Key) throws(X11Error) -> [UInt8] {
        let keysym = try key.knownKeysym()
        if let keycodes = held[keysym] { return keycodes }
        let found = try keycodesInLayout(keysym)
        guard !found.isEmpty else { throw X11Error.keyNotInLayout(name: key.name) }
        return found
    }

    private func keycodesInLayout(_ keysym: UInt32) throws(X11Error) -> [UInt8] {
        let ground = try Ground(connection, for: [keysym], inCurrentGroup: true)
        return ground.layout.stroke(for: keysym).map { [$0.keycode] } ?? []
    }
}
