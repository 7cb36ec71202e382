/// A name as people write it: without mnemonics, a closing ellipsis or colon, and keyboard hints.
package struct ElementName: Hashable, Sendable {
    /// How well a name fits what was asked for, the best first.
    package enum Grade: Int, Comparable, Sendable {
        /// The whole name, in the same case.
        case sameCase
        /// The whole name, but for case.
        case anyCase
        /// Whole words of a longer name, in any case.
        case part

        package static func < (one: Grade, other: Grade) -> Bool { one.rawValue < other.rawValue }

        /// Whether the whole name fits.
        package var isExact: Bool { self != .part }
    }

    /// The readings of the text: with a `_` or `&` taken for itself, and taken for a mnemonic.
    let forms: Set<String>
    private let lowered: Set<String>

    /// Reads a name or what is asked for.
    package init(_ text: String) {
        let plain = Self.plain(text)
        forms = [Self.trimmed(plain), Self.trimmed(Self.withoutMnemonic(plain))]
        lowered = Set(forms.map { $0.lowercased() })
    }

    private static let quotes: [Character: Character] = [
        "’": "'", "‘": "'", "“": "\"", "”": "\"", "−": "-", "–": "-", "—": "-", "×": "x", "\u{a0}": " ",
    ]
    private static let modifiers: Set<String> = ["ctrl", "control", "strg", "alt", "shift", "super", "meta"]

    /// How well this name fits `wanted`; `nil` where it does not.
    package func grade(of wanted: ElementName) -> Grade? {
        guard wanted.forms.contains(where: { !$0.isEmpty }) else { return nil }
        if !forms.isDisjoint(with: wanted.forms) { return .sameCase }
        if !lowered.isDisjoint(with: wanted.lowered) { return .anyCase }
        return lowered.contains { name in wanted.lowered.contains { name.holdsWords($0) } } ? .part : nil
    }

    private static func plain(_ text: String) -> String {
        String(text.replacing("…", with: "...").map { quotes[$0] ?? $0 })
            .split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// `_Save`, `Save _As` and `&Save` mark the letter of an access key; `&&` is how one `&` is written.
    private static func withoutMnemonic(_ text: String) -> String {
        var result = ""
        var mark: Character?
        for character in text {
            if let open = mark {
                mark = nil
                if character == open || !(character.isLetter || character.isNumber) { result.append(open) }
                if character == open { continue }
            }
            if character == "_" || character == "&" {
                mark = character
            } else {
                result.append(character)
            }
        }
        if let mark { result.append(mark) }
        return result
    }

    private static func trimmed(_ text: String) -> String {
        var words = text.split(separator: " ")
        if words.count > 1, let last = words.last, isKeyboardHint(last) { words.removeLast() }
        var name = words.joined(separator: " ")
        while name.count > 1, let last = name.last, last == ":" || last == "." || last == " " { name.removeLast() }
        return name
    }

    /// `Ctrl+S`, `(F5)`.
    private static func isKeyboardHint(_ word: Substring) -> Bool {
        let keys = word.trimmingPrefix("(").lowercased().split(separator: "+", omittingEmptySubsequences: false)
        if keys.count > 1 { return keys.dropLast().allSatisfy { modifiers.contains(String($0)) } }
        guard let key = keys.first, key.first == "f", word.first == "F" || word.first == "(" else { return false }
        return Int(key.dropFirst().filter { $0 != ")" }).map { (1...24).contains($0) } ?? false
    }
}

extension String {
    /// Whether these words stand in it, and not as a part of longer words.
    fileprivate func holdsWords(_ words: String) -> Bool {
        guard !words.isEmpty else { return false }
        return ranges(of: words).contains { range in
            let before = range.lowerBound > startIndex ? self[index(before: range.lowerBound)] : " "
            let after = range.upperBound < endIndex ? self[range.upperBound] : " "
            return ![before, after].contains { $0.isLetter || $0.isNumber }
        }
    }
}
