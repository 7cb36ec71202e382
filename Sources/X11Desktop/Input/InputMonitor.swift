import CX11
import Foundation
package import Interaction
import Synchronization

/// Hears what a person does with the real keyboard and mouse, while programs act through XTEST.
///
/// It listens to raw events (XInput 2) on a separate connection and thread, also while another program has grabbed
/// the keyboard, and ends with its last owner.
package final class InputMonitor: Sendable {
    /// What a person did.
    package enum Touch: Hashable, Sendable {
        /// Something was pressed, turned or moved on this device.
        case input(device: String)
        /// The stop chord was pressed.
        case stop
    }

    /// The chord that stops a run unless another is chosen.
    package static let defaultStopChord = [Key("ctrl"), Key("alt"), Key("Escape")]

    /// The keys of a chord written like `ctrl+alt+Escape`.
    ///
    /// - Throws: ``X11Error/unknownKey(name:)``, ``X11Error/emptyChord``.
    package static func chord(_ text: String) throws(X11Error) -> [Key] {
        let keys = text.split(separator: "+").map { Key(String($0)) }
        guard !keys.isEmpty else { throw .emptyChord }
        for key in keys { _ = try key.knownKeysym() }
        return keys
    }

    private let bell: WakeUp

    /// Starts to listen.
    ///
    /// - Parameters:
    ///   - stopChord: the keys that together mean ``Touch/stop``.
    ///   - onLoss: called when the connection is lost, on the monitor's thread: nothing is reported after that.
    ///   - report: told of every touch, on the monitor's thread; it must not block.
    /// - Throws: ``X11Error/noServer(display:)``, or ``X11Error/missingExtension(name:display:)`` without XInput 2.
    init(
        at address: DisplayAddress, stopChord: [Key] = InputMonitor.defaultStopChord,
        onLoss: @escaping @Sendable () -> Void = {}, report: @escaping @Sendable (Touch) -> Void
    ) throws(X11Error) {
        let bell = try WakeUp()
        // The thread is handed the only reference: from here on no other code uses the connection.
        nonisolated(unsafe) let listener = try RawEventListener(at: address, stopChord: stopChord)
        self.bell = bell
        let thread = Thread {
            if !listener.listen(until: bell, report) { onLoss() }
        }
        thread.name = "input \(address.name)"
        thread.start()
    }

    deinit { bell.ring() }

    /// What a person does, as a stream. Listening ends with the stream's last user.
    package static func touches(
        at address: DisplayAddress, stopChord: [Key] = InputMonitor.defaultStopChord
    ) throws(X11Error) -> AsyncStream<Touch> {
        let (stream, continuation) = AsyncStream.makeStream(of: Touch.self, bufferingPolicy: .bufferingNewest(64))
        let monitor = try InputMonitor(at: address, stopChord: stopChord) { continuation.yield($0) }
        continuation.onTermination = { _ in withExtendedLifetime(monitor) {} }
        return stream
    }
}

/// Reads raw events and tells a person's from a program's.
private final class RawEventListener {
    private let connection: X11Connection
    private let opcode: Int32
    private var devices: InputDevices
    private var chord: ChordWatch

    init(at address: DisplayAddress, stopChord: [Key]) throws(X11Error) {
        connection = try X11Connection(to: address)
        var (opcode, event, error): (Int32, Int32, Int32) = (0, 0, 0)
        var (major, minor): (Int32, Int32) = (2, 2)
        guard XQueryExtension(connection.display, "XInputExtension", &opcode, &event, &error) != 0,
            XIQueryVersion(connection.display, &major, &minor) == Success
        else { throw .missingExtension(name: "XInput 2", display: address.name) }
        self.opcode = opcode
        chord = ChordWatch(stopChord)
        devices = InputDevices(connection)
        select()
        try connection.sync("to watch the input devices")
    }

    /// - Returns: whether it ended because it was asked to; else the connection is lost.
    func listen(until bell: WakeUp, _ report: (InputMonitor.Touch) -> Void) -> Bool {
        while !XlibHandlers.isLost(connection.display) {
            var event = XEvent()
            while XPending(connection.display) > 0 {
                XNextEvent(connection.display, &event)
                handle(&event, report)
            }
            if bell.rings(before: XConnectionNumber(connection.display)) { return true }
        }
        return false
    }

    private func select() {
        let wanted = [
            XI_RawKeyPress, XI_RawKeyRelease, XI_RawButtonPress, XI_RawButtonRelease, XI_RawMotion, XI_RawTouchBegin,
            XI_HierarchyChanged,
        ]
        var bits = [UInt8](repeating: 0, count: Int(XI_LASTEVENT) / 8 + 1)
        for event in wanted { bits[Int(event) / 8] |= 1 << (event % 8) }
        bits.withUnsafeMutableBufferPointer { bits in
            var mask = XIEventMask(
                deviceid: XIAllDevices, mask_len: Int32(bits.count), mask: bits.baseAddress)
            XISelectEvents(connection.display, connection.root, &mask, 1)
        }
    }

    private func handle(_ event: inout XEvent, _ report: (InputMonitor.Touch) -> Void) {
        guard event.type == GenericEvent, event.xcookie.extension == opcode,
            XGetEventData(connection.display, &event.xcookie) != 0
        else { return }
        defer { XFreeEventData(connection.display, &event.xcookie) }
        if event.xcookie.evtype == XI_HierarchyChanged {
            devices = InputDevices(connection)
            return
        }
        guard let data = event.xcookie.data else { return }
        let raw = data.assumingMemoryBound(to: XIRawEvent.self).pointee
        let source = raw.sourceid == 0 ? raw.deviceid : raw.sourceid
        guard let device = devices.personalDevice(source) else { return }
        report(isStop(raw) ? .stop : .input(device: device))
    }

    private func isStop(_ raw: XIRawEvent) -> Bool {
        let keycode = UInt32(truncatingIfNeeded: raw.detail)
        if raw.evtype == XI_RawKeyRelease { chord.release(keycode) }
        guard raw.evtype == XI_RawKeyPress else { return false }
        let keysym = XkbKeycodeToKeysym(connection.display, KeyCode(truncatingIfNeeded: keycode), 0, 0)
        let name = XKeysymToString(keysym).map { String(cString: $0) } ?? ""
        return chord.press(keycode, named: name)
    }
}
