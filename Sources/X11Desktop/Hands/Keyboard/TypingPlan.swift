/// How a text is typed: which keys, and what spare keycodes are lent to the characters that the layout lacks.
struct TypingPlan: Hashable, Sendable {
    /// Strokes that share one change of the map.
    struct Batch: Hashable, Sendable {
        /// By keycode; empty where the layout has every character.
        var borrowed: [UInt8: KeyDefinition] = [:]
        var strokes: [KeyLayout.Stroke] = []
    }

    private(set) var batches: [Batch] = []

    /// Plans the whole text before anything is pressed.
    ///
    /// - Parameter spare: unused keycodes; each can take two characters, the second with Shift.
    /// - Throws: ``X11Error/noSpareKeycode(missing:)``.
    init(_ symbols: TypedSymbols, layout: KeyLayout, spare: [UInt8], canShift: Bool) throws(X11Error) {
        let missing = Set(symbols.keysyms.filter { layout.stroke(for: $0) == nil })
        guard missing.isEmpty || !spare.isEmpty else { throw .noSpareKeycode(missing: missing.count) }
        let room = canShift ? spare.count * 2 : spare.count
        var rest = symbols.keysyms[...]
        while !rest.isEmpty {
            var lent: [UInt32] = []
            var seen: Set<UInt32> = []
            let end = rest.firstIndex { keysym in
                guard missing.contains(keysym), !seen.contains(keysym) else { return false }
                guard lent.count < room else { return true }
                lent.append(keysym)
                seen.insert(keysym)
                return false
            }
            let part = rest[..<(end ?? rest.endIndex)]
            batches.append(Self.batch(part, lent: lent, layout: layout, spare: spare))
            rest = rest[part.endIndex...]
        }
    }

    /// One character a keycode while they suffice, then a second one with Shift.
    private static func batch(
        _ keysyms: ArraySlice<UInt32>, lent: [UInt32], layout: KeyLayout, spare: [UInt8]
    ) -> Batch {
        var batch = Batch()
        var strokes: [UInt32: KeyLayout.Stroke] = [:]
        for (index, keycode) in spare.enumerated() where index < lent.count {
            let second = index + spare.count
            let shifted = second < lent.count ? lent[second] : lent[index]
            batch.borrowed[keycode] = .lent(lent[index], shifted)
            strokes[shifted] = KeyLayout.Stroke(keycode: keycode, modifiers: .shift)
            strokes[lent[index]] = KeyLayout.Stroke(keycode: keycode)
        }
        batch.strokes = keysyms.compactMap { layout.stroke(for: $0) ?? strokes[$0] }
        return batch
    }
}
