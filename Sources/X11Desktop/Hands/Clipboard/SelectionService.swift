import CX11
import Foundation
import Glibc

/// Answers requests for a selection's contents, in each of their forms and piece by piece where they are large (INCR).
final class SelectionService {
    private let connection: X11Connection
    private let state: SelectionState
    private let window: Window
    private let selection: Atom
    /// What is left of the large answers that are under way.
    private var transfers: [Transfer.Place: Transfer] = [:]
    /// More than this goes out piece by piece; servers take far more in one request.
    private static let piece = 1 << 17

    init(_ selection: String, at address: DisplayAddress, _ state: SelectionState) throws(X11Error) {
        connection = try X11Connection(to: address)
        self.state = state
        window = XCreateSimpleWindow(connection.display, connection.root, -1, -1, 1, 1, 0, 0, 0)
        self.selection = XInternAtom(connection.display, selection, 0)
        XSetSelectionOwner(connection.display, self.selection, window, Time(CurrentTime))
        try connection.sync("the selection \(selection)")
    }

    /// Serves until the state is closed, the selection is taken or the display is gone.
    func run() throws(X11Error) {
        state.open()
        while !state.closed {
            while XPending(connection.display) > 0 {
                var event = XEvent()
                XNextEvent(connection.display, &event)
                switch event.type {
                case SelectionRequest: answer(event.xselectionrequest)
                case PropertyNotify where event.xproperty.state == PropertyDelete:
                    proceed(Transfer.Place(window: event.xproperty.window, property: event.xproperty.atom))
                case SelectionClear: return state.close(nil)
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

    /// - Returns: whether the contents can be had as `target`.
    private func put(_ target: Atom, on requestor: Window, _ property: Atom) -> Bool {
        let forms = state.contents?.forms ?? []
        let targets = connection.atom("TARGETS")
        if target == targets {
            let atoms = [targets] + forms.map { connection.atom($0.target) }
            let bytes = atoms.withUnsafeBytes { Data($0) }
            change(property, of: requestor, type: Atom(XA_ATOM), format: 32, bytes)
            return true
        }
        guard let form = forms.first(where: { connection.atom($0.target) == target }) else { return false }
        let type = connection.atom(form.type)
        if form.bytes.count > Self.piece {
            begin(Transfer(type: type, form), at: Transfer.Place(window: requestor, property: property))
        } else {
            change(property, of: requestor, type: type, format: form.format, form.bytes)
            state.noteFetch(byClient: requestor >> 21)
        }
        return true
    }

    /// Announces a large answer; its pieces go out when the requestor has deleted what was there.
    private func begin(_ transfer: Transfer, at place: Transfer.Place) {
        XSelectInput(connection.display, place.window, PropertyChangeMask)
        transfers[place] = transfer
        let size = withUnsafeBytes(of: UInt(transfer.rest.count)) { Data($0) }
        change(place.property, of: place.window, type: connection.atom("INCR"), format: 32, size)
    }

    /// Sends the next piece, and an empty one at the end.
    private func proceed(_ place: Transfer.Place) {
        guard var transfer = transfers[place] else { return }
        let piece = transfer.rest.prefix(Self.piece)
        transfer.rest = transfer.rest.dropFirst(piece.count)
        transfers[place] = piece.isEmpty ? nil : transfer
        change(place.property, of: place.window, type: transfer.type, format: transfer.format, Data(piece))
        try? connection.syncIgnoringRefusals()
        if piece.isEmpty { state.noteFetch(byClient: place.window >> 21) }
    }

    private func change(_ property: Atom, of window: Window, type: Atom, format: Int, _ bytes: Data) {
        let width = format == 32 ? MemoryLayout<UInt>.size : format / 8
        bytes.withUnsafeBytes { bytes in
            _ = XChangeProperty(
                connection.display, window, property, type, Int32(format), PropModeReplace,
                bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), Int32(bytes.count / max(width, 1)))
        }
    }
}

/// A large answer under way.
private struct Transfer {
    /// Where its pieces go.
    struct Place: Hashable {
        let window: Window
        let property: Atom
    }

    let type: Atom
    let format: Int
    var rest: Data

    init(type: Atom, _ form: SelectionContents.Form) {
        self.type = type
        format = form.format
        rest = form.bytes
    }
}
