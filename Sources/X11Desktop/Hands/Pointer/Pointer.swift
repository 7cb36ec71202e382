import CX11
import Glibc
import Images
import Interaction

/// The pointer of one display.
struct Pointer {
    let connection: X11Connection

    enum Button: UInt32 {
        case left = 1
        case middle = 2
        case right = 3
    }

    var position: Point<ScreenSpace> {
        get throws(X11Error) { try PointerState(of: connection).position }
    }

    /// Sees that points lie on the screen, before anything moves.
    func check(_ points: [Point<ScreenSpace>]) throws {
        let screen = try connection.currentScreenSize()
        for point in points where !screen.bounds.contains(point) {
            throw X11Error.pointOutsideScreen(point, screen: screen)
        }
    }

    /// Moves to a point, and sees that the pointer is there: a program may confine it, and then the click would hit
    /// something else.
    func move(to point: Point<ScreenSpace>) throws {
        step(to: point)
        let pixel = point.pixel
        let reached = try position
        guard reached.pixel == pixel else { throw X11Error.pointerHeldBack(from: point, at: reached) }
    }

    /// Clicks where the pointer is. The presses of a double or triple click follow at once, well within the interval
    /// of every toolkit.
    func click(_ click: Click) throws(X11Error) {
        let (button, count): (Button, Int) =
            switch click {
            case .left: (.left, 1)
            case .right: (.right, 1)
            case .middle: (.middle, 1)
            case .double: (.left, 2)
            case .triple: (.left, 3)
            }
        for _ in 0..<count {
            send(button, pressed: true)
            send(button, pressed: false)
        }
        try connection.sync("a click")
    }

    func press(_ button: Button) throws(X11Error) {
        send(button, pressed: true)
        try connection.sync("a button press")
    }

    func release(_ button: Button) throws(X11Error) {
        send(button, pressed: false)
        try connection.sync("a button release")
    }

    /// Drags with the left button from where the pointer is along `path`; the button is released on every way out, cancellation included.
    ///
    /// Toolkits take a press for a drag after some pixels of motion, and agree with the target while the pointer
    /// moves and before the button is released; so the motion takes time, as a hand's does.
    func drag(along path: [Point<ScreenSpace>]) throws {
        let track = DragTrack(from: try position, along: path)
        send(.left, pressed: true)
        let outcome = Result {
            pause(DragTrack.hold)
            for point in track.points {
                try Task.checkCancellation()
                step(to: point)
                pause(DragTrack.interval)
            }
            if let end = path.last {
                try move(to: end)
            }
            pause(DragTrack.hold)
        }
        try release(.left)
        try outcome.get()
    }

    /// Turns the wheel.
    ///
    /// - Returns: the number of notches.
    func scroll(_ axis: Axis, pixels: Double) throws -> Int {
        let wheel = try WheelTurn(axis, pixels: pixels)
        for _ in 0..<wheel.notches {
            XTestFakeButtonEvent(connection.display, wheel.button, 1, 0)
            XTestFakeButtonEvent(connection.display, wheel.button, 0, 0)
        }
        try connection.sync("a turn of the wheel")
        return wheel.notches
    }

    private func step(to point: Point<ScreenSpace>) {
        let pixel = point.pixel
        XTestFakeMotionEvent(connection.display, connection.screenNumber, Int32(pixel.x), Int32(pixel.y), 0)
        XFlush(connection.display)
    }

    private func send(_ button: Button, pressed: Bool) {
        XTestFakeButtonEvent(connection.display, button.rawValue, pressed ? 1 : 0, 0)
    }

    private func pause(_ duration: Duration) {
        XFlush(connection.display)
        usleep(useconds_t(duration / .microseconds(1)))
    }
}
