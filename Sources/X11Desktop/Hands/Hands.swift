import CX11
import Images
import Interaction

/// Pointer and keyboard of one display, on a connection that nobody else reads.
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

    /// Carries an action out.
    ///
    /// - Throws: ``X11Error``; a bad point or key name before anything moves.
    func perform(_ action: Action<ScreenSpace>) throws -> Execution {
        let before = try pointer.position
        try pointer.check(action.points)
        var execution = Execution(pointerBefore: before, pointerAfter: before)
        if let button = action.pressedButton { try pointer.keepApart(button, at: action.start ?? before) }
        switch action {
        case .key(let keys): _ = try keyboard.strike(chord: keys)
        case .type(let text): execution.typing = try type(text)
        case .wait, .answer, .terminate: return execution
        case .mouseMove, .click, .leftClickDrag, .leftMouseDown, .leftMouseUp, .scroll:
            try keyboard.holding(action.modifiers) { execution.notches = try point(action) }
        }
        execution.pointerAfter = try pointer.position
        return execution
    }

    /// Carries out an action of the pointer.
    ///
    /// - Returns: how many notches the wheel was turned, if it was.
    private func point(_ action: Action<ScreenSpace>) throws -> Int? {
        switch action {
        case .mouseMove(let point): try pointer.move(to: point)
        case .click(let click, let point, _):
            try move(to: point)
            try pointer.click(click)
        case .leftClickDrag(to: let end, let path, _): try pointer.drag(along: path + [end])
        case .leftMouseDown(let point):
            try move(to: point)
            try pointer.press(.left)
        case .leftMouseUp(let point):
            try move(to: point)
            try pointer.release(.left)
        case .scroll(let axis, let pixels, let point, _):
            try move(to: point)
            return try pointer.scroll(axis, pixels: pixels)
        case .key, .type, .wait, .answer, .terminate: break
        }
        return nil
    }

    /// The keys that ``perform(_:)`` would press now; for a pointer action, its modifiers and those that are held.
    ///
    /// - Throws: ``X11Error`` as it does.
    func keystrokes(of action: Action<ScreenSpace>) throws(X11Error) -> Keystrokes {
        switch action {
        case .key(let keys): return try keyboard.keystrokes(chord: keys)
        case .type(let text):
            guard case .keyboard = typing else { return try pasteKeystrokes() }
            var keystrokes = try keyboard.keystrokes(text: secrets.resolve(text))
            keystrokes.isSecret = SecretStore.isReferred(in: text)
            return keystrokes
        case .mouseMove, .click, .leftClickDrag, .leftMouseDown, .leftMouseUp, .scroll:
            guard !action.modifiers.isEmpty else { return try keyboard.heldKeystrokes() }
            return try keyboard.keystrokes(chord: action.modifiers)
        case .wait, .answer, .terminate: return Keystrokes()
        }
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
    /// Every point that the pointer goes to.
    fileprivate var points: [Point<Space>] {
        guard case .leftClickDrag(to: let end, let path, _) = self else { return point.map { [$0] } ?? [] }
        return path + [end]
    }

    /// Where its first press happens; `nil` when that is where the pointer is.
    fileprivate var start: Point<Space>? {
        if case .leftClickDrag = self { nil } else { point }
    }

    /// The button that it presses, wheels not counted.
    fileprivate var pressedButton: Pointer.Button? {
        switch self {
        case .click(let click, _, _): click.button
        case .leftClickDrag, .leftMouseDown: .left
        case .key, .type, .mouseMove, .leftMouseUp, .scroll, .wait, .answer, .terminate: nil
        }
    }
}
