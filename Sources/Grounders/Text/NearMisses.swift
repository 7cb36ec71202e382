import Images
import Interaction

/// Lines in which a target that was not found may have been misread, and what another look at them makes of it.
///
/// A word counts only where another look reads the target itself, letter for letter, about as surely as the word that
/// was read first.
enum NearMisses {
    /// How much less sure of the target another look may be.
    private static let leeway = 0.1
    /// Less sure than this is guessed.
    private static let leastConfidence = 0.6

    /// The lines that hold words which differ from the target in few characters.
    static func lines(of target: ComparableWords, among lines: [ReadLine]) -> [ReadLine] {
        guard most(target) > 0 else { return [] }
        return lines.filter { line in line.labels.contains { confidence(ofNear: target, in: $0.words) != nil } }
    }

    /// The places at which other looks read the target.
    ///
    /// - Parameters:
    ///   - readings: of `lines`, in any order.
    ///   - lines: as they were read first.
    static func candidates(
        for target: ComparableWords, in readings: [ReadLine], besides lines: [ReadLine]
    ) -> [Candidate] {
        readings.flatMap { reading in
            let first = lines.first { $0.patch == reading.patch }?.labels.flatMap(\.words) ?? []
            guard let before = confidence(ofNear: target, in: first) else { return [Candidate]() }
            return reading.labels.flatMap { LabelMatching.candidates(for: target, in: $0) }.filter {
                LabelMatching.grade(of: $0, for: target) != .slip
                    && $0.confidence >= max(before - leeway, leastConfidence)
            }
        }
    }

    /// How many characters may differ: none of two, one of three, more of longer ones.
    private static func most(_ target: ComparableWords) -> Int {
        let count = target.words.joined().count
        return count < 3 ? 0 : count < 5 ? 1 : count < 9 ? 2 : 3
    }

    /// How sure the reader was of those words in a row that differ least from the target, if they do in few characters.
    private static func confidence(ofNear target: ComparableWords, in words: [TextLabel.Word]) -> Double? {
        let wanted = Array(target.words.joined().lowercased())
        var best: (distance: Int, confidence: Double)?
        for count in [target.words.count, target.words.count + 1, target.words.count - 1] where count > 0 {
            for start in words.indices where start + count <= words.count {
                let row = words[start..<(start + count)]
                let read = Array(ComparableWords(row.map(\.text).joined(separator: " ")).words.joined().lowercased())
                guard abs(read.count - wanted.count) <= most(target) else { continue }
                let distance = read.editDistance(to: wanted)
                guard distance <= best?.distance ?? most(target) else { continue }
                best = (distance, row.map(\.confidence).min() ?? 0)
            }
        }
        return best?.confidence
    }
}
