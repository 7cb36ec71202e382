/// The keys that an action presses, in order, as they will reach the X server.
///
/// The hand tells them beforehand, from the plan that it then carries out; a gate judges them.
package struct Keystrokes: Hashable, Sendable {
    /// Keys that are down, and modifiers that are locked, before the first press, regardless of the cause.
    package var held: [PressedKey]
    /// Presses and releases, in order.
    package var events: [Event]
    /// Whether a secret presses some of them. What is secret is judged too, but never put into words.
    package var isSecret: Bool

    /// A key that goes down or up.
    package enum Event: Hashable, Sendable {
        case press(PressedKey)
        /// Lets go of the key with this keycode.
        case release(UInt8)
    }

    /// Creates keystrokes.
    package init(held: [PressedKey] = [], events: [Event] = [], isSecret: Bool = false) {
        self.held = held
        self.events = events
        self.isSecret = isSecret
    }

    /// One key, and everything that it can mean at that moment. All keysyms are canonical.
    package struct PressedKey: Hashable, Sendable {
        var keycode: UInt8
        /// What the key means together with the modifiers that are down.
        package var keysym: UInt32
        /// What it means alone.
        package var plain: UInt32
        /// What a program may take it for besides: the key's meaning in another layout, other names of the modifier.
        package var likenesses: [UInt32]
        /// Whether it is a Shift or AltGr that only a character needs, not named explicitly.
        package var isImplied: Bool
        /// Whether it sets a modifier.
        package var isModifier: Bool

        /// Creates a key; `plain` is `keysym` unless given, and whether it is a modifier follows from `keysym`.
        package init(
            keycode: UInt8, keysym: UInt32, plain: UInt32? = nil, likenesses: [UInt32] = [], isImplied: Bool = false,
            isModifier: Bool? = nil
        ) {
            self.keycode = keycode
            self.keysym = keysym
            self.plain = plain ?? keysym
            self.likenesses = likenesses
            self.isImplied = isImplied
            self.isModifier = isModifier ?? Keysym.isModifier(keysym)
        }
    }

    /// Calls `body` at each press with all keys that are down then, the pressed one last, until it returns something.
    package func first<Result>(_ body: ([PressedKey]) -> Result?) -> Result? {
        var down = held
        for event in events {
            switch event {
            case .press(let key):
                down.removeAll { $0.keycode == key.keycode && key.keycode != 0 }
                down.append(key)
                if let result = body(down) { return result }
            case .release(let keycode): down.removeAll { $0.keycode == keycode }
            }
        }
        return nil
    }
}

extension Keystrokes: CustomStringConvertible {
    /// The chords in the order of their last key, such as `ctrl+s`; many are shortened, and those of a secret not told.
    package var description: String {
        guard !isSecret else { return "keys of a secret" }
        var chords: [String] = []
        var count = 0
        _ = first { down -> Bool? in
            guard let last = down.last, !last.isModifier else { return nil }
            count += 1
            if chords.count < 20 { chords.append(Self.words(for: down)) }
            return nil
        }
        if count == 0 {
            _ = first { down -> Bool? in
                chords = [Self.words(for: down)]; return nil
            }
        }
        return chords.joined(separator: " ") + (count > 20 ? " … (\(count) keys)" : "")
    }

    /// A chord as a person writes it.
    package static func words(for down: [PressedKey]) -> String {
        let characters = down.contains { !$0.isModifier && Keysym.character(of: $0.keysym) != nil }
        return down.filter { !$0.isImplied || !characters }.map { name(of: $0.keysym) }.joined(separator: "+")
    }

    private static func name(of keysym: UInt32) -> String {
        switch Keysym.withoutSide(keysym) {
        case Keysym.control: return "ctrl"
        case Keysym.shift: return "shift"
        case Keysym.alt: return "alt"
        case Keysym.superKey: return "super"
        case Keysym.level3Shift: return "altgr"
        default:
            guard let character = Keysym.character(of: keysym), character != " ", character != "+" else {
                return Keysym.name(of: keysym)
            }
            return String(character)
        }
    }
}
