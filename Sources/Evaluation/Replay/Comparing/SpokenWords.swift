import Images
import Interaction
import Traces

/// Words that were read, compared as a person says them: readers take some letters for each other, and never digits.
enum SpokenWords {
    /// The words of a label that count: of one character only digits, and characters that are a word alone.
    static func words(of label: ListedElement) -> [ListedElement] {
        label.name.split(separator: " ").map { ListedElement(text: String($0), box: label.box) }.filter {
            let spoken = $0.name.spoken
            return spoken.count > 1 || $0.name.contains(where: \.isNumber) || spoken.contains { !$0.isASCII }
        }
    }

    /// Words that are gone, and new ones, however often each stands there, and rows in another order.
    ///
    /// Readers overlook single characters on some grounds, so that those count only where some are gone and others new.
    static func changes(from old: [ListedElement], to new: [ListedElement]) -> [ElementChange] {
        let (then, now) = (old.flatMap(words), new.flatMap(words))
        var (gone, come) = (rest(of: then, without: now), rest(of: now, without: then))
        if !gone.contains(where: \.isOneCharacter) || !come.contains(where: \.isOneCharacter) {
            gone.removeAll(where: \.isOneCharacter)
            come.removeAll(where: \.isOneCharacter)
        }
        return gone.map(ElementChange.missing) + come.map(ElementChange.new) + reordering(from: old, to: new)
    }

    /// The words that stand more often in one list than in another.
    private static func rest(of words: [ListedElement], without others: [ListedElement]) -> [ListedElement] {
        var counts = Dictionary(others.map { ($0.name.spoken, 1) }, uniquingKeysWith: +)
        return words.filter { word in
            guard let count = counts[word.name.spoken], count > 0 else { return true }
            counts[word.name.spoken] = count - 1
            return false
        }
    }

    /// The first two labels of a column that stand in another order in it.
    private static func reordering(from old: [ListedElement], to new: [ListedElement]) -> [ElementChange] {
        let now = Dictionary(grouping: new) { $0.name.spoken }
        let then = Dictionary(grouping: old) { $0.name.spoken }
        let pairs = old.sorted { $0.box.y < $1.box.y }.compactMap {
            label -> (old: ListedElement, new: ListedElement)? in
            guard let found = now[label.name.spoken], found.count == 1, then[label.name.spoken]?.count == 1 else {
                return nil
            }
            return (label, found[0])
        }
        for (index, one) in pairs.enumerated() {
            let below = pairs[(index + 1)...].first {
                $0.old.isInColumn(of: one.old) && $0.old.box.y >= one.old.box.maxY
            }
            guard let below, below.new.isInColumn(of: one.new), below.new.box.maxY <= one.new.box.y else { continue }
            return [.reordered(one.new, below.new)]
        }
        return []
    }
}

extension ListedElement {
    /// Pixels by which the beginnings of rows in one column may lie apart, as letters do.
    private static let alignment = 3.0

    fileprivate var isOneCharacter: Bool { name.count { $0.isLetter || $0.isNumber } == 1 }

    fileprivate func isInColumn(of other: ListedElement) -> Bool { abs(box.x - other.box.x) <= Self.alignment }
}

extension String {
    /// Letters and digits, those that readers take for each other alike; of a number also its sign, unit and points.
    var spoken: String {
        let text = lowercased()
        let alike: [Character: Character] = ["i": "l", "1": "l", "|": "l", "0": "o"]
        let isNumber = text.contains(where: \.isNumber)
        let spoken = text.compactMap { character -> Character? in
            if character.isLetter || character.isNumber || character == "|" { return alike[character] ?? character }
            return isNumber ? Self.numberSigns[character] : nil
        }
        // Punctuation at the end of a sentence does not belong to a number.
        return String(spoken.reversed().drop { $0 == "." }.reversed())
    }

    /// Characters that make another number, and as what they count.
    private static let numberSigns: [Character: Character] = [
        ".": ".", ",": ".", ":": ".", "-": "-", "−": "-", "–": "-", "+": "+", "%": "%", "$": "$", "€": "€", "£": "£",
        "/": "/", "<": "<", ">": ">", "=": "=", "°": "°",
    ]
}
