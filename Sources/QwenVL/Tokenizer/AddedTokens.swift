/// A token that is found in the text as it stands, not by merging bytes.
package struct AddedToken: Equatable, Sendable {
    let id: Int
    let content: String
    /// It is a special token, not part of the text, so decoding can leave it out.
    var isSpecial: Bool
    /// White space before it belongs to it.
    var takesSpaceBefore = false
    /// White space after it belongs to it.
    var takesSpaceAfter = false
    /// It is matched only where no letter or digit touches it.
    var standsAlone = false
    /// It is sought in the text after normalisation instead of before.
    var isNormalised = false

    /// A token with the usual flags: taken as it stands, wherever it stands.
    init(id: Int, content: String, isSpecial: Bool) {
        self.id = id
        self.content = content
        self.isSpecial = isSpecial
    }
}

/// Finds added tokens in text: leftmost first, of those the longest.
struct AddedTokenMatcher {
    private struct Candidate {
        let bytes: [UInt8]
        let token: AddedToken
    }

    private var candidatesByFirstByte: [[Candidate]] = Array(repeating: [], count: 256)
    private(set) var isEmpty = true
    private let classes = ScalarClass.table

    init(_ tokens: [AddedToken]) {
        for token in tokens {
            var bytes = Array(token.content.utf8)
            if token.isNormalised { bytes = CanonicalComposition.shared.normalised(bytes.span) ?? bytes }
            guard let first = bytes.first else { continue }
            candidatesByFirstByte[Int(first)].append(Candidate(bytes: bytes, token: token))
            isEmpty = false
        }
        for first in candidatesByFirstByte.indices {
            candidatesByFirstByte[first].sort { $0.bytes.count > $1.bytes.count }
        }
    }

    /// The text cut at its added tokens: each section with the token it is, `nil` for the text between.
    func sections(of text: borrowing Span<UInt8>) -> [(range: Range<Int>, token: Int?)] {
        var sections: [(range: Range<Int>, token: Int?)] = []
        var covered = 0
        var position = 0
        while position < text.count {
            guard let match = match(at: position, in: text) else {
                position += 1
                continue
            }
            var (start, end) = (position, position + match.bytes.count)
            position = end
            if match.token.standsAlone, !standsAlone(start..<end, in: text) { continue }
            if match.token.takesSpaceBefore { start = max(startOfSpace(before: start, in: text), covered) }
            if match.token.takesSpaceAfter { end = endOfSpace(after: end, in: text) }
            if covered < start { sections.append((covered..<start, nil)) }
            sections.append((start..<end, match.token.id))
            covered = end
        }
        if covered < text.count { sections.append((covered..<text.count, nil)) }
        return sections
    }

    private func match(at start: Int, in text: borrowing Span<UInt8>) -> Candidate? {
        for candidate in candidatesByFirstByte[Int(text[start])] {
            guard candidate.bytes.count <= text.count - start else { continue }
            var index = 1
            while index < candidate.bytes.count, text[start + index] == candidate.bytes[index] { index += 1 }
            if index == candidate.bytes.count { return candidate }
        }
        return nil
    }

    private func standsAlone(_ range: Range<Int>, in text: borrowing Span<UInt8>) -> Bool {
        if range.upperBound < text.count,
            classes[scalar(at: range.upperBound, in: text).value].contains(.word)
        {
            return false
        }
        guard range.lowerBound > 0 else { return true }
        let before = startOfScalar(before: range.lowerBound, in: text)
        return !classes[scalar(at: before, in: text).value].contains(.word)
    }

    private func startOfSpace(before end: Int, in text: borrowing Span<UInt8>) -> Int {
        var start = end
        while start > 0 {
            let before = startOfScalar(before: start, in: text)
            guard classes[scalar(at: before, in: text).value].contains(.space) else { break }
            start = before
        }
        return start
    }

    private func endOfSpace(after start: Int, in text: borrowing Span<UInt8>) -> Int {
        var end = start
        while end < text.count {
            let (value, length) = scalar(at: end, in: text)
            guard classes[value].contains(.space) else { break }
            end += length
        }
        return end
    }
}
