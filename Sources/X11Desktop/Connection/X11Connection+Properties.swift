import CX11

/// Reading what other programs say of their windows. A window may vanish at any moment: that is no error here, only
/// `nil`, and the refusal is left for ``X11Connection/syncIgnoringRefusals()``.
extension X11Connection {
    /// The atom called `name`; Xlib asks the server once and remembers.
    func atom(_ name: String) -> Atom { XInternAtom(display, name, 0) }

    /// A property made of bytes, such as text.
    func bytes(of property: String, on window: Window) -> [UInt8]? {
        read(property, on: window, format: 8) { pointer, count in
            Array(UnsafeBufferPointer(start: pointer, count: count))
        }
    }

    /// A property made of 32-bit values; Xlib hands them over as longs.
    func values(of property: String, on window: Window) -> [UInt]? {
        read(property, on: window, format: 32) { pointer, count in
            pointer.withMemoryRebound(to: UInt.self, capacity: count) { longs in
                (0..<count).map { longs[$0] & 0xffff_ffff }
            }
        }
    }

    /// A property that is text, in UTF-8 or, as older programs have it, in Latin 1.
    func text(of property: String, on window: Window) -> String? {
        guard let bytes = bytes(of: property, on: window), !bytes.isEmpty else { return nil }
        if let text = String(validating: bytes, as: UTF8.self) { return text }
        return String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
    }

    private func read<Value>(
        _ property: String, on window: Window, format: Int32, _ convert: (UnsafeMutablePointer<UInt8>, Int) -> Value
    ) -> Value? {
        let longest = 1 << 16
        var type = Atom()
        var actualFormat: Int32 = 0
        var count: UInt = 0
        var left: UInt = 0
        var data: UnsafeMutablePointer<UInt8>?
        let status = XGetWindowProperty(
            display, window, atom(property), 0, longest, 0, Atom(AnyPropertyType), &type, &actualFormat, &count, &left,
            &data)
        guard status == Success, let data else { return nil }
        defer { XFree(data) }
        guard actualFormat == format else { return nil }
        return convert(data, Int(count))
    }
}
