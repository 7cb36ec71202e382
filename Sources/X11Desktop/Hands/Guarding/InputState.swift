import CX11

/// What is held down on a display, by whomever: the server keeps a key pressed after the client that pressed it died.
package struct InputState: Hashable, Sendable {
    package let keycodes: [UInt8]
    /// As programs see them, whatever the pointer's button map makes of them.
    package let buttons: [UInt8]

    /// Whether nothing is held down.
    package var isEmpty: Bool { keycodes.isEmpty && buttons.isEmpty }

    /// Asks a display what is held down.
    package init(of address: DisplayAddress) throws(X11Error) {
        self = try InputState(of: X11Connection(to: address))
    }

    /// Releases everything that is held down on a display, over a separate connection.
    ///
    /// - Returns: what was held down.
    @discardableResult
    package static func releaseEverything(at address: DisplayAddress) throws(X11Error) -> InputState {
        let connection = try X11Connection(to: address)
        let held = try InputState(of: connection)
        try held.release(on: connection)
        return held
    }

    init(of connection: X11Connection) throws(X11Error) {
        keycodes = try Self.pressedKeycodes(connection)
        buttons = try Self.pressedButtons(connection)
    }

    /// Releases these keys and buttons.
    func release(on connection: X11Connection) throws(X11Error) {
        for keycode in keycodes {
            XTestFakeKeyEvent(connection.display, UInt32(keycode), 0, 0)
        }
        if !buttons.isEmpty {
            let map = try ButtonMap(of: connection)
            for button in buttons {
                XTestFakeButtonEvent(connection.display, UInt32(try map.pressed(for: button)), 0, 0)
            }
        }
        try connection.sync("the release of keys and buttons")
    }

    static func pressedKeycodes(_ connection: X11Connection) throws(X11Error) -> [UInt8] {
        var bits = [CChar](repeating: 0, count: 32)
        XQueryKeymap(connection.display, &bits)
        try connection.checkAlive()
        return (8...255).filter { UInt8(bitPattern: bits[$0 / 8]) & (1 << ($0 % 8)) != 0 }.map { UInt8($0) }
    }

    /// Pressed buttons; the wheel's (4 to 7) cannot stay down, for they are sent together with their release.
    private static func pressedButtons(_ connection: X11Connection) throws(X11Error) -> [UInt8] {
        let mask = try PointerState(of: connection).mask
        return (1...5).filter { mask & (UInt32(Button1Mask) << UInt32($0 - 1)) != 0 }.map { UInt8($0) }
            + InputDevices.pressedSideButtons(connection)
    }
}
