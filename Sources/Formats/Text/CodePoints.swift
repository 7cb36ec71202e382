import JSON

/// A text that is compared, ordered and hashed by its Unicode code points, as Python compares texts. Swift's own `==`
/// takes canonically equivalent texts for equal: `é` as one code point and as two.
package struct CodePoints: Hashable, Comparable, Sendable {
    /// The text itself.
    package let text: String

    /// Takes a text to be compared by its code points.
    package init(_ text: some StringProtocol) { self.text = String(text) }

    package static func == (one: CodePoints, two: CodePoints) -> Bool { one.text.isSame(as: two.text) }

    package static func < (one: CodePoints, two: CodePoints) -> Bool {
        one.text.unicodeScalars.lexicographicallyPrecedes(two.text.unicodeScalars)
    }

    package func hash(into hasher: inout Hasher) {
        for byte in text.utf8 { hasher.combine(byte) }
    }
}

extension StringProtocol {
    /// Whether both have the same code points.
    package func isSame(as other: some StringProtocol) -> Bool { utf8.elementsEqual(other.utf8) }

    /// Whether the code points of `part` stand in it one after the other.
    package func holds(_ part: some StringProtocol) -> Bool {
        let (bytes, wanted) = (Array(utf8), Array(part.utf8))
        return bytes.firstIndex(of: wanted[...]) != nil
    }

    /// With every occurrence of the code points of `part` replaced.
    package func replacingCodePoints(_ part: some StringProtocol, with other: some StringProtocol) -> String {
        let (bytes, wanted, substitute) = (Array(utf8), Array(part.utf8), Array(other.utf8))
        guard !wanted.isEmpty else { return String(self) }
        var result: [UInt8] = []
        var rest = bytes[...]
        while let start = rest.firstIndex(of: wanted[...]) {
            result += rest[..<start] + substitute
            rest = rest[(start + wanted.count)...]
        }
        return String(decoding: result + rest, as: UTF8.self)
    }
}

extension Collection<UInt8> where Index == Int {
    /// Where `part` begins in it for the first time.
    func firstIndex(of part: ArraySlice<UInt8>) -> Int? {
        guard let first = part.first else { return startIndex }
        guard count >= part.count else { return nil }
        var place = startIndex
        let last = endIndex - part.count
        while place <= last {
            guard let next = self[place...last].firstIndex(of: first) else { return nil }
            if self[next..<next + part.count].elementsEqual(part) { return next }
            place = next + 1
        }
        return nil
    }
}

extension Array<String> {
    /// Whether both have the same texts, by code points.
    package func isSame(as other: [String]) -> Bool {
        count == other.count && zip(self, other).allSatisfy { $0.isSame(as: $1) }
    }
}
