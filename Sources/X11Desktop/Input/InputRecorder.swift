import CX11
import Foundation
import Images
import Interaction

/// Hears all that is done with keyboard and mouse on a display, by a person or a program, without keeping anything from the
/// programs that it is meant for (the RECORD extension, X Consortium 1996).
///
/// It listens on connections and a thread of its own, and ends with its last owner.
package final class InputRecorder: Sendable {
    private let bell: WakeUp
    private let ended = DispatchSemaphore(value: 0)

    /// Starts to listen.
    ///
    /// - Parameters:
    ///   - onLoss: called when the connection is lost, on the recorder's thread: nothing is reported after that.
    ///   - report: told of every event, on the recorder's thread; it must not block.
    /// - Throws: ``X11Error/noServer(display:)``, or ``X11Error/missingExtension(name:display:)`` without RECORD.
    package init(
        at address: DisplayAddress, onLoss: @escaping @Sendable () -> Void = {},
        report: @escaping @Sendable (InputEvent) -> Void
    ) throws(X11Error) {
        let bell = try WakeUp()
        // The thread is handed the only reference: from here on no other code uses the connections.
        nonisolated(unsafe) let listener = try RecordListener(at: address, report)
        self.bell = bell
        let thread = Thread { [ended] in
            if !listener.listen(until: bell) { onLoss() }
            ended.signal()
        }
        thread.name = "record \(address.name)"
        thread.start()
    }

    deinit { bell.ring() }

    /// Stops listening, and waits until the thread has left Xlib: at the end of the process nothing of it may be in use.
    package func stop() {
        bell.ring()
        _ = ended.wait(timeout: .now() + 3)
    }
}

/// A context of the RECORD extension: one connection steers it, the other receives what was recorded.
private final class RecordListener {
    private let control: X11Connection
    private let data: X11Connection
    private let report: (InputEvent) -> Void
    private let start = ContinuousClock.now
    private var context: XRecordContext = 0
    private var hasEnded = false

    init(at address: DisplayAddress, _ report: @escaping (InputEvent) -> Void) throws(X11Error) {
        control = try X11Connection(to: address)
        data = try X11Connection(to: address)
        self.report = report
        var (major, minor): (Int32, Int32) = (0, 0)
        guard XRecordQueryVersion(control.display, &major, &minor) != 0 else {
            throw .missingExtension(name: "RECORD", display: address.name)
        }
        context = try makeContext()
        // The context must be known to the server before the other connection enables it.
        try control.sync("to record what is done with keyboard and mouse")
        try enable()
    }

    private func makeContext() throws(X11Error) -> XRecordContext {
        guard let range = XRecordAllocRange() else { throw control.trouble(in: "a range of events") }
        defer { XFree(range) }
        range.pointee.device_events.first = UInt8(KeyPress)
        range.pointee.device_events.last = UInt8(MotionNotify)
        var clients = XRecordClientSpec(XRecordAllClients)
        var ranges: UnsafeMutablePointer<XRecordRange>? = range
        let context = XRecordCreateContext(control.display, 0, &clients, 1, &ranges, 1)
        guard context != 0 else { throw control.trouble(in: "a context of RECORD") }
        return context
    }

    private func enable() throws(X11Error) {
        let me = Unmanaged.passUnretained(self).toOpaque().assumingMemoryBound(to: CChar.self)
        let enabled = XRecordEnableContextAsync(
            data.display, context,
            { closure, intercepted in
                guard let intercepted else { return }
                defer { XRecordFreeData(intercepted) }
                guard let closure else { return }
                let listener = Unmanaged<RecordListener>.fromOpaque(UnsafeRawPointer(closure)).takeUnretainedValue()
                listener.take(intercepted.pointee)
            }, me)
        guard enabled != 0 else { throw data.trouble(in: "a context of RECORD") }
    }

    /// - Returns: whether it ended because it was asked to; else the connection is lost.
    func listen(until bell: WakeUp) -> Bool {
        while !XlibHandlers.isLost(data.display), !XlibHandlers.isLost(control.display) {
            followKeyboardMap()
            XRecordProcessReplies(data.display)
            if bell.rings(before: XConnectionNumber(data.display)) {
                end()
                return true
            }
        }
        return false
    }

    /// Ends the record, and waits until the server has said so: what comes on the connection afterwards would be handed to
    /// an object that is gone.
    private func end() {
        XRecordDisableContext(control.display, context)
        XSync(control.display, 0)
        let deadline = ContinuousClock.now + .seconds(1)
        while !hasEnded, ContinuousClock.now < deadline, !XlibHandlers.isLost(data.display) {
            var waiting = pollfd(fd: XConnectionNumber(data.display), events: Int16(POLLIN), revents: 0)
            poll(&waiting, 1, 100)
            XRecordProcessReplies(data.display)
        }
        XRecordFreeContext(control.display, context)
    }

    /// Xlib is told of every change of the keyboard's map, on every connection.
    private func followKeyboardMap() {
        var event = XEvent()
        while XPending(control.display) > 0 {
            XNextEvent(control.display, &event)
            if event.type == MappingNotify { XRefreshKeyboardMapping(&event.xmapping) }
        }
    }

    private func take(_ recorded: XRecordInterceptData) {
        if recorded.category == XRecordEndOfData { hasEnded = true }
        guard recorded.category == XRecordFromServer, let bytes = recorded.data, recorded.data_len >= 8 else { return }
        let event = UnsafeRawBufferPointer(start: bytes, count: 32)
        let detail = event[1]
        let state = event.loadUnaligned(fromByteOffset: 28, as: UInt16.self)
        let (x, y) = (
            event.loadUnaligned(fromByteOffset: 20, as: Int16.self),
            event.loadUnaligned(fromByteOffset: 22, as: Int16.self)
        )
        guard let kind = kind(Int32(event[0] & 0x7f), detail, state) else { return }
        report(
            InputEvent(
                kind, modifiers: HeldModifiers(rawValue: state), at: Point(x: Double(x), y: Double(y)),
                time: start.duration(to: .now), isOnText: isOnText(kind)))
    }

    /// Whether a press of the mouse sets a caret, as far as the pointer's picture tells.
    private func isOnText(_ kind: InputEvent.Kind) -> Bool {
        guard case .button(1...3, isDown: true) = kind else { return false }
        return (try? PointerPicture(on: control))?.isBeam ?? false
    }

    private func kind(_ type: Int32, _ detail: UInt8, _ state: UInt16) -> InputEvent.Kind? {
        switch type {
        case KeyPress, KeyRelease:
            // Before a key, so that a map that was just changed is the one that counts.
            followKeyboardMap()
            // Without the modifiers, but in the group that is chosen.
            return .key(
                keysym: keysym(detail, state), plain: keysym(detail, state & 0x6000), isDown: type == KeyPress)
        case ButtonPress, ButtonRelease: return .button(detail, isDown: type == ButtonPress)
        case MotionNotify: return .motion
        default: return nil
        }
    }

    private func keysym(_ keycode: UInt8, _ state: UInt16) -> UInt32 {
        var (used, keysym) = (UInt32(), KeySym())
        let isKnown = XkbLookupKeySym(control.display, keycode, UInt32(state), &used, &keysym) != 0
        return isKnown ? Keysym.canonical(UInt32(truncatingIfNeeded: keysym)) : 0
    }
}
