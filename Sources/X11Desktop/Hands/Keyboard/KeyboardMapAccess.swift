import CX11
import Interaction

/// Reads and changes the keyboard map of one connection's server.
enum KeyboardMapAccess {
    static let coreKeyboard = UInt32(XkbUseCoreKbd)

    /// Asks the server for the map as it is now.
    static func read(_ connection: X11Connection) throws(X11Error) -> KeyboardMap {
        let description = try fetch(connection)
        defer { XkbFreeKeyboard(description, 0, 1) }
        guard let client = description.pointee.map else { throw connection.trouble(in: "the keyboard map") }
        var keys: [UInt8: KeyDefinition] = [:]
        for keycode in description.pointee.min_key_code...description.pointee.max_key_code {
            keys[keycode] = definition(of: keycode, in: client.pointee)
        }
        let types = (0..<Int(client.pointee.num_types)).map { type(client.pointee.types[$0]) }
        return KeyboardMap(keys: keys, types: types)
    }

    /// Changes the meaning of some keys in one request.
    ///
    /// The request covers a range of keycodes; those between the ones named are sent as the server has them now.
    static func write(_ definitions: [UInt8: KeyDefinition], on connection: X11Connection) throws(X11Error) {
        guard let first = definitions.keys.min(), let last = definitions.keys.max() else { return }
        let description = try fetch(connection)
        defer { XkbFreeKeyboard(description, 0, 1) }
        for (keycode, definition) in definitions {
            put(definition, at: keycode, in: description)
        }
        var changes = XkbMapChangesRec()
        changes.changed = UInt16(XkbKeySymsMask)
        changes.min_key_code = description.pointee.min_key_code
        changes.max_key_code = description.pointee.max_key_code
        changes.first_key_sym = first
        changes.num_key_syms = last - first + 1
        guard XkbChangeMap(connection.display, description, &changes) != 0 else {
            throw connection.trouble(in: "a change of the keyboard map")
        }
        try connection.sync("a change of the keyboard map")
    }

    /// Finds the keys that hold Shift and AltGr down, by what the server does when they are pressed.
    static func modifierKeys(_ connection: X11Connection, in map: KeyboardMap) throws(X11Error) -> ModifierKeys {
        let parts = UInt32(XkbKeyActionsMask)
        guard let description = XkbGetMap(connection.display, parts, coreKeyboard) else {
            throw connection.trouble(in: "the keyboard's actions")
        }
        defer { XkbFreeKeyboard(description, 0, 1) }
        guard let server = description.pointee.server else { throw connection.trouble(in: "the keyboard's actions") }
        func entry(_ keysym: UInt32, _ keycode: UInt8) -> ModifierKeys.Entry? {
            guard map.keys[keycode]?.symbols.first == keysym else { return nil }
            let index = Int(server.pointee.key_acts[Int(keycode)])
            guard index != 0 else { return nil }
            let action = server.pointee.acts[index].mods
            guard action.type == UInt8(XkbSA_SetMods), action.mask != 0 else { return nil }
            return ModifierKeys.Entry(keycode: keycode, mask: action.mask)
        }
        let keycodes = map.keys.keys.sorted()
        return ModifierKeys(
            shift: keycodes.lazy.compactMap { entry(Keysym.shift, $0) }.first,
            altGr: keycodes.reversed().lazy.compactMap { entry(Keysym.level3Shift, $0) }.first)
    }

    private static func fetch(_ connection: X11Connection) throws(X11Error) -> XkbDescPtr {
        let parts = UInt32(XkbKeyTypesMask | XkbKeySymsMask)
        guard let description = XkbGetMap(connection.display, parts, coreKeyboard) else {
            throw connection.trouble(in: "the keyboard map")
        }
        return description
    }

    private static func definition(of keycode: UInt8, in map: XkbClientMapRec) -> KeyDefinition {
        let key = map.key_sym_map[Int(keycode)]
        let count = Int(key.width) * Int(key.group_info & 0x0f)
        let symbols = (0..<count).map { UInt32(truncatingIfNeeded: map.syms[Int(key.offset) + $0]) }
        let (one, two, three, four) = key.kt_index
        return KeyDefinition(
            types: [one, two, three, four], groupInfo: key.group_info, width: key.width, symbols: symbols)
    }

    private static func put(_ definition: KeyDefinition, at keycode: UInt8, in description: XkbDescPtr) {
        let room = XkbResizeKeySyms(description, Int32(keycode), Int32(definition.symbols.count))
        for (index, symbol) in definition.symbols.enumerated() {
            room?[index] = KeySym(symbol)
        }
        let types = definition.types
        description.pointee.map.pointee.key_sym_map[Int(keycode)].kt_index = (types[0], types[1], types[2], types[3])
        description.pointee.map.pointee.key_sym_map[Int(keycode)].group_info = definition.groupInfo
        description.pointee.map.pointee.key_sym_map[Int(keycode)].width = definition.width
    }

    private static func type(_ record: XkbKeyTypeRec) -> KeyType {
        let entries = (0..<Int(record.map_count)).compactMap { index -> KeyType.Entry? in
            let entry = record.map[index]
            guard entry.active != 0 else { return nil }
            return KeyType.Entry(modifiers: entry.mods.mask, level: Int(entry.level))
        }
        return KeyType(modifiers: record.mods.mask, levels: entries)
    }
}
