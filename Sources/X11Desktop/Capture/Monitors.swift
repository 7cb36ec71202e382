import CX11
import Images

/// A monitor as RandR describes it.
package struct Monitor: Hashable, Sendable {
    /// Such as `HDMI-1`; Xvfb's only one is `screen`.
    package let name: String
    let box: Box<ScreenSpace>
    let isPrimary: Bool
}

extension X11Connection {
    /// The monitors that show parts of the screen now.
    ///
    /// - Throws: ``X11Error/missingExtension(name:display:)`` without RandR.
    func monitors() throws(X11Error) -> [Monitor] {
        var event: Int32 = 0
        var error: Int32 = 0
        guard XRRQueryExtension(display, &event, &error) != 0 else {
            try checkAlive()
            throw .missingExtension(name: "RANDR", display: address.name)
        }
        var count: Int32 = 0
        guard let list = XRRGetMonitors(display, root, 1, &count), count >= 0 else {
            throw trouble(in: "the list of monitors")
        }
        defer { XRRFreeMonitors(list) }
        return UnsafeBufferPointer(start: list, count: Int(count)).map { monitor in
            Monitor(
                name: atomName(monitor.name),
                box: Box(
                    x: Int(monitor.x), y: Int(monitor.y), width: Int(monitor.width), height: Int(monitor.height)),
                isPrimary: monitor.primary != 0)
        }
    }

    private func atomName(_ atom: Atom) -> String {
        guard let name = XGetAtomName(display, atom) else { return "" }
        defer { XFree(name) }
        return String(cString: name)
    }
}
