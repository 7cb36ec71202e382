import Interaction

/// The text that was typed last in a row, so that denied text is found also when it comes in pieces.
struct TypedText: Sendable {
    private(set) var text = ""
    private static let limit = 400

    /// Takes in an action that was allowed. A click or a Return ends the row, Backspace takes a character back.
    mutating func follow(_ planned: PlannedAction) {
        switch planned.action.effect {
        case .keys(.text(let more)): append(more)
        case .keys:
            guard let keystrokes = planned.keystrokes else { return }
            append(planned.struckText)
            if keystrokes.presses(0xff08) { _ = text.popLast() }
            if keystrokes.presses(Keysym.returnKey) { text = "" }
        case .pointer(let pointing):
            switch pointing.use {
            case .press, .release: text = ""
            case .move, .wheel: break
            }
        case .episode, .batch: break
        }
    }

    private mutating func append(_ more: String) {
        text = String((text + more).suffix(Self.limit))
        if let end = text.lastIndex(where: \.isNewline) { text = String(text[text.index(after: end)...]) }
    }
}

extension PlannedAction {
    /// So often a held key may repeat before anybody looks.
    private static let repeats = 60

    /// The characters that its keys make. A key that stays down repeats, so it counts many times.
    var struckText: String {
        guard let text = keystrokes?.typedText else { return "" }
        switch action.keying {
        case .press, .hold: return text + (text.last.map { String(repeating: $0, count: Self.repeats) } ?? "")
        case .strike, .text, .release, nil: return text
        }
    }
}

extension Keystrokes {
    /// The characters that chords make: those struck without ctrl, alt or super.
    var typedText: String {
        var text = ""
        _ = first { down -> Bool? in
            guard let key = down.last, !key.isModifier, let character = Keysym.character(of: key.keysym),
                !down.contains(where: \.isCommand)
            else { return nil }
            text.unicodeScalars.append(character)
            return nil
        }
        return text
    }

    /// Whether a key is struck that programs take for `keysym`.
    func presses(_ keysym: UInt32) -> Bool {
        first { down in down.last.flatMap { Keysym.mainKey(of: $0.keysym) == keysym ? true : nil } } ?? false
    }
}

extension Keystrokes.PressedKey {
    /// Whether it is a modifier that makes a command of a character.
    fileprivate var isCommand: Bool {
        isModifier
            && ([keysym] + likenesses).contains {
                [Keysym.control, Keysym.alt, Keysym.superKey].contains(Keysym.withoutSide($0))
            }
    }
}
