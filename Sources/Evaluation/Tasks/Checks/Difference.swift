import Formats
import Images
import Interaction
import JSON

/// Texts and values as results show them: in quotes, and cut short.
enum Excerpt {
    static let maximumLength = 200

    static func of(_ text: String) -> String { quoted(text.unicodeScalars) }

    static func of(_ value: JSON) -> String { value.string.map(of) ?? cut(value.text) }

    static func of(_ texts: [String]) -> String { cut("[" + texts.prefix(20).map(of).joined(separator: ", ") + "]") }

    private static func cut(_ text: String) -> String {
        let scalars = text.unicodeScalars
        guard scalars.count > maximumLength else { return text }
        return String(scalars.prefix(maximumLength)) + "…"
    }

    /// In quotes, with line ends and tabs shown as escapes.
    private static func quoted(_ scalars: String.UnicodeScalarView) -> String {
        let shown = scalars.prefix(maximumLength)
        let text = shown.reduce(into: "") { text, scalar in
            switch scalar {
            case "\n": text += "\\n"
            case "\t": text += "\\t"
            case "\"", "\\": text += "\\\(scalar)"
            default: text.unicodeScalars.append(scalar)
            }
        }
        return "\"\(text)\"" + (shown.endIndex < scalars.endIndex ? "…" : "")
    }
}

/// Where what was found parts from what was expected, in lines.
enum Difference {
    private static let maximumLines = 6

    /// Of two texts: the first lines that differ, `-` for expected and `+` for found; within one line also the code point.
    static func of(found: String, expected: String) -> String {
        of(found: found.textLines, expected: expected.textLines)
    }

    static func of(found: [String], expected: [String]) -> String {
        let start = zip(found, expected).prefix { $0.isSame(as: $1) }.count
        let shorter = min(found.count, expected.count) - start
        let tail = zip(found.reversed(), expected.reversed()).prefix(shorter).prefix { $0.isSame(as: $1) }.count
        let removed = expected[start..<expected.count - tail]
        let added = found[start..<found.count - tail]
        guard !removed.isEmpty || !added.isEmpty else { return "" }
        var lines = ["line \(start + 1):"] + block("-", removed) + block("+", added)
        if removed.count == 1, added.count == 1, let one = removed.first, let two = added.first {
            lines.append(codePoint(found: two, expected: one))
        }
        return lines.joined(separator: "\n")
    }

    private static func block(_ mark: String, _ lines: ArraySlice<String>) -> [String] {
        lines.prefix(maximumLines).map { "\(mark) \(Excerpt.of($0))" }
            + (lines.count > maximumLines ? ["\(mark) … \(lines.count - maximumLines) more lines"] : [])
    }

    /// The first code point that differs, which may look like the other.
    private static func codePoint(found: String, expected: String) -> String {
        let (one, two) = (Array(found.unicodeScalars), Array(expected.unicodeScalars))
        let place = zip(one, two).prefix { $0 == $1 }.count
        func name(_ scalars: [Unicode.Scalar]) -> String {
            guard scalars.indices.contains(place) else { return "the end" }
            let digits = String(scalars[place].value, radix: 16, uppercase: true)
            return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        }
        return "at character \(place + 1): expected \(name(two)), found \(name(one))"
    }

    /// Of two lists of texts: the first entry that differs.
    static func ofEntries(found: [String], expected: [String], called name: String) -> String {
        let place = zip(found, expected).prefix { $0.isSame(as: $1) }.count
        func text(_ texts: [String]) -> String { texts.indices.contains(place) ? Excerpt.of(texts[place]) : "nothing" }
        return "\(name) \(place + 1): expected \(text(expected)), found \(text(found))"
    }

    /// Of two pictures of one size: the smallest region that holds every pixel that differs.
    static func of(found: Image, expected: Image) -> String {
        guard found.size == expected.size else {
            return "expected \(expected.width) x \(expected.height) pixels, found \(found.width) x \(found.height)"
        }
        let difference = found.difference(from: expected)
        guard let box = difference.bounds else { return "" }
        return "\(difference.changedPixels) of \(found.width * found.height) pixels differ, all in the region "
            + "\(Int(box.x)),\(Int(box.y)),\(Int(box.width))x\(Int(box.height))"
    }
}
