import CX11

/// Reads properties of windows; a window that has just gone has none.
struct WindowProperties {
    private let connection: X11Connection

    init(_ connection: X11Connection) { self.connection = connection }

    func atom(_ name: String) -> Atom { XInternAtom(connection.display, name, 0) }

    func has(_ window: Window, _ name: String) -> Bool { read(window, name) { _, _ in true } ?? false }

    func window(_ window: Window, _ name: String) -> Window? { longs(window, name).first }

    func cardinal(_ window: Window, _ name: String) -> UInt? { longs(window, name).first }

    func atoms(_ window: Window, _ name: String) -> [Atom] { longs(window, name) }

    func text(_ window: Window, _ name: String) -> String? {
        read(window, name) { bytes, count in
            String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
        }
    }

    /// Values of format 32, which Xlib hands out as longs.
    private func longs(_ window: Window, _ name: String) -> [UInt] {
        read(window, name) { bytes, count in
            bytes.withMemoryRebound(to: UInt.self, capacity: count) { longs in
                (0..<count).map { longs[$0] & 0xffff_ffff }
            }
        } ?? []
    }

    private func read<Value>(
        _ window: Window, _ name: String, _ body: (UnsafeMutablePointer<UInt8>, Int) -> Value
    ) -> Value? {
        var type = Atom()
        var format: Int32 = 0
        var count: UInt = 0
        var rest: UInt = 0
        var bytes: UnsafeMutablePointer<UInt8>?
        let status = XGetWindowProperty(
            connection.display, window, atom(name), 0, 1024, 0, Atom(AnyPropertyType), &type, &format, &count, &rest,
            &bytes)
        guard status == Success, let bytes else { return nil }
        defer { XFree(bytes) }
        return type == 0 ? nil : body(bytes, Int(count))
    }
}
