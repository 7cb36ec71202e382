import CX11

/// What a keyboard's settings do to keys that are pressed and released at once: slow keys and bounce keys drop them,
/// sticky keys and mouse keys make something else of them.
struct KeyboardControls: Hashable, Sendable {
    /// Those that are on, as XKB's bits of boolean controls.
    let hindering: UInt32
    /// Key repeat that begins so soon that a key held for a moment would be repeated.
    let repeatDelay: Duration

    private static let names: [(UInt32, String)] = [
        (UInt32(XkbSlowKeysMask), "slow keys"), (UInt32(XkbBounceKeysMask), "bounce keys"),
        (UInt32(XkbStickyKeysMask), "sticky keys"), (UInt32(XkbMouseKeysMask), "mouse keys"),
        (UInt32(XkbRepeatKeysMask), "quick key repeat"),
    ]
    /// The server may be kept from its work for so long between a key's press and its release.
    private static let shortestDelay = Duration.milliseconds(150)

    /// Asks the server what is on now.
    init(of connection: X11Connection) throws(X11Error) {
        guard let description = XkbAllocKeyboard() else { throw connection.trouble(in: "the keyboard's settings") }
        defer { XkbFreeKeyboard(description, 0, 1) }
        guard XkbGetControls(connection.display, UInt(XkbAllControlsMask), description) == Success,
            let controls = description.pointee.ctrls?.pointee
        else { throw connection.trouble(in: "the keyboard's settings") }
        repeatDelay = .milliseconds(Int(controls.repeat_delay))
        var wanted = Self.names.reduce(0) { $0 | $1.0 }
        if repeatDelay >= Self.shortestDelay { wanted &= ~UInt32(XkbRepeatKeysMask) }
        hindering = controls.enabled_ctrls & wanted
    }

    /// In words, such as `slow keys, sticky keys`; empty when nothing is in the way.
    var inWords: String { Self.names.filter { hindering & $0.0 != 0 }.map(\.1).joined(separator: ", ") }

    /// Turns them off until ``restore(_:on:)``.
    func turnOff(on connection: X11Connection) {
        guard hindering != 0 else { return }
        XkbChangeEnabledControls(connection.display, KeyboardMapAccess.coreKeyboard, hindering, 0)
    }

    /// Turns them on again.
    static func restore(_ hindering: UInt32, on connection: X11Connection) {
        guard hindering != 0 else { return }
        XkbChangeEnabledControls(connection.display, KeyboardMapAccess.coreKeyboard, hindering, hindering)
    }
}
