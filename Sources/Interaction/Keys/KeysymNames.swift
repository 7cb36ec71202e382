import Foundation

/// The names of keysyms, as `XStringToKeysym` knows them.
enum KeysymNames {
    /// By name.
    private static let numbers: [String: UInt32] = Dictionary(pairs, uniquingKeysWith: { first, _ in first })
    private static let names: [UInt32: String] = Dictionary(
        pairs.map { ($0.1, $0.0) }, uniquingKeysWith: { first, _ in first })

    private static var pairs: [(String, UInt32)] {
        let words = table.split(separator: " ")
        return stride(from: 0, to: words.count - 1, by: 2).compactMap { index in
            UInt32(words[index + 1], radix: 16).map { (String(words[index]), $0) }
        }
    }

    /// The number behind a name, behind a number written as `0xff0d`, or behind a character written as `U00E9`; `nil` when
    /// there is none.
    static func number(_ name: String) -> UInt32? {
        numbers[name] ?? written(name, after: "0x", in: 1...0x1fff_ffff) ?? character(name)
    }

    /// The preferred name of a keysym: X's, else its number in hexadecimal.
    static func name(of keysym: UInt32) -> String { names[keysym] ?? "0x" + String(keysym, radix: 16) }

    private static func character(_ name: String) -> UInt32? {
        written(name, after: "U", in: 0x20...0x10_ffff).flatMap(Unicode.Scalar.init).map(Keysym.of)
    }

    private static func written(_ name: String, after prefix: String, in range: ClosedRange<UInt32>) -> UInt32? {
        guard name.hasPrefix(prefix), name.dropFirst(prefix.count).allSatisfy(\.isHexDigit),
            let number = UInt32(name.dropFirst(prefix.count), radix: 16), range.contains(number)
        else { return nil }
        return number
    }
}

extension Key {
    /// The keysym that this name stands for, under its one canonical number; `nil` when the name means no key.
    ///
    /// Names are X's own (`Delete`), numbers (`0xffff`) and characters by code point (`U0071`); a name that X does not know
    /// is tried with other capitals (`f13`, `print`, `RETURN`), then as a single character (`+`, `é`). Control characters
    /// are no keys, however they are written.
    package var keysym: UInt32? {
        guard let number = named ?? single else { return nil }
        let keysym = Keysym.canonical(number)
        return Keysym.isControlCharacter(keysym) ? nil : keysym
    }

    private var named: UInt32? {
        [name, name.capitalized, name.uppercased(), name.lowercased()].lazy.compactMap(KeysymNames.number).first
    }

    private var single: UInt32? {
        let scalars = name.precomposedStringWithCanonicalMapping.unicodeScalars
        guard let scalar = scalars.first, scalars.count == 1 else { return nil }
        return Keysym.of(scalar)
    }
}

extension Keysym {
    /// The preferred name of a keysym, such as `Delete` or `q`.
    package static func name(of keysym: UInt32) -> String { KeysymNames.name(of: keysym) }

    /// Whether this number is a control character, which some programs take for the key that makes it.
    static func isControlCharacter(_ keysym: UInt32) -> Bool { keysym < 0x20 || (0x7f..<0xa0).contains(keysym) }
}
