import Images
import Interaction

/// Tells whether a single character that was read is beyond doubt: `0` and `O`, `1` and `l`, `9` and `g` differ too little
/// where no other letter of the word says which it is.
///
/// Such a digit is certain beside a digit that resembles no letter, in its row or column as on a keypad; such a letter,
/// unless it stands among digits so.
enum ShortTargets {
    private static let alike: [Set<Character>] = [
        ["0", "O", "o", "Q", "D"], ["1", "l", "I", "|", "!", "i"], ["9", "g", "q"], ["5", "S", "s"], ["2", "Z", "z"],
        ["8", "B"], ["6", "G", "b"],
    ]
    /// The confidence below which a short target is refused.
    static let doubt = 0.5
    /// How far away a character still says what its neighbour is, in pixels.
    private static let reach = 400.0

    /// The candidates, with little confidence in those that may be another character.
    static func judged(_ candidates: [Candidate], among labels: [TextLabel]) -> [Candidate] {
        candidates.map { candidate in
            var candidate = candidate
            if !isCertain(candidate, among: labels) { candidate.confidence = min(candidate.confidence, 0.4) }
            return candidate
        }
    }

    /// Whether a candidate is a short one that may be something else.
    static func isDoubtful(_ candidate: Candidate) -> Bool {
        candidate.text.count <= 2 && candidate.confidence < doubt
    }

    private static func isCertain(_ candidate: Candidate, among labels: [TextLabel]) -> Bool {
        guard candidate.isExact, candidate.text.count == 1, let character = candidate.text.first, resembles(character)
        else { return true }
        let near = labels.filter { $0.text.count == 1 && isNeighbour($0.box, of: candidate.box) }
            .compactMap(\.text.first).filter { !resembles($0) }
        let (digits, letters) = (near.count(where: \.isNumber), near.count(where: \.isLetter))
        return character.isNumber ? digits > letters : letters >= digits
    }

    private static func resembles(_ character: Character) -> Bool { alike.contains { $0.contains(character) } }

    /// Whether a box of about the same height stands in the same row or column.
    private static func isNeighbour(_ box: Box<ImageSpace>, of other: Box<ImageSpace>) -> Bool {
        let isInRow = box.y < other.maxY && other.y < box.maxY && abs(box.x - other.x) <= reach
        let isInColumn = box.x < other.maxX && other.x < box.maxX && abs(box.y - other.y) <= reach
        return box != other && (isInRow || isInColumn) && 4 * abs(box.height - other.height) <= max(box.height, 8)
    }
}
