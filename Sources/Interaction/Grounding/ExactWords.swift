/// Words as assertions compare them: whole words in the same case, digits and their separators included.
///
/// Quotes, brackets and marks around words do not count, nor which of several dashes or quotes is used. `Total: 7` stands
/// in `Total: 7 items` and in `(Total: 7)`, not in `Total: 7.50`, `Total: -7`, `total: 7` or `Subtotal: 7`.
package struct ExactWords: Hashable, Sendable {
    let words: [String]

    /// Marks that end a word, unless they stand between digits as in `7:30` or `1/2`.
    private static let borders: Set<Character> = [
        "/", "\\", "=", "|", "<", ">", "(", ")", "[", "]", "{", "}", "\"", ":", ";", ",", "!", "?",
    ]
    /// Marks that do not count beside a word.
    private static let surroundings: Set<Character> = [
        ".", ",", ":", ";", "!", "?", "'", "*", "_", "&", "…", "`",
    ]
    private static let plain: [Character: Character] = [
        "’": "'", "‘": "'", "“": "\"", "”": "\"", "«": "\"", "»": "\"", "−": "-", "–": "-", "—": "-", "×": "x",
    ]

    /// Splits a text into words.
    package init(_ text: String) {
        let characters = text.map { Self.plain[$0] ?? $0 }
        var words = [""]
        for (index, character) in characters.enumerated() {
            if character.isWhitespace || Self.isBorder(at: index, in: characters) {
                words.append("")
            } else {
                words[words.count - 1].append(character)
            }
        }
        let trimmed = words.map(Self.trimmed).filter { !$0.isEmpty }
        // Without words, the punctuation marks are compared.
        self.words = trimmed.isEmpty ? text.split(whereSeparator: \.isWhitespace).map(String.init) : trimmed
    }

    private init(words: [String]) { self.words = words }

    /// The same words in lower case, for a comparison without regard to case.
    package var lowercased: ExactWords { ExactWords(words: words.map { $0.lowercased() }) }

    /// Whether these words stand in `text`, one after another. Spaces may be missing or added where a reader of pictures
    /// errs, but not between digits, nor beyond whole words where the script has spaces.
    package func stand(in text: ExactWords) -> Bool {
        guard !words.isEmpty, !text.words.isEmpty else { return false }
        let (wanted, read) = (Run(words), Run(text.words))
        guard wanted.characters.count <= read.characters.count else { return false }
        return (0...(read.characters.count - wanted.characters.count)).contains { read.holds(wanted, at: $0) }
    }

    private static func isBorder(at index: Int, in text: [Character]) -> Bool {
        guard borders.contains(text[index]) else { return false }
        let isInNumber =
            index > 0 && index + 1 < text.count && text[index - 1].isNumber && text[index + 1].isNumber
        return !isInNumber
    }

    private static func trimmed(_ word: String) -> String {
        var word = word[...]
        while let last = word.last, surroundings.contains(last) { word.removeLast() }
        while let first = word.first, surroundings.contains(first) {
            // The dot of `.5` is part of the number.
            if first == ".", word.dropFirst().first?.isNumber == true { break }
            word.removeFirst()
        }
        return String(word)
    }
}

/// The characters of words without the spaces, and where the words begin.
private struct Run {
    private(set) var characters: [Character] = []
    private var starts: Set<Int> = []

    init(_ words: [String]) {
        for word in words {
            starts.insert(characters.count)
            characters += word
        }
        starts.insert(characters.count)
    }

    func holds(_ other: Run, at start: Int) -> Bool {
        let end = start + other.characters.count
        guard Array(characters[start..<end]) == other.characters, isBorder(start), isBorder(end) else { return false }
        return !(start + 1..<max(end, start + 1)).contains { index in
            characters[index - 1].isNumber && characters[index].isNumber
                && starts.contains(index) != other.starts.contains(index - start)
        }
    }

    private func isBorder(_ index: Int) -> Bool {
        if starts.contains(index) { return true }
        return characters[index - 1].isWrittenWithoutSpaces || characters[index].isWrittenWithoutSpaces
    }
}
