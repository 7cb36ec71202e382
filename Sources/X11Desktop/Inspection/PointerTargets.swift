import CX11
package import Images

/// A window of ours over the whole screen, with known targets to click: it tells where a click really arrived.
package final class PointerTargets {
    private let connection: X11Connection
    private let window: Window
    /// Where to click: the screen's corners, edges and middle.
    package let points: [Point<ScreenSpace>]

    /// Shows the window and returns once it is there.
    package init(at address: DisplayAddress) throws(X11Error) {
        connection = try X11Connection(to: address)
        let size = try connection.currentScreenSize()
        let columns = [0, size.width / 4, size.width / 2, size.width - 1]
        let rows = [0, size.height / 3, size.height - 1]
        points = rows.flatMap { y in columns.map { x in Point(x: Double(x), y: Double(y)) } }
        window = PointerTargets.open(on: connection, size: size)
        PointerTargets.mark(points, in: window, on: connection)
        try connection.sync("a window of targets")
    }

    deinit { XDestroyWindow(connection.display, window) }

    /// Where the next press of a button arrived; `nil` when none came within `time`. The thread waits.
    package func nextPress(within time: Duration) throws(X11Error) -> Point<ScreenSpace>? {
        let deadline = ContinuousClock.now + time
        while true {
            let left = deadline - .now
            guard left > .zero, try connection.waitForEvents(upTo: left) else { return nil }
            var event = XEvent()
            XNextEvent(connection.display, &event)
            if event.type == ButtonPress {
                return Point(x: Double(event.xbutton.x_root), y: Double(event.xbutton.y_root))
            }
        }
    }

    /// No window manager places it or takes its clicks.
    private static func open(on connection: X11Connection, size: Size<ScreenSpace>) -> Window {
        let display = connection.display
        var attributes = XSetWindowAttributes()
        attributes.override_redirect = 1
        attributes.background_pixel = XWhitePixel(display, connection.screenNumber)
        attributes.event_mask = ButtonPressMask | StructureNotifyMask | ExposureMask
        let window = XCreateWindow(
            display, connection.root, 0, 0, UInt32(size.width), UInt32(size.height), 0, 0, UInt32(InputOutput), nil,
            UInt(CWOverrideRedirect | CWBackPixel | CWEventMask), &attributes)
        XMapRaised(display, window)
        var event = XEvent()
        XWindowEvent(display, window, ExposureMask, &event)
        return window
    }

    private static func mark(_ points: [Point<ScreenSpace>], in window: Window, on connection: X11Connection) {
        let context = XCreateGC(connection.display, window, 0, nil)
        defer { XFreeGC(connection.display, context) }
        XSetForeground(connection.display, context, XBlackPixel(connection.display, connection.screenNumber))
        for point in points {
            let (x, y) = (Int32(point.pixel.x), Int32(point.pixel.y))
            XDrawLine(connection.display, window, context, x - 8, y, x + 8, y)
            XDrawLine(connection.display, window, context, x, y - 8, x, y + 8)
        }
    }
}
