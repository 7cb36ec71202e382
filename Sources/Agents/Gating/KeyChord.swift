import Interaction

/// A chord of a gate's rule, under keysyms that do not depend on how it was spelled.
///
/// Right modifiers are their left twins, a capital letter is Shift and the small letter. Among denied chords a capital letter
/// beside another modifier than Shift stands for the key alone, since `ctrl+Q` is how people write `ctrl+q`.
struct KeyChord: Hashable, Sendable {
    let source: String
    private let keysyms: Set<UInt32>

    /// The chord that some text names; `nil` when a name does not mean a key.
    init?(_ source: String, denied: Bool) {
        guard let keys = Key.chord(source) else { return nil }
        var keysyms: Set<UInt32> = []
        for key in keys {
            guard let keysym = key.keysym else { return nil }
            keysyms.insert(Keysym.withoutSide(keysym))
        }
        let commands: Set<UInt32> = [Keysym.control, Keysym.alt, Keysym.superKey]
        let ignoresShift = denied && !commands.isDisjoint(with: keysyms)
        for keysym in keysyms {
            guard let small = Keysym.smallLetter(of: keysym) else { continue }
            keysyms.remove(keysym)
            keysyms.insert(small)
            if !ignoresShift { keysyms.insert(Keysym.shift) }
        }
        self.source = source
        self.keysyms = denied ? Set(keysyms.map(Keysym.mainKey)) : keysyms
    }

    /// Whether all of its keys are among those that are down, whatever else is.
    func isHeld(in down: [Keystrokes.PressedKey]) -> Bool {
        keysyms.allSatisfy { wanted in down.contains { $0.possibleKeysyms.contains(wanted) } }
    }

    /// Whether exactly its keys are down. A Shift or AltGr that only a character needs belongs to the character.
    func isExactly(_ down: [Keystrokes.PressedKey]) -> Bool {
        keysyms == Self.exact(down.map { ($0, $0.keysym) })
            || (!down.contains(where: \.isImplied) && keysyms == Self.exact(down.map { ($0, $0.plain) }))
    }

    private static func exact(_ keys: [(Keystrokes.PressedKey, UInt32)]) -> Set<UInt32> {
        var exact: Set<UInt32> = []
        for (key, keysym) in keys where !key.isImplied {
            let small = Keysym.smallLetter(of: keysym)
            exact.insert(Keysym.withoutSide(small ?? keysym))
            if small != nil { exact.insert(Keysym.shift) }
        }
        return exact
    }
}

extension Keystrokes.PressedKey {
    /// Everything that a program may take the key for.
    fileprivate var possibleKeysyms: Set<UInt32> {
        var possible: Set<UInt32> = []
        for keysym in [keysym, plain] + likenesses {
            let one = Keysym.withoutSide(keysym)
            possible.formUnion([one, Keysym.mainKey(of: one), Keysym.smallLetter(of: one) ?? one])
        }
        return possible
    }
}
