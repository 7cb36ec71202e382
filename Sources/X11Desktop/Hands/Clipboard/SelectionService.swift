import CX11
import Glibc

/// Answers requests for a selection's text: `TARGETS`, `UTF8_STRING`, `STRING` and the two names that mean text.
final class SelectionService {
    private let connection: X11Connection
    private let desk: Desk
    private let window: Window
    private let selection: Atom

    init(_ selection: String, at address: DisplayAddress, _ desk: Desk) throws(X11Error) {
        connection = try X11Connection(to: address)
        self.desk = desk
        window = XCreateSimpleWindow(connection.display, connection.root, -1, -1, 1, 1, 0, 0, 0)
        self.selection = XInternAtom(connection.display, selection, 0)
        XSetSelectionOwner(connection.display, self.selection, window, Time(CurrentTime))
        try connection.sync("the selection \(selection)")
    }

    /// Serves until the desk is closed, the selection is taken or the display is gone.
    func run() throws(X11Error) {
        desk.open()
        while !desk.closed {
            while XPending(connection.display) > 0 {
                var event = XEvent()
                XNextEvent(connection.display, &event)
                switch event.type {
                case SelectionRequest: answer(event.xselectionrequest)
                case SelectionClear: return desk.close(nil)
                default: break
                }
            }
            try connection.checkAlive()
            var wait = pollfd(fd: XConnectionNumber(connection.display), events: Int16(POLLIN), revents: 0)
            poll(&wait, 1, 200)
        }
    }

    private func answer(_ request: XSelectionRequestEvent) {
        var reply = XEvent()
        reply.xselection.type = SelectionNotify
        reply.xselection.requestor = request.requestor
        reply.xselection.selection = request.selection
        reply.xselection.target = request.target
        reply.xselection.time = request.time
        // Old clients give no property and mean the target's name.
        let property = request.property == 0 ? request.target : request.property
        reply.xselection.property = put(request.target, on: request.requestor, property) ? property : 0
        XSendEvent(connection.display, request.requestor, 0, 0, &reply)
        try? connection.syncIgnoringRefusals()
    }

    /// - Returns: whether the target is one that text can be had as.
    private func put(_ target: Atom, on requestor: Window, _ property: Atom) -> Bool {
        let kinds = ["UTF8_STRING", "text/plain;charset=utf-8", "TEXT", "STRING"].map(atom)
        let targets = atom("TARGETS")
        if target == targets {
            var values = [targets] + kinds
            values.withUnsafeMutableBytes { bytes in
                _ = XChangeProperty(
                    connection.display, requestor, property, Atom(XA_ATOM), 32, PropModeReplace,
                    bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), Int32(kinds.count + 1))
            }
            return true
        }
        guard kinds.contains(target), let text = desk.text else { return false }
        let isLatin = target == atom("STRING")
        let bytes =
            isLatin ? text.unicodeScalars.map { UInt8(exactly: $0.value) ?? UInt8(ascii: "?") } : Array(text.utf8)
        let type = target == atom("TEXT") ? atom("UTF8_STRING") : target
        XChangeProperty(
            connection.display, requestor, property, type, 8, PropModeReplace, bytes, Int32(bytes.count))
        desk.noteFetch(byClient: requestor >> 21)
        return true
    }

    private func atom(_ name: String) -> Atom { XInternAtom(connection.display, name, 0) }
}
