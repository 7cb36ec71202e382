import CX11
import Glibc

/// Asks the owner of a selection for its text.
struct SelectionReader {
    private let connection: X11Connection

    init(_ connection: X11Connection) { self.connection = connection }

    /// The text, or `nil` when there is no owner or it has no text.
    func text(of selection: String, within patience: Duration) throws(X11Error) -> String? {
        let display = connection.display
        let name = XInternAtom(display, selection, 0)
        let place = XInternAtom(display, "DESKHAND_SELECTION", 0)
        guard XGetSelectionOwner(display, name) != 0 else { return nil }
        let window = XCreateSimpleWindow(display, connection.root, -1, -1, 1, 1, 0, 0, 0)
        defer { XDestroyWindow(display, window) }
        XConvertSelection(display, name, XInternAtom(display, "UTF8_STRING", 0), place, window, Time(CurrentTime))
        let deadline = ContinuousClock.now + patience
        var event = XEvent()
        while XCheckTypedWindowEvent(display, window, SelectionNotify, &event) == 0 {
            try connection.checkAlive()
            guard ContinuousClock.now < deadline, !Task.isCancelled else { return nil }
            var wait = pollfd(fd: XConnectionNumber(display), events: Int16(POLLIN), revents: 0)
            poll(&wait, 1, 20)
        }
        guard event.xselection.property != 0 else { return nil }
        return WindowProperties(connection).text(window, "DESKHAND_SELECTION")
    }
}
