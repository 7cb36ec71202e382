import Foundation
import JSON

/// Replaces secrets by their references in every text of a line.
package struct Redaction: Sendable {
    private let secrets: [(value: String, reference: String)]
    private let ignoresCase: Bool
    /// By the character with which they begin.
    private var patterns: [Unicode.Scalar: [SecretPattern]] = [:]
    /// Those that may begin with an escaped character or with white space.
    private var written: [SecretPattern] = []

    /// Replaces nothing.
    package static let none = Redaction(secrets: [:])

    /// - Parameters:
    ///   - secrets: the values by the names of the environment variables that hold them.
    ///   - ignoresCase: whether a secret is one in capitals, too.
    package init(secrets: [String: String], ignoresCase: Bool = false) {
        // The longest first, so that a secret within another is replaced by the other's name.
        self.secrets = secrets.filter { !$0.value.isEmpty }.sorted {
            ($1.value.utf8.count, $0.key) < ($0.value.utf8.count, $1.key)
        }.map { ($0.value, "{{env:\($0.key)}}") }
        self.ignoresCase = ignoresCase
        for secret in self.secrets {
            let forms = SecretPattern.forms(of: secret.value, reference: secret.reference, ignoresCase: ignoresCase)
            for form in forms {
                for first in form.beginnings ?? [] { patterns[first, default: []].append(form) }
                if form.isWritten { written.append(form) }
            }
        }
    }

    /// The same for bytes that are not text.
    var ofBytes: BinaryRedaction { BinaryRedaction(secrets.map(\.value), ignoresCase: ignoresCase) }

    /// Whether it replaces nothing.
    package var isEmpty: Bool { secrets.isEmpty }

    /// Whether a secret stands in a text.
    package func finds(_ text: String) -> Bool { !isEmpty && !places(in: Array(text.unicodeScalars)).isEmpty }

    /// The text with every secret replaced, however it is escaped there.
    package func callAsFunction(_ text: String) -> String {
        guard !isEmpty else { return text }
        let scalars = Array(text.unicodeScalars)
        let places = places(in: scalars)
        guard !places.isEmpty else { return EventStreamText.redacted(text, by: self) }
        var result = String.UnicodeScalarView()
        var next = 0
        for (range, reference) in places {
            result.append(contentsOf: scalars[next..<range.lowerBound])
            result.append(contentsOf: reference.unicodeScalars)
            next = range.upperBound
        }
        result.append(contentsOf: scalars[next...])
        return EventStreamText.redacted(String(result), by: self)
    }

    /// Where secrets stand, those that overlap as one place, in order.
    func places(in text: [Unicode.Scalar]) -> [(range: Range<Int>, reference: String)] {
        var places: [(range: Range<Int>, reference: String)] = []
        var start = 0
        while start < text.count {
            if let end = Self.endOfReference(in: text, from: start) {
                start = end
                continue
            }
            for pattern in candidates(at: text[start]) {
                guard let end = pattern.end(in: text, from: start), !Self.isPartOfHash(start..<end, of: text) else {
                    continue
                }
                if let last = places.last, start < last.range.upperBound {
                    places[places.count - 1].range = last.range.lowerBound..<max(last.range.upperBound, end)
                } else {
                    places.append((start..<end, pattern.reference))
                }
            }
            start += 1
        }
        return places
    }

    /// What may stand where a text has this character.
    private func candidates(at scalar: Unicode.Scalar) -> [SecretPattern] {
        let plain = patterns[scalar] ?? []
        switch scalar {
        case "\\", "%", "&", "+", "\t"..." ": return written + plain
        default: return !scalar.isASCII && scalar.properties.isWhitespace ? written + plain : plain
        }
    }

    /// A text that was cut off, without the beginning of a secret at its end.
    func withoutCutSecret(_ text: String) -> String {
        for (value, reference) in secrets {
            for length in stride(from: value.count - 1, through: Self.minimumCut, by: -1) {
                let beginning = value.prefix(length)
                let end = text.suffix(length)
                guard end == beginning || ignoresCase && end.lowercased() == beginning.lowercased() else { continue }
                return text.dropLast(length) + reference
            }
        }
        return text
    }

    /// Fewer characters of a secret say nothing.
    private static let minimumCut = 3

    /// Whether letters and digits only happen to stand in the 64 digits of a hash.
    private static func isPartOfHash(_ range: Range<Int>, of text: [Unicode.Scalar]) -> Bool {
        func isDigit(_ scalar: Unicode.Scalar) -> Bool {
            ("0"..."9").contains(scalar) || ("a"..."f").contains(scalar)
        }
        guard range.count < 64, text[range].allSatisfy(isDigit) else { return false }
        let before = text[..<range.lowerBound].reversed().prefix(while: isDigit).count
        return before + range.count + text[range.upperBound...].prefix(while: isDigit).count == 64
    }

    /// The index after a `{{env:NAME}}` that begins here: the name is no secret.
    private static func endOfReference(in text: [Unicode.Scalar], from start: Int) -> Int? {
        guard text[start] == "{", text[start...].starts(with: "{{env:".unicodeScalars) else { return nil }
        let name = text[(start + 6)...].prefix { ("A"..."Z").contains($0) || ("0"..."9").contains($0) || $0 == "_" }
        guard !name.isEmpty, text[name.endIndex...].starts(with: "}}".unicodeScalars) else { return nil }
        return name.endIndex + 2
    }
}
