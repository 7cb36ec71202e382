import CX11
import Interaction

/// Typing text.
extension Keyboard {
    /// Types text into the window that has the focus.
    func type(_ text: String) throws -> TypingReport {
        let symbols = try TypedSymbols(text)
        guard !symbols.keysyms.isEmpty else {
            return TypingReport(typed: 0, verified: nil, mapChanges: 0, pasted: false)
        }
        discardEvents()
        let target = try TypingTarget(connection)
        let (ground, plan) = try plannedText(symbols)
        let mapChanges = try onCleanKeyboard(ground, releasingHeldKeys: true) { borrowed in
            try send(plan, count: symbols.keysyms.count, to: target, with: ground, borrowed: &borrowed)
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
        _ plan: TypingPlan, count: Int, to target: TypingTarget, with ground: Ground, borrowed: inout BorrowedKeycodes
    ) throws {
        var sent = 0
        for batch in plan.batches {
            try borrowed.add(batch.borrowed)
            try watch.expect(borrowed.keys, group: ground.layout.group, locks: 0)
            if !batch.borrowed.isEmpty {
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
            if !batch.borrowed.isEmpty {
                try drain(target, sent, count)
                try checkKeyboard(sent, count)
            }
        }
    }

    /// So many characters go out before focus, window and keyboard are looked at again.
    private static let chunk = 32

    func drain(_ target: TypingTarget, _ sent: Int, _ count: Int) throws {
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
}
