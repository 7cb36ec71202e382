import CX11
import Images
import Interaction

/// Keeps presses apart that toolkits would count as one double or triple click, across processes as far as the server
/// knows of earlier input.
final class ClickSpacing {
    private struct Press {
        let button: MouseButton
        let point: Point<ScreenSpace>
        let moment: ContinuousClock.Instant
    }

    private let connection: X11Connection
    private var last: Press?

    init(_ connection: X11Connection) { self.connection = connection }

    /// Notes that a button was pressed just now.
    func note(_ button: MouseButton, at point: Point<ScreenSpace>) {
        last = Press(button: button, point: point, moment: .now)
    }

    /// Waits until a press would not be counted together with an earlier one.
    ///
    /// Of presses before this object's first, only the time of the last input is known, and where the pointer is.
    ///
    /// - Parameters:
    ///   - point: where `button` will be pressed.
    ///   - pointer: where the pointer is now, before it goes there.
    func wait(before button: MouseButton, at point: Point<ScreenSpace>, pointer: Point<ScreenSpace>) throws {
        let earlier = last ?? Press(button: button, point: pointer, moment: .now)
        // Settings are only asked for where two presses come close to each other.
        guard earlier.button == button, earlier.point.isNear(point, within: MultiClickSettings.maximumDistance) else {
            return
        }
        let settings = try MultiClickSettings(of: connection)
        guard earlier.point.isNear(point, within: settings.distance) else { return }
        let passed = last == nil ? try connection.timeSinceInput() : earlier.moment.duration(to: .now)
        guard passed < max(settings.time, SlowToolkit.time) else { return }
        let time = SlowToolkit.isUsed(at: point, connection) ? max(settings.time, SlowToolkit.time) : settings.time
        let end = ContinuousClock.now + time - passed
        while ContinuousClock.now < end {
            try Task.checkCancellation()
            Pause.of(min(.milliseconds(20), ContinuousClock.now.duration(to: end)))
        }
    }
}

extension X11Connection {
    /// How long ago the server last had input from any device, XTEST's included; the least that it may be without the
    /// SYNC extension's counter, zero.
    func timeSinceInput() throws(X11Error) -> Duration {
        var (event, error, major, minor): (Int32, Int32, Int32, Int32) = (0, 0, 0, 0)
        guard XSyncQueryExtension(display, &event, &error) != 0, XSyncInitialize(display, &major, &minor) != 0 else {
            return .zero
        }
        var count: Int32 = 0
        guard let counters = XSyncListSystemCounters(display, &count) else { return .zero }
        defer { XSyncFreeSystemCounterList(counters) }
        let list = UnsafeBufferPointer(start: counters, count: Int(count))
        guard let idle = list.first(where: { String(cString: $0.name) == "IDLETIME" }) else { return .zero }
        var value = XSyncValue()
        guard XSyncQueryCounter(display, idle.counter, &value) != 0 else { return .zero }
        try checkAlive()
        return .milliseconds(Int64(value.hi) << 32 | Int64(value.lo))
    }
}

extension Point {
    /// Whether both coordinates differ by at most `distance`.
    func isNear(_ other: Point, within distance: Double) -> Bool {
        abs(x - other.x) <= distance && abs(y - other.y) <= distance
    }
}
