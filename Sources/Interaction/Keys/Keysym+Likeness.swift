extension Keysym {
    /// The same key with its right twin taken for the left one: `Control_R` is `Control_L`.
    package static func withoutSide(_ keysym: UInt32) -> UInt32 {
        switch keysym {
        case 0xffe2, 0xffe4, 0xffe8, 0xffea, 0xffec, 0xffee: keysym - 1
        default: keysym
        }
    }

    /// The key of the main block that programs take this one for: `KP_Delete` is `Delete`, `KP_Enter` is `Return`,
    /// `Linefeed` is `Return`, `ISO_Left_Tab` is `Tab`, Motif's `osfDelete` is `Delete`. Any other is itself.
    package static func mainKey(of keysym: UInt32) -> UInt32 {
        if keysym & 0xffff_ff00 == 0x1004_ff00 { return keysym & 0xffff }
        switch keysym {
        case 0xff0a: return returnKey
        case 0xfe20: return tab
        case 0xff80: return 0x20
        case 0xff89, 0xff8d: return keysym - 0x80
        case 0xff91...0xff94: return 0xffbe + (keysym - 0xff91)
        case 0xff95...0xff9c: return keypadMoves[Int(keysym - 0xff95)]
        case 0xff9d: return 0xff0b
        case 0xff9e: return 0xff63
        case 0xff9f: return 0xffff
        case 0xffaa...0xffb9, 0xffbd: return keysym - 0xff80
        default: return keysym
        }
    }

    /// `KP_Home`, `KP_Left`, `KP_Up`, `KP_Right`, `KP_Down`, `KP_Prior`, `KP_Next`, `KP_End` without the keypad.
    private static let keypadMoves: [UInt32] = [
        0xff50, 0xff51, 0xff52, 0xff53, 0xff54, 0xff55, 0xff56, 0xff57,
    ]

    /// The character that a keysym stands for; `nil` for keys that make none.
    package static func character(of keysym: UInt32) -> Unicode.Scalar? {
        switch keysym {
        case 0x20..<0x7f, 0xa0...0xff: Unicode.Scalar(keysym)
        case 0x0100_0100...0x0110_ffff: Unicode.Scalar(keysym & 0x00ff_ffff)
        default: nil
        }
    }

    /// The small letter of a capital one; `nil` for every other key.
    package static func smallLetter(of keysym: UInt32) -> UInt32? {
        guard let character = character(of: keysym) else { return nil }
        let small = character.properties.lowercaseMapping.unicodeScalars
        guard small.count == 1, let letter = small.first, letter != character else { return nil }
        return of(letter)
    }
}
