import Foundation

/// One form in which a secret may stand in a text, and what takes its place.
struct SecretPattern: Sendable {
    let reference: String
    private let parts: [Part]
    private let ignoresCase: Bool
    /// Whether each character may be escaped.
    let isWritten: Bool

    /// What is looked for, one after the other.
    private enum Part: Hashable, Sendable {
        case scalar(Unicode.Scalar)
        /// White space of any length and kind.
        case space
        /// At least so many, since each level of quoting doubles them.
        case backslashes(Int)
    }

    private init(_ text: String, _ reference: String, ignoresCase: Bool, isWritten: Bool) {
        self.reference = reference
        self.ignoresCase = ignoresCase
        self.isWritten = isWritten
        var parts: [Part] = []
        for scalar in text.unicodeScalars {
            let part: Part =
                switch scalar {
                case "\\" where isWritten: .backslashes(1)
                case _ where isWritten && scalar.properties.isWhitespace: .space
                default: .scalar(ignoresCase ? Self.folded(scalar) : scalar)
                }
            switch (parts.last, part) {
            case (.space, .space): break
            case (.backslashes(let count), .backslashes): parts[parts.count - 1] = .backslashes(count + 1)
            default: parts.append(part)
            }
        }
        self.parts = parts
    }

    /// All forms of a secret: in words, however they are escaped, and its bytes as Base64 and as hexadecimal digits.
    static func forms(of secret: String, reference: String, ignoresCase: Bool) -> [SecretPattern] {
        let words = Set(
            [
                secret, secret.precomposedStringWithCanonicalMapping, secret.decomposedStringWithCanonicalMapping,
            ].map { Array($0.unicodeScalars) }
        ).map { String(String.UnicodeScalarView($0)) }
        let spread = secret.unicodeScalars.map { "\($0)" }.joined(separator: "\0")
        var forms = (words + [spread]).map {
            SecretPattern($0, reference, ignoresCase: ignoresCase, isWritten: true)
        }
        let spellings = ignoresCase ? Set([secret, secret.lowercased(), secret.uppercased()]) : [secret]
        for spelling in spellings {
            for bytes in EncodedSecret.bytes(of: spelling) {
                forms += EncodedSecret.base64(bytes).map {
                    SecretPattern($0, reference, ignoresCase: false, isWritten: false)
                }
                let digits = EncodedSecret.hexadecimal(bytes)
                forms.append(SecretPattern(digits, reference, ignoresCase: true, isWritten: false))
            }
        }
        return forms.filter { !$0.parts.isEmpty }
    }

    /// The characters with which it begins where it is not escaped; `nil` where it begins with white space.
    var beginnings: [Unicode.Scalar]? {
        switch parts.first {
        case .scalar(let first):
            let capital = first.properties.uppercaseMapping.unicodeScalars
            return ignoresCase && capital.count == 1 ? [first] + capital.filter { $0 != first } : [first]
        case .backslashes: return ["\\"]
        case .space, nil: return nil
        }
    }

    /// The index after the secret, where it stands at `start`.
    func end(in text: [Unicode.Scalar], from start: Int) -> Int? {
        var place = start
        for part in parts {
            guard let next = end(of: part, in: text, at: place) else { return nil }
            place = next
        }
        return place
    }

    private func end(of part: Part, in text: [Unicode.Scalar], at place: Int) -> Int? {
        guard place < text.count else { return nil }
        switch part {
        case .backslashes(let count):
            let end = text[place...].firstIndex { $0 != "\\" } ?? text.count
            return end - place >= count ? end : nil
        case .space:
            var end = place
            while end < text.count,
                let blank = WrittenCharacter.readings(of: text, at: end).first(where: {
                    $0.scalar.properties.isWhitespace
                })
            {
                end = blank.end
            }
            return end > place ? end : nil
        case .scalar(let wanted):
            if matches(text[place], wanted) { return place + 1 }
            guard isWritten, "\\%&+".unicodeScalars.contains(text[place]) else { return nil }
            return WrittenCharacter.readings(of: text, at: place).first { matches($0.scalar, wanted) }?.end
        }
    }

    private func matches(_ scalar: Unicode.Scalar, _ wanted: Unicode.Scalar) -> Bool {
        scalar == wanted || ignoresCase && Self.folded(scalar) == wanted
    }

    /// The small letter, where it is a single one.
    private static func folded(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        if scalar.isASCII {
            return (65...90).contains(scalar.value) ? Unicode.Scalar(UInt8(scalar.value + 32)) : scalar
        }
        let small = scalar.properties.lowercaseMapping.unicodeScalars
        return small.count == 1 ? small.first ?? scalar : scalar
    }
}

/// A secret's bytes as texts hold them.
enum EncodedSecret {
    /// Shorter encodings stand in any text by chance.
    private static let minimumLength = 7

    /// As UTF-8, and as UTF-16 in either order.
    static func bytes(of secret: String) -> [[UInt8]] {
        let units = Array(secret.utf16)
        return [
            Array(secret.utf8), units.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] },
            units.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] },
        ]
    }

    /// The characters of Base64 that these bytes alone decide, for each place in a group of three where they may begin; in
    /// the usual alphabet and in that of addresses.
    static func base64(_ bytes: [UInt8]) -> [String] {
        let forms = (0..<3).map { skipped in
            let text = Data([UInt8](repeating: 0, count: skipped) + bytes).base64EncodedString()
            let first = (skipped * 8 + 5) / 6
            let whole = (skipped + bytes.count) * 8 / 6
            return String(text.prefix(whole).dropFirst(first))
        }
        let all = forms.filter { $0.count >= minimumLength }
        return all + all.map { $0.replacing("+", with: "-").replacing("/", with: "_") }.filter { !all.contains($0) }
    }

    static func hexadecimal(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
