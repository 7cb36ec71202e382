import Interaction

extension Keyboard {
    /// What ``strike(chord:)`` would press now.
    ///
    /// - Throws: ``X11Error`` as it does.
    func keystrokes(chord keys: [Key]) throws(X11Error) -> Keystrokes {
        let chord = try plannedChord(keys)
        let named = Set(chord.keysyms.compactMap { chord.ground.layout.stroke(for: $0)?.keycode })
        var recording = try KeyRecording(connection, chord.ground, isClean: !chord.meetsLocks)
        for keycode in try InputState.pressedKeycodes(connection) { recording.hold(keycode) }
        for keycode in chord.plan.keycodes {
            recording.press(
                keycode, lent: chord.plan.borrowed[keycode],
                isImplied: !named.contains(keycode)
                    && chord.plan.borrowed[keycode] == nil)
        }
        for keycode in chord.plan.keycodes.reversed() { recording.release(keycode) }
        return recording.keystrokes
    }

    /// What ``type(_:)`` would press now, after it has let go of whatever is held.
    ///
    /// - Throws: ``X11Error`` as it does.
    func keystrokes(text: String) throws(X11Error) -> Keystrokes {
        let symbols = try TypedSymbols(text)
        guard !symbols.keysyms.isEmpty else { return Keystrokes() }
        let (ground, plan) = try plannedText(symbols)
        var recording = try KeyRecording(connection, ground, isClean: true)
        for batch in plan.batches {
            for stroke in batch.strokes {
                let implied = ground.modifierKeys.keycodes(of: stroke.modifiers)
                for keycode in implied { recording.press(keycode, isImplied: true) }
                recording.press(stroke.keycode, lent: batch.borrowed[stroke.keycode])
                recording.release(stroke.keycode)
                for keycode in implied { recording.release(keycode) }
            }
        }
        return recording.keystrokes
    }

    /// What pressing keys and holding them would press now.
    ///
    /// - Parameter releasing: whether they are released after a while.
    /// - Throws: ``X11Error`` as pressing them does.
    func keystrokes(pressing keys: [Key], releasing: Bool) throws(X11Error) -> Keystrokes {
        let ground = try Ground(connection, for: [], inCurrentGroup: true)
        var recording = try KeyRecording(connection, ground, isClean: false)
        for keycode in try InputState.pressedKeycodes(connection) { recording.hold(keycode) }
        var pressed: [UInt8] = []
        for key in keys {
            let keycodes = try plannedPress(key)
            for (index, keycode) in keycodes.enumerated() where !pressed.contains(keycode) {
                recording.press(keycode, isImplied: index < keycodes.count - 1)
                pressed.append(keycode)
            }
        }
        if releasing { for keycode in pressed.reversed() { recording.release(keycode) } }
        return recording.keystrokes
    }

    /// What releasing keys would do now: nothing is pressed.
    ///
    /// - Throws: ``X11Error`` as releasing them does.
    func keystrokes(releasing keys: [Key]) throws(X11Error) -> Keystrokes {
        var keystrokes = try heldKeystrokes()
        for key in keys { keystrokes.events += try plannedRelease(key).map { .release($0) } }
        return keystrokes
    }

    /// The keys that are held and the modifiers that are locked now, which a click meets.
    func heldKeystrokes() throws(X11Error) -> Keystrokes {
        let ground = try Ground(connection, for: [], inCurrentGroup: true)
        var recording = try KeyRecording(connection, ground, isClean: false)
        for keycode in try InputState.pressedKeycodes(connection) { recording.hold(keycode) }
        return recording.keystrokes
    }
}

/// Follows which keys are down, and what each means as it is pressed.
private struct KeyRecording {
    private(set) var keystrokes = Keystrokes()
    private let meanings: KeyMeanings
    /// How often each real modifier is held.
    private var down: [UInt8: UInt8] = [:]
    private let locked: UInt8
    private var known: [Meaning: Keystrokes.PressedKey] = [:]

    private struct Meaning: Hashable {
        let keycode: UInt8
        let held: UInt8
        let lent: KeyDefinition?
        let isImplied: Bool
    }

    /// - Parameter isClean: whether locks and latches are cleared before the first key.
    init(_ connection: X11Connection, _ ground: Ground, isClean: Bool) throws(X11Error) {
        meanings = try KeyMeanings(connection, ground.map, group: ground.layout.group)
        locked = isClean ? 0 : ground.state.stickyModifiers
        keystrokes.held = meanings.keys(setting: locked)
    }

    mutating func hold(_ keycode: UInt8) {
        keystrokes.held.append(key(keycode))
        down[keycode] = meanings.mask(of: keycode)
    }

    mutating func press(_ keycode: UInt8, lent: KeyDefinition? = nil, isImplied: Bool = false) {
        keystrokes.events.append(.press(key(keycode, lent: lent, isImplied: isImplied)))
        if meanings.mask(of: keycode) != 0 { down[keycode] = meanings.mask(of: keycode) }
    }

    mutating func release(_ keycode: UInt8) {
        keystrokes.events.append(.release(keycode))
        down[keycode] = nil
    }

    private mutating func key(
        _ keycode: UInt8, lent: KeyDefinition? = nil, isImplied: Bool = false
    ) -> Keystrokes.PressedKey {
        let held = down.values.reduce(locked, |)
        let meaning = Meaning(keycode: keycode, held: held, lent: lent, isImplied: isImplied)
        if let key = known[meaning] { return key }
        let key = meanings.key(keycode, held: held, lent: lent, isImplied: isImplied)
        known[meaning] = key
        return key
    }
}
