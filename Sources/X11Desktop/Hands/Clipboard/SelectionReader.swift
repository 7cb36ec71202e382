import CX11
import Foundation

/// Asks the owner of a selection for all that it holds.
struct SelectionReader {
    private let connection: X11Connection
    private let window: Window
    private let place: Atom
    private let end: ContinuousClock.Instant

    /// - Parameter patience: for everything together.
    init(_ connection: X11Connection, patience: Duration) {
        self.connection = connection
        let display = connection.display
        window = XCreateSimpleWindow(display, connection.root, -1, -1, 1, 1, 0, 0, 0)
        XSelectInput(display, window, PropertyChangeMask)
        place = connection.atom("DESKHAND_SELECTION")
        end = .now + patience
    }

    /// The contents in every form that the owner offers; `nil` when there is no owner, or it offers none.
    ///
    /// - Throws: ``X11Error/clipboardNotKept(selection:reason:)`` when something of it does not come in time or is too
    ///   large: then nothing may take its place.
    static func contents(
        of selection: String, on connection: X11Connection, within patience: Duration
    ) throws(X11Error) -> SelectionContents? {
        let reader = SelectionReader(connection, patience: patience)
        defer {
            XDestroyWindow(connection.display, reader.window)
            XFlush(connection.display)
        }
        return try reader.contents(of: selection)
    }

    private func contents(of selection: String) throws(X11Error) -> SelectionContents? {
        let name = connection.atom(selection)
        guard XGetSelectionOwner(connection.display, name) != 0 else { return nil }
        var forms: [SelectionContents.Form] = []
        var size = 0
        for target in try targets(of: name, selection) {
            guard let form = try form(name, target, selection, left: SelectionContents.limit - size) else { continue }
            size += form.bytes.count
            forms.append(form)
        }
        return forms.isEmpty ? nil : SelectionContents(forms: forms)
    }

    /// What the owner offers; text where it does not say.
    private func targets(of name: Atom, _ selection: String) throws(X11Error) -> [Atom] {
        guard let list = try form(name, connection.atom("TARGETS"), selection, left: 1 << 20), list.format == 32 else {
            return ["UTF8_STRING", "STRING"].map(connection.atom)
        }
        let atoms = list.bytes.withUnsafeBytes { Array($0.bindMemory(to: UInt.self)) }
        var seen: Set<Atom> = []
        return atoms.filter { atom in
            seen.insert(atom).inserted && !SelectionContents.orders.contains(connection.name(of: atom))
        }
    }

    /// The contents as one target; `nil` when the owner refuses it after all.
    private func form(
        _ name: Atom, _ target: Atom, _ selection: String, left: Int
    ) throws(X11Error) -> SelectionContents.Form? {
        XConvertSelection(connection.display, name, target, place, window, Time(CurrentTime))
        let owner = XGetSelectionOwner(connection.display, name)
        // An owner that goes away leaves the question unanswered.
        let answer = try next(SelectionNotify, selection) { XGetSelectionOwner(connection.display, name) == owner }
        guard let answer, answer.xselection.property != 0 else { return nil }
        var value = try take(selection, left: left)
        if value.type == connection.atom("INCR") {
            value = try pieces(selection, left: left)
        }
        return SelectionContents.Form(
            target: connection.name(of: target), type: connection.name(of: value.type), format: value.format,
            bytes: value.bytes)
    }

    /// What comes piece by piece, each after the one before it was deleted, until an empty one.
    private func pieces(_ selection: String, left: Int) throws(X11Error) -> PropertyValue {
        var whole: PropertyValue?
        while true {
            while let event = try next(PropertyNotify, selection), event.xproperty.state != PropertyNewValue {}
            let piece = try take(selection, left: left - (whole?.bytes.count ?? 0))
            guard !piece.bytes.isEmpty else { return whole ?? piece }
            whole = whole.map { $0.adding(piece.bytes) } ?? piece
        }
    }

    /// The next event of a kind; `nil` when `isAwaited` no longer holds.
    private func next(
        _ kind: Int32, _ selection: String, while isAwaited: () -> Bool = { true }
    ) throws(X11Error) -> XEvent? {
        var event = XEvent()
        while XCheckTypedWindowEvent(connection.display, window, kind, &event) == 0 {
            try connection.checkAlive()
            guard ContinuousClock.now < end, !Task.isCancelled else {
                throw .clipboardNotKept(selection: selection, reason: "its owner did not hand it over in time")
            }
            guard isAwaited() else { return nil }
            // Events of other kinds may stay in the queue, so there is nothing to wait for but time.
            Pause.of(.milliseconds(2))
        }
        return event
    }

    /// Reads the property and deletes it, which asks for the next piece where there is one.
    private func take(_ selection: String, left: Int) throws(X11Error) -> PropertyValue {
        var value = PropertyValue(type: 0, format: 8, bytes: Data())
        var isWhole = false
        var offset = 0
        while !isWhole {
            guard value.bytes.count <= left else {
                throw .clipboardNotKept(
                    selection: selection, reason: "it has more than \(SelectionContents.limit >> 20) MiB")
            }
            var (type, format, count, rest) = (Atom(), Int32(), UInt(), UInt())
            var data: UnsafeMutablePointer<UInt8>?
            let status = XGetWindowProperty(
                connection.display, window, place, offset, 1 << 18, 0, Atom(AnyPropertyType), &type, &format, &count,
                &rest, &data)
            try connection.checkAlive()
            guard status == Success, let data else { throw connection.trouble(in: "the contents of \(selection)") }
            defer { XFree(data) }
            // Xlib gives values of format 32 as longs, of 8 bytes.
            let width = format == 32 ? MemoryLayout<UInt>.size : Int(format) / 8
            value = PropertyValue(
                type: type, format: Int(format), bytes: value.bytes + Data(bytes: data, count: Int(count) * width))
            offset += Int(count) * Int(format) / 32
            isWhole = rest == 0
        }
        // What was announced before the deletion is what was read just now.
        var event = XEvent()
        while XCheckTypedWindowEvent(connection.display, window, PropertyNotify, &event) != 0 {}
        XDeleteProperty(connection.display, window, place)
        XFlush(connection.display)
        return value
    }
}

/// The value of a property.
private struct PropertyValue {
    let type: Atom
    let format: Int
    let bytes: Data

    func adding(_ more: Data) -> PropertyValue { PropertyValue(type: type, format: format, bytes: bytes + more) }
}

extension X11Connection {
    /// The name of an atom; empty when there is no such atom.
    func name(of atom: Atom) -> String {
        guard atom != 0, let name = XGetAtomName(display, atom) else { return "" }
        defer { XFree(name) }
        return String(cString: name)
    }
}
