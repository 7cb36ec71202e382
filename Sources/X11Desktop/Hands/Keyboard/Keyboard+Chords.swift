import Interaction

/// Striking several keys at once.
extension Keyboard {
    /// Presses keys in order and releases them in the opposite order.
    func strike(chord keys: [Key]) throws -> Int {
        discardEvents()
        let chord = try plannedChord(keys)
        let (ground, plan) = (chord.ground, chord.plan)
        if chord.meetsLocks {
            try withoutHindrance { try hit(plan, ground) }
            return 0
        }
        return try onCleanKeyboard(ground, releasingHeldKeys: false) { borrowed in
            guard !plan.borrowed.isEmpty else { return try hit(plan, ground) }
            let target = try TypingTarget(connection)
            try borrowed.add(plan.borrowed)
            try drain(target, 0, 1)
            try hit(plan, ground)
            try drain(target, 1, 1)
        }
    }

    /// Which keys strike a chord on the keyboard as it is now.
    func plannedChord(_ keys: [Key]) throws(X11Error) -> PlannedChord {
        var keysyms: [UInt32] = []
        for key in keys { keysyms.append(try key.knownKeysym()) }
        guard !keysyms.isEmpty else { throw X11Error.emptyChord }
        let ground = try Ground(connection, for: keysyms)
        let missing = keysyms.filter { ground.layout.stroke(for: $0) == nil }
        return PlannedChord(
            keysyms: keysyms, ground: ground, plan: try ChordPlan(keysyms, missing: missing, ground: ground),
            meetsLocks: missing.isEmpty && keysyms.contains(where: Keysym.changesLocks))
    }

    struct PlannedChord {
        let keysyms: [UInt32]
        let ground: Ground
        let plan: ChordPlan
        /// Whether the chord meets locks and latches as they are, because it changes them itself.
        let meetsLocks: Bool
    }

    private func hit(_ plan: ChordPlan, _ ground: Ground) throws(X11Error) {
        for keycode in plan.keycodes {
            send(keycode, pressed: true)
        }
        for keycode in plan.keycodes.reversed() {
            send(keycode, pressed: false)
        }
        try connection.sync("key presses")
    }
}
