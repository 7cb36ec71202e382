import Images
import Interaction

extension X11Error: CustomStringConvertible {
    package var description: String {
        switch self {
        case .noServer(display: ""):
            "no display is named and $DISPLAY is not set; name one with --display, or leave it to a run to use a virtual one"
        case .noServer(let display):
            "no X server can be reached at display '\(display)'; start one, name another with --display, or leave --display out for a virtual one"
        case .notLetIn(let display):
            "the X server at display '\(display)' does not let us in; set XAUTHORITY to the authority file that its user has, often ~/.Xauthority"
        case .displayLost(let display):
            "the X server at display '\(display)' went away"
        case .missingExtension(let name, let display):
            "the X server at display '\(display)' has no \(name) extension; start it with that extension enabled"
        case .refused(let request, let reason):
            "the X server refused \(request): \(reason)"
        case .unsupportedVisual(let depth):
            "the screen has an unusual visual of depth \(depth); start the X server with a depth of 16, 24 or 30"
        case .outsideScreen(let area, let screen):
            "nothing of \(area) lies on the screen, which has \(screen) pixels; name an area within it"
        case .noMonitor(let name, let known):
            "no monitor is called '\(name)'; there are: \(known.isEmpty ? "none" : known.joined(separator: ", "))"
        case .windowGone(let id):
            "there is no window \(id); it may have been closed"
        case .notVisible(let id):
            "the window \(id) is minimised or hidden; activate it first"
        case .noSuchWindow(let wanted, let titles):
            "no window fits '\(wanted)'; there "
                + (titles.isEmpty ? "are no windows" : "are: \(titles.joined(separator: ", "))")
        case .severalWindows(let wanted, let matches):
            "'\(wanted)' fits \(matches.count) windows: \(matches.joined(separator: ", ")); name one by its full title or its id"
        case .screenUnusable(let condition):
            condition.description
        case .windowNotActivated(let title):
            "the window manager did not activate the window '\(title)' within 2 s; another window may be holding the focus"
        case .windowNotClosable(let title):
            "the window '\(title)' cannot be asked to close: it does not support WM_DELETE_WINDOW, and there is no window manager"
        case .pointOutsideScreen(let point, let screen):
            "point (\(point.x), \(point.y)) lies outside the screen of \(screen); x must be from 0 to below \(screen.width), y from 0 to below \(screen.height)"
        case .pointerHeldBack(let asked, let actual):
            "the pointer was sent to (\(asked.x), \(asked.y)) but stays at (\(actual.x), \(actual.y)); a program confines it, so nothing was pressed; close that program or its menu first"
        case .buttonOff(let button):
            "no button of the pointer acts as button \(button), so it cannot be pressed; see xmodmap -pp and xinput get-button-map, and set the map with xinput set-button-map"
        case .dragNotFollowed(let time):
            "a program at an end of the drag did not react to it within \(time / .seconds(1)) s, so the button was released; see whether it still answers"
        case .scrollTooFar(let notches, let most):
            "scrolling by \(notches) notches is more than the \(most) that one action may turn; use smaller steps"
        case .unknownKey(let name):
            "no key is called '\(name)'; use an X keysym name such as Return, F5 or eacute, an alias such as ctrl, or a single character"
        case .emptyChord:
            "a chord of no keys was asked for; name at least one key"
        case .keyNotInLayout(let name):
            "the keyboard layout has no key '\(name)', so it cannot be held down; press it as a chord or change the layout"
        case .untypable(let scalar, let position):
            "character \(position) of the text is the control character U+\(String(scalar, radix: 16, uppercase: true)), which no key types; of control characters only newline and tab can be typed"
        case .noSpareKeycode(let missing):
            "\(missing) different characters are not in the keyboard layout and the keyboard map has no unused keycode to lend them; free one with xmodmap, change the layout, or paste the text"
        case .nothingFocused:
            "no window has the keyboard focus, so nothing was typed; click into one first"
        case .typingInterrupted(let interruption, let sent, let total):
            "typing stopped after \(sent) of \(total) characters because \(interruption.description)"
        case .targetStuck(let sent, let total):
            "the focused program did not read its keys in time, after \(sent) of \(total) characters; see whether it still answers"
        case .garbled(let verified, let typed, let position):
            "typed \(typed) characters, but the field holds only \(verified) of them unchanged: from character \(position) on some arrived as others of the text; clear the field and type less at a time, or paste the text"
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
            "what \(selection) holds could not be given back after a paste: \(reason); nothing was pasted; type the text instead, or copy something small first"
        case .pasteNotTaken(let chord):
            "the focused program did not ask for the clipboard after \(chord); type the text instead, or name the chord that it pastes with"
        }
    }
}
