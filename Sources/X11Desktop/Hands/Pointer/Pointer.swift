import CX11
import Images
import Interaction

/// The pointer of one display.
final class Pointer {
    let connection: X11Connection
    private let testPointer: Int32?
    private let spacing: ClickSpacing

    /// What ``press(_:)`` holds down.
    private var held: [MouseButton] = []

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

    /// Waits until a press of `button` at `point` counts as a separate click for every toolkit.
    func keepApart(_ button: MouseButton, at point: Point<ScreenSpace>) throws {
        try spacing.wait(before: button, at: point, pointer: try position)
    }

    /// Clicks where the pointer is. The presses of a double or triple click follow within the interval of every toolkit.
    ///
    /// - Parameter count: how often the button is pressed.
    func click(_ button: MouseButton, count: Int) throws {
        let number = try buttons().pressed(for: button.number)
        for press in 0..<count {
            if press > 0 { pause(Self.pressTime) }
            send(number, pressed: true)
            pause(Self.pressTime)
            send(number, pressed: false)
        }
        try connection.sync("a click")
        spacing.note(button, at: try position)
    }

    /// Presses a button, which stays down until ``release(_:)``.
    func press(_ button: MouseButton) throws {
        let number = try buttons().pressed(for: button.number)
        if !held.contains(button) { held.append(button) }
        send(number, pressed: true)
        try connection.sync("a button press")
        spacing.note(button, at: try position)
    }

    func release(_ button: MouseButton) throws(X11Error) {
        send(try buttons().pressed(for: button.number), pressed: false)
        try connection.sync("a button release")
        held.removeAll { $0 == button }
    }

    /// Releases what ``press(_:)`` left down.
    ///
    /// - Returns: the buttons.
    func releaseHeld() throws(X11Error) -> [MouseButton] {
        let buttons = held
        for button in buttons { try release(button) }
        return buttons
    }

    private func buttons() throws(X11Error) -> ButtonMap { try ButtonMap(of: connection, testPointer: testPointer) }

    /// Drags with a button from where the pointer is along `path`; the button is released on every way out,
    /// cancellation included.
    ///
    /// Toolkits take a press for a drag after some pixels of motion, and agree with the target while the pointer
    /// moves and before the button is released; so the motion takes time, as a hand's does, and the programs at both
    /// ends are waited for.
    ///
    /// - Parameter duration: how long the motion takes at least; `nil` for no longer than programs need.
    /// - Throws: ``X11Error/dragNotFollowed(_:)``, and more.
    func drag(_ button: MouseButton, along path: [Point<ScreenSpace>], for duration: Duration?) throws {
        let start = try position
        let track = DragTrack(from: start, along: path)
        let interval = max(DragTrack.interval, (duration ?? .zero) / max(1, track.points.count))
        let programs = try DragPrograms(from: start, to: path.last ?? start, connection)
        let number = try buttons().pressed(for: button.number)
        send(number, pressed: true)
        let outcome = Result {
            pause(DragTrack.hold)
            for (index, point) in track.points.enumerated() {
                step(to: point)
                try Pause.cancellable(interval)
                if index == track.departure { try programs.waitForSource() }
            }
            if let end = path.last {
                try move(to: end)
            }
            try programs.waitForTarget()
            pause(DragTrack.hold)
        }
        send(number, pressed: false)
        try connection.sync("a drag")
        spacing.note(button, at: start)
        try outcome.get()
    }

    /// Turns the wheel, notch by notch until the task is cancelled.
    ///
    /// - Returns: the number of notches, of both axes together.
    /// - Throws: ``X11Error``, or `CancellationError` between two notches.
    func scroll(_ amount: ScrollAmount) throws -> Int {
        let turn = try WheelTurn(amount)
        let map = try buttons()
        var numbers: [UInt8: UInt8] = [:]
        for button in Set(turn.buttons) { numbers[button] = try map.pressed(for: button) }
        for (notch, button) in turn.buttons.enumerated() where !Task.isCancelled {
            let number = numbers[button] ?? button
            send(number, pressed: true)
            send(number, pressed: false)
            // The server is to have seen them, or a cancellation would come after the last was sent.
            if notch % Self.notchesAtOnce == Self.notchesAtOnce - 1 { try connection.sync("a turn of the wheel") }
        }
        try connection.sync("a turn of the wheel")
        try Task.checkCancellation()
        return turn.buttons.count
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
