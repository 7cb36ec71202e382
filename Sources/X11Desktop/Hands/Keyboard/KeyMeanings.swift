import CX11
import Interaction

/// What each key of a keyboard means to programs, with the modifiers that are down.
struct KeyMeanings {
    private let map: KeyboardMap
    private let group: Int
    /// The real modifiers that each key sets.
    private let masks: [UInt8: UInt8]
    /// For each of the eight real modifiers, the keysyms of all keys that set it.
    private let names: [[UInt32]]

    /// - Parameter group: the group in which the keys will be read.
    init(_ connection: X11Connection, _ map: KeyboardMap, group: Int) throws(X11Error) {
        self.map = map
        self.group = group
        guard let mapping = XGetModifierMapping(connection.display) else {
            throw connection.trouble(in: "the modifiers' keys")
        }
        defer { XFreeModifiermap(mapping) }
        let width = Int(mapping.pointee.max_keypermod)
        var masks: [UInt8: UInt8] = [:]
        var names = [[UInt32]](repeating: [], count: 8)
        for modifier in 0..<8 {
            for index in 0..<width {
                guard let keycode = mapping.pointee.modifiermap?[modifier * width + index], keycode != 0 else {
                    continue
                }
                masks[keycode, default: 0] |= 1 << UInt8(modifier)
                for keysym in map.keys[keycode]?.symbols ?? [] where keysym != 0 && !names[modifier].contains(keysym) {
                    names[modifier].append(keysym)
                }
            }
        }
        self.masks = masks
        self.names = names
    }

    /// The real modifiers that a key sets while it is down.
    func mask(of keycode: UInt8) -> UInt8 { masks[keycode] ?? 0 }

    /// The key with everything that it can mean.
    ///
    /// - Parameters:
    ///   - held: the real modifiers that are down.
    ///   - lent: what the keycode is lent to while it is pressed.
    func key(
        _ keycode: UInt8, held: UInt8, lent: KeyDefinition? = nil, isImplied: Bool = false
    ) -> Keystrokes.PressedKey {
        let definition = lent ?? map.keys[keycode]
        let own = definition.flatMap { $0.effectiveGroup(group) } ?? 0
        let keysym = symbol(definition, own, held) ?? 0
        let plain = symbol(definition, own, 0) ?? keysym
        var likenesses: [UInt32] = []
        for other in 0..<(definition?.groupCount ?? 0) where other != own {
            likenesses += [symbol(definition, other, held), symbol(definition, other, 0)].compactMap { $0 }
        }
        likenesses += modifierNames(mask(of: keycode))
        if let keysym = definition.flatMap({ symbol($0, own, held) }), Keysym.smallLetter(of: keysym) != nil {
            likenesses.append(Keysym.shift)
        }
        return Keystrokes.PressedKey(
            keycode: keycode, keysym: keysym, plain: plain, likenesses: likenesses, isImplied: isImplied,
            isModifier: mask(of: keycode) != 0 || Keysym.isModifier(plain))
    }

    /// The modifiers that are locked or latched, as if their keys were down.
    func keys(setting mask: UInt8) -> [Keystrokes.PressedKey] {
        (0..<8).filter { mask & (1 << UInt8($0)) != 0 }.compactMap { modifier in
            guard let keysym = names[modifier].first else { return nil }
            return Keystrokes.PressedKey(
                keycode: 0, keysym: Keysym.canonical(keysym), likenesses: modifierNames(1 << UInt8(modifier)),
                isModifier: true)
        }
    }

    private func modifierNames(_ mask: UInt8) -> [UInt32] {
        (0..<8).filter { mask & (1 << UInt8($0)) != 0 }.flatMap { names[$0].map(Keysym.canonical) }
    }

    private func symbol(_ definition: KeyDefinition?, _ group: Int, _ held: UInt8) -> UInt32? {
        guard let definition, group < definition.types.count, Int(definition.types[group]) < map.types.count else {
            return nil
        }
        let level = map.types[Int(definition.types[group])].level(with: held)
        guard let symbol = definition.symbol(group: group, level: level) ?? definition.symbol(group: group, level: 0),
            symbol != 0
        else { return nil }
        return Keysym.canonical(symbol)
    }
}
