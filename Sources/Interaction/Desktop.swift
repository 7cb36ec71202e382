package import Images

/// A screen with a keyboard and a pointer. `X11Desktop.XDesktop` is the real one.
package protocol Desktop: Sendable {
    /// Captures the screen together with the pointer and the windows.
    ///
    /// - Parameter drawingPointer: whether the picture shows the pointer, at its true place.
    func look(at area: CaptureArea, drawingPointer: Bool) async throws -> ScreenState

    /// Remembers the screen as it is now: changes from here on count for the next ``settle(_:)``.
    func watchForChanges() async throws

    /// Moves pointer and keys. `wait`, `answer` and `terminate` are the episode's business and do nothing here.
    func perform(_ action: Action<ScreenSpace>) async throws -> Execution

    /// The keys that ``perform(_:)`` would press now, and those that are held meanwhile. Secrets in text are resolved.
    ///
    /// - Throws: when they cannot be determined, as for a key that the keyboard does not have.
    func keystrokes(of action: Action<ScreenSpace>) async throws -> Keystrokes

    /// Carries an action out if it still presses exactly `judged`.
    ///
    /// - Throws: ``KeystrokesChanged`` before anything is pressed; else as ``perform(_:)``.
    func perform(_ action: Action<ScreenSpace>, pressing judged: Keystrokes) async throws -> Execution

    /// Releases the keys and buttons that ``perform(_:)`` was told to leave down.
    ///
    /// - Returns: what they were.
    func releaseHeld() async throws -> HeldInput

    /// Waits until the screen has stopped changing since ``watchForChanges()``.
    func settle(_ expectation: SettleExpectation) async throws -> SettleReport
}

extension Desktop {
    /// Nothing is ever left down.
    package func releaseHeld() -> HeldInput { HeldInput() }
}

/// Keys and buttons that actions left down.
package struct HeldInput: Hashable, Sendable {
    /// The keys' names.
    package var keys: [String]
    /// The buttons of the mouse that are held down.
    package var buttons: [MouseButton]

    /// Creates the input that is held.
    package init(keys: [String] = [], buttons: [MouseButton] = []) {
        self.keys = keys
        self.buttons = buttons
    }

    /// Whether nothing is held.
    package var isEmpty: Bool { keys.isEmpty && buttons.isEmpty }

    /// Each by its name, the keys first.
    package var names: [String] { keys + buttons.map { "\($0.rawValue) button" } }
}

/// What a hand reports of an action that it carried out.
package struct Execution: Hashable, Codable, Sendable {
    /// Where the pointer was before the action.
    package var pointerBefore: Point<ScreenSpace>
    /// Where it is after the action.
    package var pointerAfter: Point<ScreenSpace>
    /// How many notches the wheel was turned.
    package var notches: Int?
    /// How text was typed; `nil` for an action that types none.
    package var typing: TypingReport?

    /// Creates the result of an action.
    package init(
        pointerBefore: Point<ScreenSpace>, pointerAfter: Point<ScreenSpace>, notches: Int? = nil,
        typing: TypingReport? = nil
    ) {
        self.pointerBefore = pointerBefore
        self.pointerAfter = pointerAfter
        self.notches = notches
        self.typing = typing
    }
}

/// How text was typed, and how much of it was read back.
package struct TypingReport: Hashable, Codable, Sendable {
    /// Characters sent, as Unicode scalars after newlines and tabs became keys.
    package var typed: Int
    /// Characters read back from the field, in the order in which they were typed; `nil` where nothing could be read.
    package var verified: Int?
    /// The first character, from 1, that was read back and is missing or different; `nil` when there is none.
    package var firstDifference: Int?
    /// How often the keyboard map was changed, restoring it included.
    package var mapChanges: Int
    /// Whether the text went through the clipboard instead of the keyboard.
    package var pasted: Bool

    /// Creates a report; the numbers count characters.
    package init(typed: Int, verified: Int?, firstDifference: Int? = nil, mapChanges: Int, pasted: Bool) {
        self.typed = typed
        self.verified = verified
        self.firstDifference = firstDifference
        self.mapChanges = mapChanges
        self.pasted = pasted
    }
}

/// The keys that are held, or what the keyboard's keys mean, have changed since an action was judged.
package struct KeystrokesChanged: Error, Hashable, Sendable, CustomStringConvertible {
    package let description = "other keys are held, or the keyboard's map has changed, since the action was judged"

    /// Creates the error.
    package init() {}
}

/// The desktop is gone for good: its X server ended, or the connection broke.
package struct DesktopLost: Error, Hashable, Sendable, CustomStringConvertible {
    /// What happened to the display, in words.
    package let description: String

    /// Creates the error from its words.
    package init(_ description: String) { self.description = description }
}
