package import Images
package import Interaction

/// What can go wrong between us and an X server, or the programs on it.
///
/// No case ever holds text that was to be typed: it may be a secret.
package enum X11Error: Error, Hashable, Sendable {
    /// Nothing answers at this display, or, on another machine, it may not let us in.
    case noServer(display: String)
    /// A server answers at this display and does not let us in.
    case notLetIn(display: String)
    /// The connection to the server was lost.
    case displayLost(display: String)
    /// The server lacks an extension that we cannot do without.
    case missingExtension(name: String, display: String)
    /// The server refused a request.
    case refused(request: String, reason: String)
    /// The screen's pixels are of a kind that we cannot turn into a picture.
    case unsupportedVisual(depth: Int)
    /// Nothing of the area that was asked for lies on the screen.
    case outsideScreen(area: String, screen: Size<ScreenSpace>)
    /// No monitor has this name.
    case noMonitor(name: String, known: [String])
    /// No window has this id, or it was closed.
    case windowGone(WindowID)
    /// The window exists but is minimised or hidden, so that nothing of it can be seen.
    case notVisible(WindowID)
    /// No window fits this description; the titles of those there are.
    case noSuchWindow(String, titles: [String])
    /// More than one window fits this description.
    case severalWindows(String, matches: [String])
    /// The window manager did not give this window the focus.
    case windowNotActivated(String)
    /// There is no window manager, and the window does not support WM_DELETE_WINDOW.
    case windowNotClosable(String)
    /// The screen is locked or blank.
    case screenUnusable(ScreenCondition)

    // Between an action and the keys and buttons that carry it out.

    /// The point is not on the screen; nothing was moved.
    case pointOutsideScreen(Point<ScreenSpace>, screen: Size<ScreenSpace>)
    /// A program holds the pointer back from where the action points; nothing was pressed.
    case pointerHeldBack(from: Point<ScreenSpace>, at: Point<ScreenSpace>)
    /// The pointer's button map has no button that programs see as this one; nothing was pressed.
    case buttonOff(UInt8)
    /// A program at an end of the drag did not get to it in time; the button was released.
    case dragNotFollowed(Duration)
    /// More notches than anybody turns in one go; nothing was turned.
    case scrollTooFar(notches: Int, maximum: Int)
    /// No keysym has this name; nothing was pressed.
    case unknownKey(name: String)
    /// A chord of no keys.
    case emptyChord
    /// The keyboard's layout has no such key, so it cannot be held down.
    case keyNotInLayout(name: String)
    /// The text holds a control character other than newline and tab; nothing was typed.
    case untypable(scalar: UInt32, position: Int)
    /// Characters that the layout lacks need a keycode that no key uses, and there is none; nothing was typed.
    case noSpareKeycode(missing: Int)
    /// No window takes keys; nothing was typed.
    case nothingFocused
    /// Something changed while text was being typed.
    case typingInterrupted(TypingInterruption, sent: Int, of: Int)
    /// Characters arrived as others of the same text: the program read its keys in a map that was not theirs.
    case garbled(verified: Int, typed: Int, position: Int)
    /// The program that takes the keys did not get to the end of them in time.
    case targetStuck(sent: Int, of: Int)
    /// Something else kept changing the keyboard map.
    case mapNotRestored
    /// `{{env:NAME}}` names a secret that was not declared, or is not set; nothing was typed.
    case secretNotDeclared(name: String)
    case secretNotSet(name: String)
    case malformedSecret
    /// Secrets never go through the clipboard, where other programs can read them.
    case secretInClipboard
    /// What the clipboard holds could not be taken over to be given back; nothing was pasted.
    case clipboardNotKept(selection: String, reason: String)
    /// Another program took the clipboard, or the target never asked for it.
    case pasteNotTaken(chord: String)
}
