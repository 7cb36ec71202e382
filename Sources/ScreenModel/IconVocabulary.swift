package import Checkpoints
import Tensors

/// The words that the namer knows, and what icons may mean.
///
/// Texts become words as in `Sources/Training/screens/words.py`.
package struct IconVocabulary: Sendable {
    /// Words that say nothing about a picture.
    private let ignored: Set<String>
    private let numbers: [String: Int]
    /// `[words, width]`; the sum of a phrase's rows and the start points to where its icons lie.
    private let words: [[Float]]
    /// What the words of a phrase are added to.
    private let start: [Float]

    /// Reads the words.
    package init(_ weights: ScreenWeights) throws(CheckpointError) {
        let rows = try weights.rows("words.weight", width: IconNamer.width)
        words = (0..<rows.rows).map { rows.row($0) }
        start = try weights.floats("words.start", count: IconNamer.width)
        ignored = Set(try weights.lines("ignored.text"))
        let known = try weights.lines("words.text").prefix(words.count).enumerated()
        numbers = Dictionary(known.map { ($1, $0) }) { first, _ in first }
    }

    /// The vector of a request, of length 1; `nil` where it has no known word, or more unknown ones than known.
    package func vector(of request: String) -> [Float]? {
        let parts = telling(request)
        let known = parts.compactMap { numbers[$0] }
        guard !known.isEmpty, parts.count <= 2 * known.count else { return nil }
        var sum = start
        for number in known.prefix(Self.mostWords) { for index in sum.indices { sum[index] += words[number][index] } }
        return sum.unitLength
    }

    /// The words that count: without what stands in brackets at the end, such as a shortcut, and without words that say
    /// nothing, unless there are no others.
    func telling(_ request: String) -> [String] {
        let all = Self.words(of: Self.withoutBrackets(request))
        let words = all.isEmpty ? Self.words(of: request) : all
        let telling = words.filter { !ignored.contains($0) }
        return telling.isEmpty ? words : telling
    }

    private static func withoutBrackets(_ text: String) -> Substring {
        guard let close = text.lastIndex(where: { !$0.isWhitespace }), ")]".contains(text[close]),
            let open = text[..<close].lastIndex(where: { "()[]".contains($0) }), "([".contains(text[open])
        else { return text[...] }
        return text[..<open]
    }

    /// So many words of a phrase count.
    private static let mostWords = 6

    /// Letters and digits in runs, camel case parted, in small letters, without the "s" of a plural.
    static func words(of text: some StringProtocol) -> [String] {
        var runs: [String] = []
        var before: Character = " "
        for character in text {
            let isWord = character.isASCII && (character.isLetter || character.isNumber)
            let continues =
                isWord && before.isLetter == character.isLetter && before.isNumber == character.isNumber
                && !(before.isLowercase && character.isUppercase)
            if isWord {
                if continues { runs[runs.count - 1].append(character) } else { runs.append(String(character)) }
            }
            before = isWord ? character : " "
        }
        return runs.map { run in
            let word = run.lowercased()
            return word.count > 3 && word.hasSuffix("s") && !word.hasSuffix("ss") ? String(word.dropLast()) : word
        }
    }
}
