extension Character {
    /// Whether this is a Han ideograph, kana or a Thai, Lao, Khmer or Burmese letter.
    package var isWrittenWithoutSpaces: Bool {
        unicodeScalars.contains { scalar in
            switch scalar.value {
            case 0x0E00...0x0EFF, 0x1000...0x109F, 0x1780...0x17FF, 0x2E80...0x312F, 0x31A0...0x31BF, 0x31F0...0x31FF,
                0x3400...0x9FFF, 0xF900...0xFAFF, 0x20000...0x3FFFF:
                true
            default: false
            }
        }
    }
}
