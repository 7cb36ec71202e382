import CX11

/// Which button XTEST must press so that programs see the one that is meant.
///
/// The server maps a device's buttons (`xinput set-button-map`) and then those of the pointer that it moves
/// (`xmodmap -e "pointer = 3 2 1"`); XTEST presses come before both. Nothing of that is changed here.
struct ButtonMap: Hashable, Sendable {
    /// What the XTEST device makes of its buttons, the first for button 1; 0 is a button that is off.
    private let device: [UInt8]
    /// What the pointer makes of those.
    private let pointer: [UInt8]

    init(device: [UInt8], pointer: [UInt8]) {
        self.device = device
        self.pointer = pointer
    }

    /// Asks the server for the maps as they are now.
    ///
    /// - Parameter testPointer: the device whose buttons XTEST presses; asked for when not given.
    init(of connection: X11Connection, testPointer: Int32? = nil) throws(X11Error) {
        var map = [UInt8](repeating: 0, count: 256)
        let count = XGetPointerMapping(connection.display, &map, Int32(map.count))
        try connection.checkAlive()
        pointer = Array(map.prefix(Int(max(count, 0))))
        device = (testPointer ?? InputDevices.testPointer(connection)).map { Self.map(of: $0, connection) } ?? []
        try connection.syncIgnoringRefusals()
    }

    /// Whether each of the first seven buttons, wheel included, is itself.
    var isPlain: Bool { (1...7).allSatisfy { seen($0) == $0 } }

    /// The button to press so that programs see `button`.
    ///
    /// - Throws: ``X11Error/buttonOff(_:)``.
    func pressed(for button: UInt8) throws(X11Error) -> UInt8 {
        if seen(button) == button { return button }
        guard let found = (1...UInt8.max).first(where: { $0 <= limit && seen($0) == button }) else {
            throw .buttonOff(button)
        }
        return found
    }

    private var limit: Int { device.isEmpty ? pointer.count : device.count }

    /// What programs see of a press; a button beyond a map is itself.
    private func seen(_ button: UInt8) -> UInt8 { Self.map(Self.map(button, device), pointer) }

    private static func map(_ button: UInt8, _ map: [UInt8]) -> UInt8 {
        button > 0 && Int(button) <= map.count ? map[Int(button) - 1] : button
    }

    private static func map(of device: Int32, _ connection: X11Connection) -> [UInt8] {
        guard let device = XOpenDevice(connection.display, XID(device)) else { return [] }
        defer { XCloseDevice(connection.display, device) }
        var map = [UInt8](repeating: 0, count: 256)
        let count = XGetDeviceButtonMapping(connection.display, device, &map, UInt32(map.count))
        return Array(map.prefix(Int(max(count, 0))))
    }
}

extension ButtonMap: CustomStringConvertible {
    /// What programs see of the buttons 1 to 7, such as `3 2 1 4 5 6 7`.
    var description: String { (1...7).map { (button: UInt8) in "\(seen(button))" }.joined(separator: " ") }
}
