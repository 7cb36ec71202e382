/// The number under which X knows what a key means.
package enum Keysym {
    /// `Return`.
    package static let returnKey: UInt32 = 0xff0d
    /// `Tab`.
    package static let tab: UInt32 = 0xff09
    /// `ISO_Level3_Shift`, the AltGr of most layouts.
    package static let level3Shift: UInt32 = 0xfe03
    /// `Control_L`.
    package static let control: UInt32 = 0xffe3
    /// `Alt_L`.
    package static let alt: UInt32 = 0xffe9
    /// `Super_L`.
    package static let superKey: UInt32 = 0xffeb
    /// `Shift_L`.
    package static let shift: UInt32 = 0xffe1

    /// The keysym of a character: its own number in Latin-1, and above that its number plus 2²⁴.
    package static func of(_ scalar: Unicode.Scalar) -> UInt32 {
        scalar.value < 0x100 ? scalar.value : 0x0100_0000 | scalar.value
    }

    /// The same meaning under one number: a character's keysym in the form of ``of(_:)``, any other as it is.
    package static func canonical(_ keysym: UInt32) -> UInt32 {
        if keysym > 0xff, keysym < 0xfe00 {
            return legacy[keysym] ?? keysym
        }
        if keysym & 0xff00_0000 == 0x0100_0000, keysym & 0x00ff_ffff < 0x100 {
            return keysym & 0xff
        }
        return keysym
    }

    private static let legacy: [UInt32: UInt32] = Dictionary(
        legacyKeysyms.map { entry in
            let character = entry & 0xffff
            return (entry >> 16, character < 0x100 ? character : 0x0100_0000 | character)
        }, uniquingKeysWith: { first, _ in first })

    /// Whether this key switches a lock or the group: a chord that holds one must meet the keyboard as it is.
    package static func changesLocks(_ keysym: UInt32) -> Bool {
        // Num_Lock; Caps_Lock and Shift_Lock; ISO_Lock and the ISO keys for groups and levels up to ISO_Level5_Lock.
        keysym == 0xff7f || keysym == 0xffe5 || keysym == 0xffe6 || keysym == 0xfe01
            || (0xfe04...0xfe13).contains(keysym)
    }

    /// Whether this is one of the keys that are held while others are pressed.
    package static func isModifier(_ keysym: UInt32) -> Bool {
        (0xffe1...0xffee).contains(keysym) || (0xfe01...0xfe13).contains(keysym) || keysym == 0xff7e
            || keysym == 0xff7f
    }
}
