/// What the keys of a keyboard mean, as the XKB extension holds it, read at one moment.
///
/// A key has up to four *groups* (layouts that one can switch between), each with *levels*; which level counts is
/// decided by the key's *type* from the modifiers held.
struct KeyboardMap: Hashable, Sendable {
    /// By keycode.
    var keys: [UInt8: KeyDefinition]
    let types: [KeyType]
}

/// One key of a map, with what is needed to put it back bit for bit.
struct KeyDefinition: Hashable, Codable, Sendable {
    /// For each of four groups, the key's type as an index into the map's types.
    var types: [UInt8]
    /// The number of groups in the low four bits; above, what happens to a group that the key lacks.
    var groupInfo: UInt8
    /// Levels in a group.
    var width: UInt8
    /// Keysyms, group after group, `width` in each.
    var symbols: [UInt32]

    var groupCount: Int { Int(groupInfo & 0x0f) }

    /// The group of this key that counts while the keyboard is in `group`; `nil` for a key without groups.
    func effectiveGroup(_ group: Int) -> Int? {
        guard groupCount > 0 else { return nil }
        guard group >= groupCount else { return group }
        switch groupInfo & 0xc0 {
        case 0x40: return groupCount - 1
        case 0x80:
            let redirected = Int(groupInfo >> 4) & 0x03
            return redirected < groupCount ? redirected : 0
        default: return group % groupCount
        }
    }

    func symbol(group: Int, level: Int) -> UInt32? {
        let index = group * Int(width) + level
        guard level < Int(width), index < symbols.count else { return nil }
        return symbols[index]
    }
}

extension KeyDefinition {
    /// The index that XKB gives to the type with the levels "plain" and "with Shift", in every map.
    static let twoLevel: UInt8 = 1

    /// A key lent to two characters, whatever the group is. Both levels are always named: from one keysym alone the
    /// server would make a pair of cases, and `Á` would arrive as `á`.
    static func lent(_ plain: UInt32, _ shifted: UInt32) -> KeyDefinition {
        KeyDefinition(
            types: [twoLevel, twoLevel, twoLevel, twoLevel], groupInfo: 0x41, width: 2, symbols: [plain, shifted])
    }

    /// Whether this is what ``lent(_:_:)`` makes, as the server gives it back.
    var looksLent: Bool {
        groupCount == 1 && width == 2 && types.first == Self.twoLevel && symbols.allSatisfy { $0 != 0 }
    }

    /// Whether the key has no symbols in use.
    var isEmpty: Bool { symbols.allSatisfy { $0 == 0 } }
}

/// How modifiers choose a level.
struct KeyType: Hashable, Sendable {
    /// The modifiers that matter to this type.
    let modifiers: UInt8
    let levels: [Entry]

    struct Entry: Hashable, Sendable {
        let modifiers: UInt8
        let level: Int
    }

    /// The level chosen while exactly `held` is in force.
    func level(with held: UInt8) -> Int {
        let counted = held & modifiers
        return levels.first { $0.modifiers == counted }?.level ?? 0
    }
}
