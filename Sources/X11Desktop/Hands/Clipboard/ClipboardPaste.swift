import CX11
import Interaction

/// Text through the clipboard: owns it, has the program paste, and gives back what was there before.
final class ClipboardPaste {
    private let connection: X11Connection
    private let keyboard: Keyboard
    /// Serves the text of the latest paste, and then what was there before, as long as this lives and no other client copies.
    private var owner: SelectionOwner?

    private static let patience: Duration = .seconds(3)
    /// For all that the clipboard holds: a program may have to encode a picture in several formats.
    private static let handover: Duration = .seconds(10)

    init(_ connection: X11Connection, _ keyboard: Keyboard) {
        self.connection = connection
        self.keyboard = keyboard
    }

    /// What was given back and is served here.
    var held: HeldSelection? {
        guard let owner, let contents = owner.contents else { return nil }
        return HeldSelection(selection: owner.selection, contents: contents)
    }

    /// Pastes `text` into the window that has the focus.
    ///
    /// What the clipboard held is given back in every form in which it could be had, as text and as a picture. In X a
    /// clipboard belongs to a program that lives, so it lasts as long as this object, or until another client copies.
    /// Chords with Insert paste the selection called PRIMARY, as xterm does; others the one called CLIPBOARD.
    ///
    /// - Throws: ``X11Error/pasteNotTaken(chord:)``, ``X11Error/nothingFocused``, and
    ///   ``X11Error/clipboardNotKept(selection:reason:)`` before anything is touched.
    func paste(_ text: String, with chord: [Key]) throws -> TypingReport {
        let typed = try TypedSymbols(text).keysyms.count
        let target = try TypingTarget(connection)
        // The program may not have got to the copying that it was told just now.
        try keyboard.waitUntilRead(by: target)
        let selection = chord.contains(Key("Insert")) ? "PRIMARY" : "CLIPBOARD"
        let previous: SelectionContents?
        if let owner, owner.selection == selection, let held = owner.contents {
            previous = held
        } else {
            previous = try SelectionReader.contents(of: selection, on: connection, within: Self.handover)
        }
        owner = nil
        let owner = try SelectionOwner(selection, at: connection.address, holding: SelectionContents(text: text))
        self.owner = owner
        let outcome = Result {
            _ = try keyboard.strike(chord: chord)
            guard owner.waitUntilFetched(by: target.topLevel, within: Self.patience) else {
                throw X11Error.pasteNotTaken(chord: chord.map(\.name).joined(separator: "+"))
            }
        }
        if let previous {
            owner.hold(previous)
        } else {
            try giveUp(owner)
        }
        try outcome.get()
        return TypingReport(typed: typed, verified: nil, mapChanges: 0, pasted: true)
    }

    /// Leaves the clipboard without an owner, as it was, and at once, so that no client asks an owner that no longer answers.
    private func giveUp(_ owner: SelectionOwner) throws(X11Error) {
        if owner.contents != nil {
            XSetSelectionOwner(connection.display, connection.atom(owner.selection), 0, Time(CurrentTime))
            try connection.sync("the clipboard's release")
        }
        self.owner = nil
    }
}
