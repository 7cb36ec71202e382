import Images
import Interaction

extension X11Error: CustomStringConvertible {
    package var description: String {
        switch self {
        case .noServer(display: ""):
            "no display is given and $DISPLAY is not set; give one with --display, or let a run use a virtual one"
        case .noServer(let display):
            "no X server can be reached at display '\(display)'; start one, or give another with --display"
        case .notLetIn(let display):
            "the X server at display '\(display)' refused the connection: authorization failed; set XAUTHORITY to its user's authority file, often ~/.Xauthority"
        case .displayLost(let display):
            "the connection to the X server at display '\(display)' was lost"
        case .missingExtension(let name, let display):
            "the X server at display '\(display)' has no \(name) extension; start it with that extension enabled"
        case .refused(let request, let reason):
            "the X server refused \(request): \(reason)"
        case .unsupportedVisual(let depth):
            "the screen has an unsupported visual of depth \(depth); start the X server with a depth of 16, 24 or 30"
        case .outsideScreen(let area, let screen):
            "\(area) is outside the screen, which has \(screen) pixels; give an area within it"
        case .noMonitor(let name, let known):
            "no monitor is called '\(name)'; there are: \(known.isEmpty ? "none" : known.joined(separator: ", "))"
        case .windowGone(let id):
            "there is no window \(id); it may have been closed"
        case .notVisible(let id):
            "the window \(id) is minimised or hidden; activate it first"
        case .noSuchWindow(let wanted, let titles):
            "no window matches '\(wanted)'; there "
                + (titles.isEmpty ? "are no windows" : "are: \(titles.joined(separator: ", "))")
        case .severalWindows(let wanted, let matches):
            "'\(wanted)' matches \(matches.count) windows: \(matches.joined(separator: ", ")); give its full title or its id"
        case .screenUnusable(let condition):
            condition.description
        case .windowNotActivated(let title):
            "the window manager did not activate the window '\(title)' within 2 s; another window may be holding the focus"
        case .windowNotClosable(let title):
            "the window '\(title)' cannot be asked to close: it does not support WM_DELETE_WINDOW, and there is no window manager"
        case .pointOutsideScreen(let point, let screen):
            "point (\(point.x), \(point.y)) is outside the screen of \(screen); expected x from 0 to below \(screen.width), y from 0 to below \(screen.height)"
        case .pointerHeldBack(let asked, let actual):
            "the pointer was sent to (\(asked.x), \(asked.y)) but stays at (\(actual.x), \(actual.y)); a program confines it, so nothing was pressed; close that program or its menu first"
        case .buttonOff(let button):
            "no button of the pointer is mapped to button \(button), so it cannot be pressed; see xmodmap -pp and xinput get-button-map, and set the map with xinput set-button-map"
        case .dragNotFollowed(let time):
            "a program at an end of the drag did not respond within \(time / .seconds(1)) s, so the button was released; check whether it hangs"
        case .scrollTooFar(let notches, let maximum):
            "scrolling by \(notches) notches exceeds the maximum of \(maximum) for one action; use smaller steps"
        case .unknownKey(let name):
            "no key is called '\(name)'; use an X keysym name such as Return, F5 or eacute, an alias such as ctrl, or a single character"
        case .emptyChord:
            "the chord is empty; give at least one key"
        case .keyNotInLayout(let name):
            "the keyboard layout has no key '\(name)', so it cannot be held down; press it as a chord or change the layout"
        case .untypable(let scalar, let position):
            "character \(position) of the text is the control character U+\(String(scalar, radix: 16, uppercase: true)), which no key types; of control characters only newline and tab can be typed"
        case .noSpareKeycode(let missing):
            "\(missing) different characters are not in the keyboard layout and the keyboard map has no unused keycode for them; free one with xmodmap, change the layout, or paste the text"
        case .nothingFocused:
            "no window has the keyboard focus, so nothing was typed; click into one first"
        case .typingInterrupted(let interruption, let sent, let total):
            "typing stopped after \(sent) of \(total) characters because \(interruption.description)"
        case .targetStuck(let sent, let total):
            "the focused program did not read its keys before the timeout, after \(sent) of \(total) characters; check whether it hangs"
        case .garbled(let verified, let typed, let position):
            "typed \(typed) characters, but the field holds only \(verified) of them unchanged: from character \(position) on some were replaced by others of the text; clear the field and type less at a time, or paste the text"
        case .mapNotRestored:
            "the keyboard map could not be restored because another program keeps changing it; run setxkbmap with your layout"
        case .secretNotDeclared(let name):
            "the text refers to the secret '\(name)', which was not declared; declare its name before the run"
        case .secretNotSet(let name):
            "the secret '\(name)' is declared but the environment variable of that name is not set; set it"
        case .malformedSecret:
            "the text holds '{{env:' without a name of letters, digits and underscores and '}}' after it; write {{env:NAME}}"
        case .secretInClipboard:
            "the text holds a secret, which may not go through the clipboard; type it with the keyboard"
        case .clipboardNotKept(let selection, let reason):
            "the contents of \(selection) could not be restored after a paste: \(reason); nothing was pasted; type the text instead, or copy something small first"
        case .pasteNotTaken(let chord):
            "the focused program did not request the clipboard after \(chord); type the text instead, or give the chord that it pastes with"
        }
    }
}
