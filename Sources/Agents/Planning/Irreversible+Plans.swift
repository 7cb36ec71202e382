import Images
import Interaction

extension IrreversibleRule {
    /// Why a step cannot be undone whatever the screen shows; `nil` where that depends on the screen, or it can.
    static func plainReason(_ step: ScriptStep) -> String? {
        switch step {
        case .actOn(let target, let action):
            guard action.pressesLeft, let word = IrreversibleWords().word(in: target.text) else { return nil }
            return "'\(target.text)' means '\(word)'"
        case .act(.key(let keys)), .act(.holdKey(let keys, _)), .act(.keyDown(let keys)):
            return chord(in: keys).map { "it presses \($0.source)" }
        case .act, .batch, .waitFor, .assert, .screenLike, .use: return nil
        }
    }

    /// Whether a step may turn out to be irreversible by what the screen shows: it agrees to a question, presses a picture, or
    /// presses Return or the space bar.
    static func mayApply(to step: ScriptStep) -> Bool {
        if plainReason(step) != nil { return true }
        switch step {
        case .actOn(let target, let action):
            return action.pressesLeft && (target.image != nil || IrreversibleWords.isAssent(target.text))
        case .act(.type(let text)): return text.contains(where: \.isNewline)
        case .act(.key(let keys)), .act(.holdKey(let keys, _)), .act(.keyDown(let keys)):
            return keys.contains { ["Return", "KP_Enter", "ISO_Enter", "space"].contains($0.name) }
        // Nothing says what lies at coordinates.
        case .act(let action):
            return action.pointing.map { $0.use == .press(.left) || $0.use == .release(.left) } ?? false
        case .batch, .waitFor, .assert, .screenLike, .use: return false
        }
    }

    private static func chord(in keys: [Key]) -> KeyChord? {
        let down = keys.enumerated().compactMap { index, key in
            key.keysym.map { Keystrokes.PressedKey(keycode: UInt8(min(index + 1, 255)), keysym: $0) }
        }
        return defaultChords.first { $0.isHeld(in: down) }
    }
}

extension TargetAction {
    /// Whether it presses or releases the left button.
    fileprivate var pressesLeft: Bool {
        guard let use = action(at: Point(x: 0, y: 0)).pointing?.use else { return false }
        return use == .press(.left) || use == .release(.left)
    }
}
