import Foundation
import Images
import Interaction

/// What a gate does about acts that cannot be undone: sending, deleting, paying, overwriting, discarding, running commands.
///
/// Such an act is told by the words of what is pressed and by the keys. What cannot be told counts as irreversible: a click on
/// a picture without words, a click where nothing could be read, a Return where no window is active. A click on a plain area,
/// such as an empty field, moving the pointer and scrolling do not. A drag counts by the words at its ends only.
struct IrreversibleRule: Sendable {
    enum Verdict: String, CaseIterable, Sendable { case ask, deny, allow }

    var verdict: Verdict
    var words = IrreversibleWords()
    var chords: [KeyChord]

    init(_ verdict: Verdict, words: [String] = [], chords: [KeyChord] = []) {
        self.verdict = verdict
        self.words.own = words
        self.chords = chords + Self.defaultChords
    }

    static let defaultChords = [
        "Delete", "ctrl+Return", "alt+F4", "ctrl+q", "ctrl+w", "ctrl+d", "ctrl+alt+BackSpace", "super+q",
    ].compactMap { KeyChord($0, denied: true) }
    /// What ends a line for a program in a terminal.
    private static let terminalChords = ["Return", "ctrl+m", "ctrl+j", "ctrl+o", "ctrl+c", "ctrl+z"]
        .compactMap { KeyChord($0, denied: true) }
    /// What presses the default button of a dialog.
    private static let pressingChords = ["Return", "space"].compactMap { KeyChord($0, denied: true) }

    /// Why an action is, or may be, irreversible; `nil` when it is not.
    func finding(
        _ planned: PlannedAction, on screen: ScreenState, naming: (any ElementNaming)?
    ) async -> Finding? {
        switch planned.action.effect {
        case .keys(.release): return nil
        case .keys: return await finding(inKeysOf: planned, on: screen, naming)
        case .pointer(let pointing): return await finding(of: pointing, planned, on: screen, naming)
        case .episode: return nil
        case .batch: return Finding(reason: "a batch is judged by its members", element: nil)
        }
    }

    private func finding(
        of pointing: ActionEffect<ScreenSpace>.Pointing, _ planned: PlannedAction, on screen: ScreenState,
        _ naming: (any ElementNaming)?
    ) async -> Finding? {
        switch pointing.use {
        case .press where !pointing.path.isEmpty: return await finding(ofDrag: planned, on: screen, naming)
        case .press(.middle), .release(.middle):
            let window = screen.window(at: pointing.start ?? screen.pointer)
            if window?.isTerminal == true { return Finding(reason: "it pastes into a terminal", element: nil) }
            return await finding(ofPress: planned, on: screen, naming)
        case .press(.left), .release(.left): return await finding(ofPress: planned, on: screen, naming)
        // A menu opens, or a page that was shown before.
        case .press(.right), .release(.right), .press(.back), .release(.back), .press(.forward), .release(.forward):
            return nil
        case .move, .wheel: return nil
        }
    }

    /// What speaks for an act being irreversible.
    struct Finding: Sendable {
        let reason: String
        /// The words of what is pressed, where there are any.
        let element: String?
    }

    private func finding(
        ofPress planned: PlannedAction, on screen: ScreenState, _ naming: (any ElementNaming)?
    ) async -> Finding? {
        guard let point = planned.points(on: screen).last else { return nil }
        let found: String?
        do {
            found = try await name(planned, at: point, on: screen, naming)
        } catch { return Finding(reason: "what lies there could not be read", element: nil) }
        guard let name = found else {
            return screen.isPlain(around: point)
                ? nil : Finding(reason: "a picture without words lies there", element: nil)
        }
        if let word = words.word(in: name) { return Finding(reason: "'\(name)' means '\(word)'", element: name) }
        guard IrreversibleWords.isAssent(name), let box = screen.window(at: point)?.content else { return nil }
        return await question(in: box, on: screen, naming).map {
            Finding(reason: "'\(name)' answers a window that says \($0)", element: name)
        }
    }

    private func finding(
        ofDrag planned: PlannedAction, on screen: ScreenState, _ naming: (any ElementNaming)?
    ) async -> Finding? {
        let points = planned.points(on: screen)
        for point in [points.first, points.last].compactMap({ $0 }) {
            guard let naming, let name = try? await naming.name(at: point, on: screen) else { continue }
            if let word = words.word(in: name) { return Finding(reason: "'\(name)' means '\(word)'", element: name) }
        }
        return nil
    }

    /// From the target that was found, else by looking what is there.
    private func name(
        _ planned: PlannedAction, at point: Point<ScreenSpace>, on screen: ScreenState, _ naming: (any ElementNaming)?
    ) async throws -> String? {
        if let name = planned.groundedName { return name }
        guard let naming else { throw NothingReads() }
        return try await naming.name(at: point, on: screen)
    }

    private struct NothingReads: Error {}

    private func finding(
        inKeysOf planned: PlannedAction, on screen: ScreenState, _ naming: (any ElementNaming)?
    ) async -> Finding? {
        guard let keystrokes = planned.keystrokes else {
            return Finding(reason: "what would be pressed could not be determined", element: nil)
        }
        if let chord = keystrokes.first({ down in chords.first { $0.isHeld(in: down) } }) {
            return Finding(reason: "it presses \(chord.source)", element: nil)
        }
        guard let window = screen.activeWindow else {
            return keystrokes.presses(Keysym.returnKey)
                ? Finding(reason: "it presses Return and no window is active", element: nil) : nil
        }
        if window.isTerminal,
            let chord = keystrokes.first({ down in Self.terminalChords.first { $0.isHeld(in: down) } })
        {
            return Finding(reason: "it presses \(chord.source) in a terminal", element: nil)
        }
        // Typed spaces are text; one that is struck by itself may press a button.
        let isChord = if case .text? = planned.action.keying { false } else { true }
        guard keystrokes.presses(Keysym.returnKey) || (isChord && keystrokes.presses(0x20)) else { return nil }
        return await question(in: window.content, on: screen, naming).map {
            Finding(reason: "it may press a button of a window that says \($0)", element: nil)
        }
    }

    /// The words in a window that speak of an irreversible act; also that they could not be read.
    private func question(
        in box: Box<ScreenSpace>, on screen: ScreenState, _ naming: (any ElementNaming)?
    ) async -> String? {
        guard let naming, let names = try? await naming.names(in: box, on: screen) else { return "what cannot be read" }
        return names.lazy.compactMap { words.word(in: $0) }.first.map { "'\($0)'" }
    }
}

extension ScreenState {
    /// Whether the screen has one colour around a point, a caret aside.
    fileprivate func isPlain(around point: Point<ScreenSpace>) -> Bool {
        let capture = screenshot.capture
        let (x, y) = (point.pixel.x - Int(capture.x), point.pixel.y - Int(capture.y))
        var counts: [Colour: Int] = [:]
        var all = 0
        for row in max(0, y - 12)..<max(0, min(screenshot.image.height, y + 12)) {
            for column in max(0, x - 12)..<max(0, min(screenshot.image.width, x + 12)) {
                counts[screenshot.image[column, row], default: 0] += 1
                all += 1
            }
        }
        return (counts.values.max() ?? 0) * 100 >= all * 96 && all > 0
    }
}
