import CX11
import Interaction

/// The keyboard of one display.
///
/// It changes nothing that it does not put back: locks, group, map and the keys that it found held.
final class Keyboard {
    let connection: X11Connection
    private let watch: KeyboardWatch
    private let barrier: DrainBarrier
    /// What ``press(_:)`` holds down, by keysym.
    private var held: [UInt32: [UInt8]] = [:]
    /// Told of what a guardian must put back, before it is changed, and of `nil` when it is back.
    var guardian: (@Sendable (KeyboardMapSnapshot?) -> Void)?

    init(_ connection: X11Connection) throws(X11Error) {
        self.connection = connection
        watch = try KeyboardWatch(connection)
        barrier = DrainBarrier(connection)
    }

    /// Types text into the window that has the focus.
    func type(_ text: String) throws -> TypingReport {
        let symbols = try TypedSymbols(text)
        guard !symbols.keysyms.isEmpty else {
            return TypingReport(typed: 0, verified: nil, mapChanges: 0, pasted: false)
        }
        discardEvents()
        let target = try TypingTarget(connection)
        let (ground, plan) = try plannedText(symbols)
        let mapChanges = try onCleanKeyboard(ground, releasingHeldKeys: true) { loan in
            try send(plan, count: symbols.keysyms.count, to: target, with: ground, loan: &loan)
        }
        return TypingReport(typed: symbols.keysyms.count, verified: nil, mapChanges: mapChanges, pasted: false)
    }

    /// Which keys type a text on the keyboard as it is now.
    func plannedText(_ symbols: TypedSymbols) throws(X11Error) -> (ground: Ground, plan: TypingPlan) {
        let ground = try Ground(connection, for: symbols.keysyms)
        let plan = try TypingPlan(
            symbols, layout: ground.layout, spare: ground.spare, canShift: ground.modifierKeys.shift != nil)
        return (ground, plan)
    }

    private func send(
        _ plan: TypingPlan, count: Int, to target: TypingTarget, with ground: Ground, loan: inout KeyboardLoan
    ) throws {
        var sent = 0
        for batch in plan.batches {
            try loan.lend(batch.loans)
            try watch.expect(loan.keys, group: ground.layout.group, locks: 0)
            if !batch.loans.isEmpty {
                try drain(target, sent, count)
            }
            for start in stride(from: 0, to: batch.strokes.count, by: Self.chunk) {
                try check(target, sent, count)
                let chunk = batch.strokes[start..<min(start + Self.chunk, batch.strokes.count)]
                strike(chunk, with: ground.modifierKeys)
                try connection.sync("key presses")
                sent += chunk.count
            }
            try checkKeyboard(sent, count)
            if !batch.loans.isEmpty {
                try drain(target, sent, count)
                try checkKeyboard(sent, count)
            }
        }
    }

    /// So many characters go out before focus, window and keyboard are looked at again.
    private static let chunk = 32

    private func drain(_ target: TypingTarget, _ sent: Int, _ count: Int) throws {
        guard try barrier.wait(for: target) else { throw X11Error.targetStuck(sent: sent, of: count) }
    }

    private func check(_ target: TypingTarget, _ sent: Int, _ count: Int) throws {
        if let interruption = try target.interruption(connection) {
            throw X11Error.typingInterrupted(interruption, sent: sent, of: count)
        }
        guard !Task.isCancelled else { throw X11Error.typingInterrupted(.cancelled, sent: sent, of: count) }
        try checkKeyboard(sent, count)
    }

    private func checkKeyboard(_ sent: Int, _ count: Int) throws {
        if let interruption = try watch.interruption() {
            throw X11Error.typingInterrupted(interruption, sent: sent, of: count)
        }
    }

    /// Waits until a program has read every key that was pressed so far.
    func waitUntilRead(by target: TypingTarget) throws { try drain(target, 0, 0) }

    /// Waits at most `patience` until a program has read every key that was pressed so far; says whether it has.
    func isRead(by target: TypingTarget, within patience: Duration) throws -> Bool {
        try barrier.wait(for: target, within: patience)
    }

