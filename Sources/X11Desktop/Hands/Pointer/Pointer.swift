import CX11
import Images
import Interaction

/// The pointer of one display.
struct Pointer {
    let connection: X11Connection
    private let testPointer: Int32?
    private let spacing: ClickSpacing

    enum Button: UInt8 {
        case left = 1
        case middle = 2
        case right = 3
    }

    /// How long a click holds its button, and lets go of it between two presses: long enough for programs that ask for
    /// the buttons' state 33 times a second, as games do instead of reading events.
    static let pressTime = Duration.milliseconds(30)
    private static let notchesAtOnce = 20

    init(connection: X11Connection) {
        self.connection = connection
        testPointer = InputDevices.testPointer(connection)
        spacing = ClickSpacing(connection)
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
        var reached = try position
        if reached == PointerState.elsewhere {
            // XTEST moves it on the screen where it is; only a warp takes it from one to another.
            let (x, y) = (Int32(pixel.x), Int32(pixel.y))
            XWarpPointer(connection.display, 0, connection.root, 0, 0, 0, 0, x, y)
            step(to: point)
            reached = try position
        }
        guard reached.pixel == pixel else { throw X11Error.pointerHeldBack(from: point, at: reached) }
    }

    /// Waits until a press of `button` at `point` is a click of its own for every toolkit.
    func keepApart(_ button: Button, at point: Point<ScreenSpace>) throws {
        try spacing.wait(before: button, at: point, pointer: try position)
    }

    /// Clicks where the pointer is. The presses of a double or triple click follow within the interval of every toolkit.
    func click(_ click: Click) throws {
        let button = click.button
        let number = try buttons().pressed(for: button.rawValue)
        for press in 0..<click.presses {
            if press > 0 { pause(Self.pressTime) }
            send(number, pressed: true)
            pause(Self.pressTime)
            send(number, pressed: false)
        }
        try connection.sync("a click")
        spacing.note(button, at: try position)
    }

    func press(_ button: Button) throws {
        send(try buttons().pressed(for: button.rawValue), pressed: true)
        try connection.sync("a button press")
        spacing.note(button, at: try position)
    }

    func release(_ button: Button) throws(X11Error) {
        send(try buttons().pressed(for: button.rawValue), pressed: false)
        try connection.sync("a button release")
    }

    private func buttons() throws(X11Error) -> ButtonMap { try ButtonMap(of: connection, testPointer: testPointer) }

    /// Drags with the left button from where the pointer is along `path`; the button is released on every way out,
    /// cancellation included.
    ///
    /// Toolkits take a press for a drag after some pixels of motion, and agree with the target while the pointer
    /// moves and before the button is released; so the motion takes time, as a hand's does, and the programs at both
    /// ends are waited for.
    ///
    /// - Throws: ``X11Error/dragNotFollowed(_:)``, and more.
    func drag(along path: [Point<ScreenSpace>]) throws {
        let start = try position
        let track = DragTrack(from: start, along: path)
        let programs = try DragPrograms(from: start, to: path.last ?? start, connection)
        let button = try buttons().pressed(for: Button.left.rawValue)
        send(button, pressed: true)
        let outcome = Result {
            pause(DragTrack.hold)
            for (index, point) in track.points.enumerated() {
                try Task.checkCancellation()
                step(to: point)
                pause(DragTrack.interval)
                if index == track.departure { try programs.waitForSource() }
            }
            if let end = path.last {
                try move(to: end)
            }
            try programs.waitForTarget()
            pause(DragTrack.hold)
        }
        send(button, pressed: false)
        try connection.sync("a drag")
        spacing.note(.left, at: start)
        try outcome.get()
    }

    /// Turns the wheel, notch by notch until the task is cancelled.
    ///
    /// - Returns: the number of notches.
    /// - Throws: ``X11Error``, or `CancellationError` between two notches.
    func scroll(_ axis: Axis, pixels: Double) throws -> Int {
        let wheel = try WheelTurn(axis, pixels: pixels)
        let button = try buttons().pressed(for: wheel.button)
        for notch in 0..<wheel.notches where !Task.isCancelled {
            send(button, pressed: true)
            send(button, pressed: false)
            // The server is to have seen them, or a cancellation would come after the last was sent.
            if notch % Self.notchesAtOnce == Self.notchesAtOnce - 1 { try connection.sync("a turn of the wheel") }
        }
        try connection.sync("a turn of the wheel")
        try Task.checkCancellation()
        return wheel.notches
    }

    private func step(to point: Point<ScreenSpace>) {
        let pixel = point.pixel
        XTestFakeMotionEvent(connection.display, connection.screenNumber, Int32(pixel.x), Int32(pixel.y), 0)
        XFlush(connection.display)
    }

    /// - Parameter button: as the device counts them, see ``ButtonMap``.
    private func send(_ button: UInt8, pressed: Bool) {
        XTestFakeButtonEvent(connection.display, UInt32(button), pressed ? 1 : 0, 0)
    }

    private func pause(_ duration: Duration) {
        XFlush(connection.display)
        Pause.of(duration)
    }
}

extension Click {
    var button: Pointer.Button {
        switch self {
        case .left, .double, .triple: .left
        case .middle: .middle
        case .right: .right
        }
    }

    /// How often the button is pressed.
    var presses: Int {
        switch self {
        case .left, .middle, .right: 1
        case .double: 2
        case .triple: 3
        }
    }
}
