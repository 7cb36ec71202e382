import CX11
import Foundation

/// The keycodes that Deskhand may lend to characters, as they were before it lent any, and the locks that it may clear.
///
/// A guardian holds the bytes of one and puts everything back when Deskhand was killed while it typed. Only keys that
/// still look borrowed are changed, so a layout that was chosen in the meantime stays.
package struct KeyboardMapSnapshot: Hashable, Codable, Sendable {
    /// By keycode.
    let spare: [UInt8: KeyDefinition]
    /// Caps Lock, Num Lock and the like, as X modifier bits.
    let locks: UInt8
    let group: UInt8
    /// Slow keys and their like that were on, as XKB's bits.
    let controls: UInt32

    init(of connection: X11Connection) throws(X11Error) {
        let map = try KeyboardMapAccess.read(connection)
        spare = map.keys.filter { $0.value.isEmpty }
        var state = XkbStateRec()
        guard XkbGetState(connection.display, KeyboardMapAccess.coreKeyboard, &state) == 0 else {
            throw connection.trouble(in: "the keyboard's state")
        }
        locks = state.locked_mods
        group = state.locked_group
        controls = try KeyboardControls(of: connection).hindering
    }

    /// Reads the keyboard of a display.
    package init(of address: DisplayAddress) throws(X11Error) {
        self = try KeyboardMapSnapshot(of: X11Connection(to: address))
    }

    /// Reads what ``bytes`` wrote; `nil` when these are not such bytes.
    package init?(bytes: [UInt8]) {
        guard let snapshot = try? JSONDecoder().decode(KeyboardMapSnapshot.self, from: Data(bytes)),
            snapshot.spare.values.allSatisfy(\.isSound)
        else { return nil }
        self = snapshot
    }

    /// For a guardian to hold: one line of JSON, without a newline.
    package var bytes: [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return (try? encoder.encode(self)).map(Array.init) ?? []
    }

    /// Takes lent keys back, in one request, over a separate connection.
    ///
    /// - Returns: how many keys were still lent.
    @discardableResult
    package func restore(at address: DisplayAddress) throws(X11Error) -> Int {
        try restore(on: X11Connection(to: address))
    }

    /// The same over a connection that is there already.
    func restore(on connection: X11Connection) throws(X11Error) -> Int {
        let map = try KeyboardMapAccess.read(connection)
        let lent = spare.filter { keycode, _ in map.keys[keycode]?.looksLent ?? false }
        try KeyboardMapAccess.write(lent, on: connection)
        return lent.count
    }

    /// Sets Caps Lock and its like, the group, and slow keys and their like as they were.
    package func restoreLocks(at address: DisplayAddress) throws(X11Error) {
        let connection = try X11Connection(to: address)
        XkbLockModifiers(connection.display, KeyboardMapAccess.coreKeyboard, 0xff, UInt32(locks))
        XkbLockGroup(connection.display, KeyboardMapAccess.coreKeyboard, UInt32(group))
        KeyboardControls.restore(controls, on: connection)
        try connection.sync("the keyboard's locks")
    }
}

extension KeyDefinition {
    /// Whether the counts agree with each other, so that the key can be sent to a server.
    fileprivate var isSound: Bool {
        types.count == 4 && groupCount <= 4 && symbols.count == groupCount * Int(width)
    }
}
