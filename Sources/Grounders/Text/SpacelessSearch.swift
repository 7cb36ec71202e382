import Interaction

/// Finds a target in a label without regard to the spaces in either.
struct SpacelessSearch {
    private let label: TextLabel
    private let characters: [Character]
    /// For each character the index of its word.
    private let words: [Int]

    init(_ label: TextLabel) {
        self.label = label
        var (characters, words): ([Character], [Int]) = ([], [])
        for (index, word) in label.words.enumerated() {
            for character in Self.comparable(word.text) {
                characters.append(character)
                words.append(index)
            }
        }
        self.characters = characters
        self.words = words
    }

    private static func comparable(_ text: String) -> [Character] {
        Array(ComparableWords(text).words.joined().lowercased())
    }

    /// The words at each place where the target's characters stand.
    ///
    /// A place begins and ends at a word's border, or beside a character of a script without spaces. Two digits with a
    /// space between them are never one number.
    func places(of target: ComparableWords) -> [[TextLabel.Word]] {
        let parts = target.words.map { Array($0.lowercased()) }
        let wanted = parts.flatMap { $0 }
        guard !wanted.isEmpty, wanted.count <= characters.count else { return [] }
        var borders: Set<Int> = []
        for part in parts { borders.insert((borders.max() ?? 0) + part.count) }
        return (0...(characters.count - wanted.count)).compactMap { start in
            let range = start..<(start + wanted.count)
            guard Array(characters[range]) == wanted, isBorder(start), isBorder(range.upperBound),
                !joinsDigits(range, borders)
            else { return nil }
            return Array(label.words[words[start]...words[range.upperBound - 1]])
        }
    }

    private func isBorder(_ index: Int) -> Bool {
        guard index > 0, index < characters.count, words[index - 1] == words[index] else { return true }
        return characters[index - 1].isWrittenWithoutSpaces || characters[index].isWrittenWithoutSpaces
    }

    /// Whether a space between two digits is only in the label, or only in the target.
    private func joinsDigits(_ range: Range<Int>, _ borders: Set<Int>) -> Bool {
        range.dropFirst().contains { index in
            characters[index - 1].isNumber && characters[index].isNumber
                && (words[index - 1] != words[index]) != borders.contains(index - range.lowerBound)
        }
    }
}
