import Images
import Interaction
package import Traces

/// Words that were read under two looks, of which readers take other letters for each other and break other lines.
///
/// Only words that are hardly read out of icons and lines count: those of four letters and more, and numbers of two digits
/// and more. A word stands on the other screen where one of at most a quarter of other letters does, or where it is cut or
/// broken into two; a number only where the same number does.
package struct LikelyWords {
    private let words: Set<String>
    private let lines: [String]

    private static let shortest = 4

    init(_ labels: [ListedElement]) {
        words = Set(labels.flatMap(SpokenWords.words).map(\.name.spoken))
        lines = labels.map { String($0.name.spoken.filter { $0.isLetter || $0.isNumber }) }
    }

    /// Words that are gone, and new ones.
    package static func changes(from old: [ListedElement], to new: [ListedElement]) -> [ElementChange] {
        let (then, now) = (LikelyWords(old), LikelyWords(new))
        let gone = old.flatMap(SpokenWords.words).filter { $0.isSure && !now.hold($0) }
        let come = new.flatMap(SpokenWords.words).filter { $0.isSure && !then.hold($0) }
        return gone.map(ElementChange.missing) + come.map(ElementChange.new)
    }

    private func hold(_ word: ListedElement) -> Bool {
        let spoken = word.name.spoken
        if words.contains(spoken) { return true }
        guard !word.isNumeric else { return false }
        if lines.contains(where: { $0.contains(spoken) }) { return true }
        return words.contains { other in
            let common = min(spoken.count, other.count)
            if common >= Self.shortest, 2 * common >= max(spoken.count, other.count),
                spoken.hasPrefix(other) || other.hasPrefix(spoken)
            {
                return true
            }
            let most = max(1, spoken.count / 4)
            return abs(spoken.count - other.count) <= most && spoken.editDistance(to: other) <= most
        }
    }
}

extension ListedElement {
    fileprivate var isNumeric: Bool { name.count(where: \.isNumber) * 2 >= name.spoken.count }

    /// Whether it is hardly read out of something else than words.
    fileprivate var isSure: Bool {
        if isNumeric { return name.count(where: \.isNumber) >= 2 && !name.contains(where: \.isLetter) }
        return name.count(where: \.isLetter) >= 4 && !name.contains(where: \.isNumber)
    }
}
