/// Text that may come from anywhere (a window's title, a model's answer, a file, a trace), made safe to show.
///
/// A terminal obeys control characters: they move the cursor, hide lines, and with OSC 52 fill the clipboard. Invisible
/// format characters reorder or hide what a person reads. All of them are shown by their numbers, such as `\u{1b}`.
package enum TerminalText {
    /// For a place that has one line, such as a title: newlines and tabs are shown by their numbers too.
    package static func line(_ text: String) -> String {
        escaped(text, keeping: []) { "\\u{\(String($0.value, radix: 16))}" }
    }

    /// For a paragraph: newlines and tabs stay.
    package static func lines(_ text: String) -> String {
        escaped(text, keeping: ["\n", "\t"]) { "\\u{\(String($0.value, radix: 16))}" }
    }

    /// For JSON, in which such characters stand in strings only: they become `\u001b`, and its meaning stays.
    package static func json(_ json: String) -> String {
        escaped(json, keeping: ["\n", "\t"]) { scalar in
            String(scalar).utf16.map { unit in
                let digits = String(unit, radix: 16)
                return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }.joined()
        }
    }

    private static func escaped(
        _ text: String, keeping kept: Set<Unicode.Scalar>, as form: (Unicode.Scalar) -> String
    ) -> String {
        guard text.unicodeScalars.contains(where: { isSuspicious($0) }) else { return text }
        var result = ""
        var previous: Unicode.Scalar?
        for scalar in text.unicodeScalars {
            if !isSuspicious(scalar) || kept.contains(scalar) || isJoiner(scalar, after: previous) {
                result.unicodeScalars.append(scalar)
            } else {
                result += form(scalar)
            }
            previous = scalar
        }
        return result
    }

    private static func isSuspicious(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return scalar.value < 0x20 || scalar.value == 0x7F }
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: return true
        default: return scalar.properties.isDefaultIgnorableCodePoint
        }
    }

    /// Joiners and variation selectors are part of emoji and of several scripts, where they follow a character of these.
    private static func isJoiner(_ scalar: Unicode.Scalar, after previous: Unicode.Scalar?) -> Bool {
        guard let previous, !isSuspicious(previous) || isVariation(previous) else { return false }
        let isJoining = scalar == "\u{200C}" || scalar == "\u{200D}"
        return isVariation(scalar) || isJoining && !previous.isASCII
    }

    private static func isVariation(_ scalar: Unicode.Scalar) -> Bool { (0xFE00...0xFE0F).contains(scalar.value) }
}
