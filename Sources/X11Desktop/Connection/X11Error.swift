import Images
import Interaction

/// What can go wrong between us and an X server.
package enum X11Error: Error, Hashable, Sendable {
    /// Nothing answers at this display, or it does not let us in.
    case noServer(display: String)
    /// The server went away while we were connected.
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
    /// No window has this number, or it was closed.
    case windowGone(WindowID)
    /// The window exists but is minimised or hidden, so that nothing of it can be seen.
    case notVisible(WindowID)
    /// No window fits this description; the titles of those there are.
    case noSuchWindow(String, titles: [String])
    /// More than one window fits this description.
    case severalWindows(String, matches: [String])
    /// The window manager did not give this window the focus.
    case windowNotActivated(String)
    /// There is no window manager, and the window does not know how to be asked to close.
    case windowNotClosable(String)
    /// The screen is locked or blank.
    case screenUnusable(ScreenCondition)
}

extension X11Error: CustomStringConvertible {
    package var description: String {
        switch self {
        case .noServer(let display):
            "no X server can be reached at display '\(display)'; start one, name another with --display, or leave --display out for a virtual one"
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
        }
    }
}
