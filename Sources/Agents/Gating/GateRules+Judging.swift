import Images
import Interaction

extension GateRules {
    /// The rule that refuses an action, in words; `nil` when none does.
    ///
    /// - Parameter typed: what was typed directly before, which denied text may begin in.
    func refusal(of planned: PlannedAction, on screen: ScreenState, typed: TypedText) -> String? {
        let action = planned.action
        if let actions, !actions.contains(where: { $0.kind.expresses(action) }) {
            return "actions: '\(action.name.rawValue)' is not among them"
        }
        switch action.effect {
        case .keys(.text(let text)):
            return refusal(ofText: text, after: typed) ?? refusal(ofKeys: planned) ?? refusalOfActiveWindow(screen)
        case .keys(.release): return refusalOfActiveWindow(screen)
        case .keys:
            return refusal(ofKeys: planned) ?? refusal(ofCharacters: planned, after: typed)
                ?? refusalOfActiveWindow(screen)
        case .pointer(let pointing):
            let ofModifiers = pointing.modifiers.isEmpty ? nil : refusal(ofKeys: planned)
            return ofModifiers ?? refusal(ofPoints: planned.points(on: screen), on: screen)
        case .batch: return "a batch is judged by its members"
        case .episode: return nil
        }
    }

    private func refusal(ofPoints points: [Point<ScreenSpace>], on screen: ScreenState) -> String? {
        for point in points {
            let place = "(\(point.pixel.x), \(point.pixel.y))"
            if let regions, !regions.contains(where: { $0.contains(point) }) {
                return "regions: \(place) lies in none of them"
            }
            guard let windows else { continue }
            guard let window = screen.window(at: point) else { return "windows: there is no window at \(place)" }
            guard allows(window, of: screen, by: windows) else {
                return "windows: '\(window.title)' at \(place) is not among them"
            }
        }
        return nil
    }

    /// A menu belongs to the program that opened it, and has no title to judge it by.
    private func allows(_ window: WindowInfo, of screen: ScreenState, by windows: [WindowRule]) -> Bool {
        if windows.contains(where: { $0.fits(window) }) { return true }
        guard window.isPopup, let process = window.process else { return false }
        return screen.windows.contains { owner in
            owner.process == process && !owner.isPopup && windows.contains { $0.fits(owner) }
        }
    }

    private func refusalOfActiveWindow(_ screen: ScreenState) -> String? {
        guard let windows else { return nil }
        guard let window = screen.activeWindow else { return "windows: no window is active" }
        return allows(window, of: screen, by: windows)
            ? nil : "windows: the active window '\(window.title)' is not among them"
    }

    private func refusal(ofKeys planned: PlannedAction) -> String? {
        guard !deniedChords.isEmpty || allowedChords != nil else { return nil }
        guard let keystrokes = planned.keystrokes else {
            return "chords: what would be pressed could not be determined"
        }
        if let denied = keystrokes.first({ down in deniedChords.first { $0.isHeld(in: down) } }) {
            return "chords.deny: '\(denied.source)'" + (planned.pressesText ? ", which the text presses" : "")
        }
        guard let allowedChords else { return nil }
        let refused: [Keystrokes.PressedKey]?
        if planned.pressesText {
            // Characters are the business of the rules for text.
            refused = keystrokes.first { down in
                guard let key = down.last, !key.isModifier, Keysym.character(of: key.keysym) == nil else { return nil }
                return allowedChords.contains { $0.isExactly(down) } ? nil : down
            }
        } else {
            var whole: [Keystrokes.PressedKey] = []
            _ = keystrokes.first { down -> Bool? in
                whole = down
                return nil
            }
            refused = allowedChords.contains { $0.isExactly(whole) } ? nil : whole
        }
        return refused.map {
            "chords.allow: '\(keystrokes.isSecret ? "a key" : Keystrokes.words(for: $0))' is not among them"
        }
    }

    /// Characters that are struck as keys are text too.
    private func refusal(ofCharacters planned: PlannedAction, after typed: TypedText) -> String? {
        let text = planned.struckText
        return text.isEmpty ? nil : refusal(ofText: text, after: typed)
    }

    private func refusal(ofText text: String, after typed: TypedText) -> String? {
        // What cannot be determined counts as found among the denied and as not found among the allowed.
        let denied = deniedTexts.first { pattern in
            pattern.isFound(in: text) != false
                || (!typed.text.isEmpty && pattern.isFound(in: typed.text + text) != false)
        }
        if let denied { return "text.deny: '\(denied.source)' is found in the text" }
        guard let allowedTexts else { return nil }
        return allowedTexts.contains { $0.isFound(in: text) == true } ? nil : "text.allow: no pattern fits the text"
    }
}

extension PlannedAction {
    /// Whether text makes the keys, and not a chord.
    fileprivate var pressesText: Bool {
        if case .type = action { true } else { false }
    }
}