    /// Presses keys in order and releases them in the opposite order.
    func strike(chord keys: [Key]) throws -> Int {
        discardEvents()
        let chord = try plannedChord(keys)
        let (ground, plan) = (chord.ground, chord.plan)
        if chord.meetsLocks {
            try withoutHindrance { try hit(plan, ground) }
            return 0
        }
        return try onCleanKeyboard(ground, releasingHeldKeys: false) { loan in
            guard !plan.loans.isEmpty else { return try hit(plan, ground) }
            let target = try TypingTarget(connection)
            try loan.lend(plan.loans)
            try drain(target, 0, 1)
            try hit(plan, ground)
            try drain(target, 1, 1)
        }
    }

    /// Which keys strike a chord on the keyboard as it is now.
    func plannedChord(_ keys: [Key]) throws(X11Error) -> PlannedChord {
        var keysyms: [UInt32] = []
        for key in keys { keysyms.append(try key.knownKeysym()) }
        guard !keysyms.isEmpty else { throw X11Error.emptyChord }
        let ground = try Ground(connection, for: keysyms)
        let missing = keysyms.filter { ground.layout.stroke(for: $0) == nil }
        return PlannedChord(
            keysyms: keysyms, ground: ground, plan: try ChordPlan(keysyms, missing: missing, ground: ground),
            meetsLocks: missing.isEmpty && keysyms.contains(where: Keysym.changesLocks))
    }

    struct PlannedChord {
        let keysyms: [UInt32]
        let ground: Ground
        let plan: ChordPlan
        /// Whether the chord meets locks and latches as they are, because it changes them itself.
        let meetsLocks: Bool
    }

    private func hit(_ plan: ChordPlan, _ ground: Ground) throws(X11Error) {
        for keycode in plan.keycodes {
            send(keycode, pressed: true)
        }
        for keycode in plan.keycodes.reversed() {
            send(keycode, pressed: false)
        }
        try connection.sync("key presses")
    }

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

    /// Runs `body` while slow keys and their like are off, and turns them on again, whatever happens.
    private func withoutHindrance(_ body: () throws -> Void) throws {
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

    /// Runs `body` on a keyboard without locks, slow keys and their like and in the group of `ground`, and puts everything back, whatever happens.
    ///
    /// - Returns: how often the map was changed.
    private func onCleanKeyboard(
        _ ground: Ground, releasingHeldKeys: Bool, _ body: (inout KeyboardLoan) throws -> Void
    ) throws -> Int {
        var loan = KeyboardLoan(connection, of: ground.map)
        let controls = try KeyboardControls(of: connection)
        guardian?(try KeyboardMapSnapshot(of: connection))
        controls.turnOff(on: connection)
        let released = releasingHeldKeys ? try releaseModifiers(ground) : []
        ground.state.clear(group: ground.layout.group, on: connection)
        let outcome = Result { try body(&loan) }
        let restored = Result { try loan.takeBack() }
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
        return loan.changes
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

    /// Sends strokes; each key is released in the same flush, or the server would start to repeat it.
    private func strike(_ strokes: ArraySlice<KeyLayout.Stroke>, with modifierKeys: ModifierKeys) {
        var down: KeyLayout.Modifiers = []
        for stroke in strokes {
            hold(stroke.modifiers, insteadOf: down, modifierKeys)
            down = stroke.modifiers
            send(stroke.keycode, pressed: true)
            send(stroke.keycode, pressed: false)
        }
        hold([], insteadOf: down, modifierKeys)
        XFlush(connection.display)
    }

    private func hold(_ wanted: KeyLayout.Modifiers, insteadOf down: KeyLayout.Modifiers, _ keys: ModifierKeys) {
        for keycode in keys.keycodes(of: down.subtracting(wanted)) {
            send(keycode, pressed: false)
        }
        for keycode in keys.keycodes(of: wanted.subtracting(down)) {
            send(keycode, pressed: true)
        }
    }

    private func send(_ keycode: UInt8, pressed: Bool) {
        XTestFakeKeyEvent(connection.display, UInt32(keycode), pressed ? 1 : 0, 0)
    }

    /// Events of earlier actions: this connection is read by nobody else.
    private func discardEvents() {
        while XPending(connection.display) > 0 {
            var event = XEvent()
            XNextEvent(connection.display, &event)
        }
    }
}
