import Interaction

/// How to reach each keysym of a keyboard map in one group, with Shift and AltGr at most.
struct KeyLayout: Sendable {
    /// A key, and the modifiers that choose the level.
    struct Stroke: Hashable, Sendable {
        let keycode: UInt8
        var modifiers: Modifiers = []
    }

    /// The modifiers that choose levels.
    struct Modifiers: OptionSet, Hashable, Sendable {
        let rawValue: UInt8

        static let shift = Modifiers(rawValue: 1)
        static let altGr = Modifiers(rawValue: 2)
    }

    /// By canonical keysym.
    private let strokes: [UInt32: Stroke]
    let group: Int

    /// - Parameter modifierKeys: the keys that hold Shift and AltGr down.
    init(_ map: KeyboardMap, group: Int, modifierKeys: ModifierKeys) {
        var strokes: [UInt32: Stroke] = [:]
        for (modifiers, keycodes) in Self.search(map, modifierKeys) {
            let held = modifierKeys.mask(of: modifiers)
            for keycode in keycodes {
                guard let key = map.keys[keycode] else { continue }
                guard let own = key.effectiveGroup(group), own < key.types.count, Int(key.types[own]) < map.types.count,
                    let symbol = key.symbol(group: own, level: map.types[Int(key.types[own])].level(with: held)),
                    symbol != 0
                else { continue }
                let keysym = Keysym.canonical(symbol)
                if strokes[keysym] == nil {
                    strokes[keysym] = Stroke(keycode: keycode, modifiers: modifiers)
                }
            }
        }
        self.strokes = strokes
        self.group = group
    }

    /// The order of the search: the keys of the main block (up to Alt Gr, 108), fewest modifiers first; then those that
    /// only some keyboards have, such as a separate key for `(`.
    private static func search(_ map: KeyboardMap, _ modifierKeys: ModifierKeys) -> [(Modifiers, [UInt8])] {
        let keycodes = map.keys.keys.sorted()
        let main = keycodes.filter { $0 <= 108 }
        let others = keycodes.filter { $0 > 108 }
        return modifierKeys.combinations.map { ($0, main) } + modifierKeys.combinations.map { ($0, others) }
    }

    func stroke(for keysym: UInt32) -> Stroke? { strokes[keysym] }

    /// The layout that has most of `keysyms`: the current group's, unless another has more.
    static func best(
        for keysyms: [UInt32], in map: KeyboardMap, currentGroup: Int, modifierKeys: ModifierKeys
    ) -> KeyLayout {
        let distinct = Set(keysyms)
        var best = KeyLayout(map, group: currentGroup, modifierKeys: modifierKeys)
        var most = distinct.count { best.stroke(for: $0) != nil }
        let groups = map.keys.values.map(\.groupCount).max() ?? 1
        for group in 0..<groups where group != currentGroup && most < distinct.count {
            let other = KeyLayout(map, group: group, modifierKeys: modifierKeys)
            let count = distinct.count { other.stroke(for: $0) != nil }
            if count > most {
                best = other
                most = count
            }
        }
        return best
    }
}

/// The keys that hold Shift and AltGr down, and the real modifiers they set.
struct ModifierKeys: Hashable, Sendable {
    struct Entry: Hashable, Sendable {
        let keycode: UInt8
        let mask: UInt8
    }

    let shift: Entry?
    let altGr: Entry?

    /// Every combination that can be held, the plain one first.
    var combinations: [KeyLayout.Modifiers] {
        [[], .shift, .altGr, [.shift, .altGr]].filter { combination in
            (!combination.contains(.shift) || shift != nil) && (!combination.contains(.altGr) || altGr != nil)
        }
    }

    func mask(of modifiers: KeyLayout.Modifiers) -> UInt8 {
        (modifiers.contains(.shift) ? shift?.mask ?? 0 : 0) | (modifiers.contains(.altGr) ? altGr?.mask ?? 0 : 0)
    }

    func keycodes(of modifiers: KeyLayout.Modifiers) -> [UInt8] {
        var keycodes: [UInt8] = []
        if modifiers.contains(.shift), let shift {
            keycodes.append(shift.keycode)
        }
        if modifiers.contains(.altGr), let altGr {
            keycodes.append(altGr.keycode)
        }
        return keycodes
    }
}
