/// The keyboard as an action finds it, and the layout that suits the action best.
struct Ground {
    let map: KeyboardMap
    let modifierKeys: ModifierKeys
    let state: KeyboardState
    let layout: KeyLayout
    /// Unused keycodes.
    let spare: [UInt8]

    /// - Parameter inCurrentGroup: whether another group may not be considered.
    init(_ connection: X11Connection, for keysyms: [UInt32], inCurrentGroup: Bool = false) throws(X11Error) {
        map = try KeyboardMapAccess.read(connection)
        modifierKeys = try KeyboardMapAccess.modifierKeys(connection, in: map)
        state = try KeyboardState(of: connection)
        spare = map.keys.filter(\.value.isEmpty).keys.sorted()
        layout =
            inCurrentGroup
            ? KeyLayout(map, group: state.group, modifierKeys: modifierKeys)
            : .best(for: keysyms, in: map, currentGroup: state.group, modifierKeys: modifierKeys)
    }
}
