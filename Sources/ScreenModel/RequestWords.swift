import Checkpoints

/// Turns requests into the words that the namer of icons was taught with, as `Sources/Training/screens/words.py` does.
struct RequestWords: Sendable {
    /// Words that say nothing about a picture.
    private let ignored: Set<String>
    /// For words that say the same the one that is taken.
    private let same: [String: String]
    /// What a sign on a key is called.
    private let signs: [String: String]

    /// Reads the words that say nothing, those that say the same, and the names of signs.
    init(_ weights: ScreenWeights) throws(CheckpointError) {
        ignored = Set(try weights.lines("ignored.text"))
        same = Self.pairs(try weights.lines("same.text"))
        signs = Self.pairs(try weights.lines("signs.text"))
    }

    private static func pairs(_ lines: [String]) -> [String: String] {
        let parted = lines.map { $0.split(separator: " ", maxSplits: 1).map(String.init) }.filter { $0.count == 2 }
        return Dictionary(parted.map { ($0[0], $0[1]) }) { first, _ in first }
    }

    /// The words that count: without what stands in brackets at the end, such as a shortcut, and without words that say
    /// nothing, unless there are no others.
    func telling(_ request: String) -> [String] {
        let request = spelled(request)
        let all = words(of: Self.withoutBrackets(request))
        let words = all.isEmpty ? words(of: request) : all
        let telling = words.filter { !ignored.contains($0) }
        return telling.isEmpty ? words : telling
    }

    /// One or two signs and letters with words for the signs; any other text as it is.
    private func spelled(_ request: String) -> String {
        let plain = request.filter { !$0.isWhitespace }
        if let name = signs[plain] { return name }
        let isWord = plain.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
        guard (1...2).contains(plain.unicodeScalars.count), !isWord else { return request }
        return plain.map { signs[String($0)] ?? String($0) }.joined(separator: " ")
    }

    private static func withoutBrackets(_ text: String) -> Substring {
        guard let close = text.lastIndex(where: { !$0.isWhitespace }), ")]".contains(text[close]),
            let open = text[..<close].lastIndex(where: { "()[]".contains($0) }), "([".contains(text[open])
        else { return text[...] }
        return text[..<open]
    }

    /// Letters and digits in runs, camel case parted, in small letters, without their endings.
    private func words(of text: some StringProtocol) -> [String] {
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
            let word = Self.stem(run.lowercased())
            return same[word] ?? word
        }
    }

    /// A word without the ending of its plural, or of a verb: "sorting", "sorted" and "sorts" are "sort".
    static func stem(_ word: String) -> String {
        var word = word
        if word.count > 3, word.hasSuffix("s"), !word.hasSuffix("ss") { word.removeLast() }
        for ending in ["ing", "ed"] where word.hasSuffix(ending) {
            var start = word.dropLast(ending.count)
            guard start.count > 2, start.contains(where: { "aeiouy".contains($0) }), let last = start.last else {
                continue
            }
            if start.dropLast().last == last, !"lsz".contains(last) { start.removeLast() }
            return String(start)
        }
        return word.count > 4 && word.hasSuffix("e") ? String(word.dropLast()) : word
    }
}
