/// The keys of a chord in the order of pressing, with the Shift or AltGr that a character needs.
struct ChordPlan: Hashable {
    private(set) var keycodes: [UInt8] = []
    /// Spare keycodes for keysyms that the layout lacks.
    private(set) var borrowed: [UInt8: KeyDefinition] = [:]

    /// - Throws: ``X11Error/noSpareKeycode(missing:)``.
    init(_ keysyms: [UInt32], missing: [UInt32], ground: Ground) throws(X11Error) {
        guard missing.count <= ground.spare.count else { throw .noSpareKeycode(missing: missing.count) }
        var spare = ground.spare[...]
        for keysym in keysyms {
            if let stroke = ground.layout.stroke(for: keysym) {
                press(ground.modifierKeys.keycodes(of: stroke.modifiers) + [stroke.keycode])
            } else if let keycode = spare.popFirst() {
                borrowed[keycode] = .lent(keysym, keysym)
                press([keycode])
            }
        }
    }

    private mutating func press(_ more: [UInt8]) {
        for keycode in more where !keycodes.contains(keycode) {
            keycodes.append(keycode)
        }
    }
}
