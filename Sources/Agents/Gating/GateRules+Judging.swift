import Images
import Interaction

extension GateRules {
    /// The rule that refuses `action`, in words; `nil` when none does.
    func refusal(of action: Action<ScreenSpace>, on screen: ScreenState) -> String? {
        if let actions, !actions.contains(action.name) { return "actions: '\(action.name.rawValue)' is not among them" }
        switch action {
        case .key(let keys): return refusal(ofChord: keys) ?? refusalOfActiveWindow(screen)
        case .type(let text):
            return refusal(ofText: text) ?? refusal(ofKeysIn: text) ?? refusalOfActiveWindow(screen)
        case .mouseMove, .click, .leftClickDrag, .leftMouseDown, .leftMouseUp, .scroll:
            return refusal(ofPoints: points(of: action, pointer: screen.pointer), on: screen)
        case .wait, .answer, .terminate: return nil
        }
    }

    /// Every point that the pointer touches with the action: a drag begins where the pointer is.
    private func points(of action: Action<ScreenSpace>, pointer: Point<ScreenSpace>) -> [Point<ScreenSpace>] {
        if case .leftClickDrag(let end, let path, _) = action { return [pointer] + path + [end] }
        return [action.point ?? pointer]
    }

    private func refusal(ofPoints points: [Point<ScreenSpace>], on screen: ScreenState) -> String? {
        for point in points {
            let place = "(\(point.pixel.x), \(point.pixel.y))"
            if let regions, !regions.contains(where: { $0.contains(point) }) {
                return "regions: \(place) lies in none of them"
            }
            guard let windows else { continue }
            guard let window = screen.windows.first(where: { !$0.isMinimised && $0.frame.contains(point) }) else {
                return "windows: there is no window at \(place)"
            }
            guard allows(window, of: screen, by: windows) else {
                return "windows: '\(window.title)' at \(place) is not among them"
            }
        }
        return nil
    }

    /// A menu belongs to the program that opened it, and has no title of its own to judge it by.
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

    private func refusal(ofChord keys: [Key]) -> String? {
        let chord = keys.map(\.name).joined(separator: "+")
        let pressed = Set(keys.map(\.withoutSide))
        if deniedChords.contains(where: { Set($0.map(\.withoutSide)) == pressed }) { return "chords.deny: '\(chord)'" }
        guard let allowedChords else { return nil }
        return allowedChords.contains { Set($0.map(\.withoutSide)) == pressed }
            ? nil : "chords.allow: '\(chord)' is not among them"
    }

    /// A line end and a tab in typed text press keys, which the rules for chords may refuse.
    private func refusal(ofKeysIn text: String) -> String? {
        for (character, key) in [("\n" as Unicode.Scalar, "Return"), ("\t", "Tab")]
        where text.unicodeScalars.contains(character) {
            if let rule = refusal(ofChord: [Key(key)]) { return "\(rule), which the text presses" }
        }
        return nil
    }

    private func refusal(ofText text: String) -> String? {
        // What cannot be determined counts as found among the denied and as not found among the allowed.
        if let pattern = deniedTexts.first(where: { $0.isFound(in: text) != false }) {
            return "text.deny: '\(pattern.source)' is found in the text"
        }
        guard let allowedTexts else { return nil }
        return allowedTexts.contains { $0.isFound(in: text) == true } ? nil : "text.allow: no pattern fits the text"
    }
}

extension Key {
    /// The same key with its right twin taken for the left one, and letters in lower case, so that a rule holds for all.
    fileprivate var withoutSide: Key {
        if name.hasSuffix("_R") { return Key(String(name.dropLast()) + "L") }
        return name.count == 1 ? Key(name.lowercased()) : self
    }
}
