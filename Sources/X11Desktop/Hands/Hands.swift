import Accessibility
import CX11
import Images
package import Interaction

/// Pointer and keyboard of one display, on a connection that only they read.
final class Hands {
    let pointer: Pointer
    let keyboard: Keyboard
    private let connection: X11Connection
    private let secrets: SecretStore
    private let typing: TypingMethod
    private let clipboard: ClipboardPaste
    private let readBack: ReadBack

    /// - Throws: ``X11Error/noServer(display:)``, ``X11Error/missingExtension(name:display:)``.
    init(
        at address: DisplayAddress, secrets: SecretStore, typing: TypingMethod, readBackPatience: Duration
    ) throws(X11Error) {
        let connection = try X11Connection(to: address)
        var (event, error, major, minor): (Int32, Int32, Int32, Int32) = (0, 0, 0, 0)
        guard XTestQueryExtension(connection.display, &event, &error, &major, &minor) != 0 else {
            throw .missingExtension(name: "XTEST", display: address.name)
        }
        self.connection = connection
        self.secrets = secrets
        self.typing = typing
        pointer = Pointer(connection: connection)
        keyboard = try Keyboard(connection)
        clipboard = ClipboardPaste(connection, keyboard)
        readBack = ReadBack(connection, patience: readBackPatience)
    }

    /// Carries an action out; of a batch the members in order, up to the first that fails.
    ///
    /// - Throws: ``X11Error``; a bad point or key name before anything moves.
    func perform(_ action: Action<ScreenSpace>) throws -> Execution {
        let before = try pointer.position
        try pointer.check(action.named)
        var execution = Execution(pointerBefore: before, pointerAfter: before)
        switch action {
        case .wait, .answer, .terminate: return execution
        case .batch(let actions):
            for action in actions {
                try Task.checkCancellation()
                if case .wait(let duration) = action { try Pause.cancellable(duration) }
                try carryOut(action, &execution)
            }
        default: try carryOut(action, &execution)
        }
        execution.pointerAfter = try pointer.position
        return execution
    }

    private func carryOut(_ action: Action<ScreenSpace>, _ execution: inout Execution) throws {
        if let pointing = action.pointing, case .press(let button) = pointing.use {
            try pointer.keepApart(button, at: try pointing.start ?? pointer.position)
        }
        switch action {
        case .key(let keys): _ = try keyboard.strike(chord: keys)
        case .type(let text): execution.typing = try type(text)
        case .keyDown(let keys): try keyboard.press(keys)
        case .keyUp(let keys): try keyboard.release(keys)
        case .holdKey(let keys, let duration): try keyboard.hold(keys, for: duration)
        case .mouseMove(let point, let modifiers):
            try keyboard.holding(modifiers) { try pointer.move(to: point) }
        case .click(let button, let count, let point, let modifiers):
            try keyboard.holding(modifiers) {
                try move(to: point)
                try pointer.click(button, count: count)
            }
        case .drag(let button, let path, let modifiers, let duration):
            try keyboard.holding(modifiers) {
                try move(to: path.start)
                try pointer.drag(button, along: path.waypoints + [path.end], for: duration)
            }
        case .mouseDown(let button, let point, let modifiers):
            try keyboard.holding(modifiers) {
                try move(to: point)
                try pointer.press(button)
            }
        case .mouseUp(let button, let point, let modifiers):
            try keyboard.holding(modifiers) {
                try move(to: point)
                try pointer.release(button)
            }
        case .scroll(let amount, let point, let modifiers):
            try keyboard.holding(modifiers) {
                try move(to: point)
                execution.notches = (execution.notches ?? 0) + (try pointer.scroll(amount))
            }
        case .wait, .answer, .terminate, .batch: break
        }
    }

    /// The keys that ``perform(_:)`` would press now; for a pointer action, its modifiers and those that are held.
    ///
    /// - Throws: ``X11Error`` as it does.
    func keystrokes(of action: Action<ScreenSpace>) throws(X11Error) -> Keystrokes {
        switch action.effect {
        case .keys(.strike(let keys)): return try keyboard.keystrokes(chord: keys)
        case .keys(.text(let text)):
            guard case .keyboard = typing else { return try pasteKeystrokes() }
            var keystrokes = try keyboard.keystrokes(text: secrets.resolve(text))
            keystrokes.isSecret = SecretStore.isReferred(in: text)
            return keystrokes
        case .keys(.press(let keys)): return try keyboard.keystrokes(pressing: keys, releasing: false)
        case .keys(.hold(let keys)): return try keyboard.keystrokes(pressing: keys, releasing: true)
        case .keys(.release(let keys)): return try keyboard.keystrokes(releasing: keys)
        case .pointer(let pointing):
            guard !pointing.modifiers.isEmpty else { return try keyboard.heldKeystrokes() }
            return try keyboard.keystrokes(chord: pointing.modifiers)
        // The members of a batch are judged one by one.
        case .episode, .batch: return Keystrokes()
        }
    }

    /// Releases the keys and buttons that earlier actions left down.
    ///
    /// - Returns: what they were.
    func releaseHeld() throws -> HeldInput {
        let keys = try keyboard.releaseHeld()
        return HeldInput(keys: keys, buttons: try pointer.releaseHeld())
    }

    private func pasteKeystrokes() throws(X11Error) -> Keystrokes {
        guard case .clipboard(let chord) = typing else { return Keystrokes() }
        return try keyboard.keystrokes(chord: chord)
    }

    /// The clipboard's text that was given back after a paste.
    var heldSelection: HeldSelection? { clipboard.held }

    private func move(to point: Point<ScreenSpace>?) throws {
        guard let point else { return }
        try pointer.move(to: point)
    }

    private func type(_ text: String) throws -> TypingReport {
        // What is secret is not looked at again either.
        guard !SecretStore.isReferred(in: text) else {
            guard typing == .keyboard else { throw X11Error.secretInClipboard }
            return try keyboard.type(secrets.resolve(text))
        }
        let reading = text.isEmpty ? nil : readBack.begin()
        var report =
            switch typing {
            case .keyboard: try keyboard.type(text)
            case .clipboard(let chord): try clipboard.paste(text, with: chord)
            }
        let arrival = reading.flatMap { readBack.finish($0, typed: text, hasRead: keyboard.isRead) }
        report.verified = arrival?.verified
        report.firstDifference = arrival?.firstDifference
        if let arrival, let position = arrival.firstDifference, arrival.isGarbled, !report.pasted {
            throw X11Error.garbled(verified: arrival.verified, typed: report.typed, position: position)
        }
        return report
    }
}

/// How text gets into a window.
package enum TypingMethod: Hashable, Sendable {
    /// As keys; the clipboard is not touched.
    case keyboard
    /// Through the clipboard, which is restored afterwards, with the chord that makes the program paste.
    case clipboard(chord: [Key])
}

extension Action {
    /// Every point that the pointer is sent to.
    fileprivate var named: [Point<Space>] { members.flatMap { $0.pointing?.named ?? [] } }
}
