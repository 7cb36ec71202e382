import Foundation
import Interaction

/// Requests for what is not on a picture: names from other pictures of a dataset, to which the right answer is a refusal.
///
/// A name counts as absent where neither it nor a part of it, nor anything that it is a part of, stands among the names of
/// what programs told of the picture (``Interaction/KeptScreen``) and among the instructions for it. Pictures of which
/// nothing was told are not asked: nobody knows what is not on them.
struct AbsentTargets {
    /// How many for each picture, and what decides which.
    struct Draw: Hashable, Codable, Sendable {
        let count: Int
        let seed: UInt64
    }

    private let items: [GroundingItem]

    init(_ items: [GroundingItem]) { self.items = items }

    /// The requests for each picture, of names that differ, in the order of the pictures' names.
    func drawn(_ draw: Draw) -> [GroundingItem] {
        var names: [PhraseWords: String] = [:]
        for item in items { names[PhraseWords(item.instruction)] = item.instruction }
        let phrases = names.filter { !$0.key.isEmpty }.sorted { $0.value < $1.value }
        let pictures = Dictionary(grouping: items, by: \.pictureName).sorted { $0.key < $1.key }
        return pictures.flatMap { name, items in
            guard let known = Self.known(on: items) else { return [GroundingItem]() }
            var left = phrases.filter { phrase in
                !known.contains { $0.isPart(of: phrase.key) || phrase.key.isPart(of: $0) }
            }
            var generator = SeededGenerator(seed: draw.seed, name: name)
            return (0..<min(draw.count, left.count)).map { number in
                let phrase = left.remove(at: generator.next(below: left.count)).value
                return items[0].asking(
                    for: phrase, key: "absent of \(name)#\(number + 1)", target: .refusal, kind: "absent")
            }
        }
    }

    /// The words of all that is known to be on a picture; `nil` where nothing was told of it.
    private static func known(on items: [GroundingItem]) -> [PhraseWords]? {
        let path = KeptScreen.path(beside: items[0].picture.path)
        guard let data = FileManager.default.contents(atPath: path),
            let kept = try? JSONDecoder().decode(KeptScreen.self, from: data)
        else { return nil }
        let told = kept.told.elements.flatMap { [$0.name, $0.description, $0.value ?? ""] }
        return (told + kept.windows.map(\.title) + items.map(\.instruction)).map { PhraseWords($0) }
            .filter { !$0.isEmpty }
    }
}

/// The words of a phrase in lower case, in which case, signs and order do not count.
private struct PhraseWords: Hashable {
    private let words: Set<String>

    init(_ phrase: String) {
        words = Set(phrase.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init))
    }

    var isEmpty: Bool { words.isEmpty }

    func isPart(of other: PhraseWords) -> Bool { words.isSubset(of: other.words) }
}

extension GroundingItem {
    /// Another request on the same picture.
    func asking(for phrase: String, key: String, target: GroundingTarget, kind: String) -> GroundingItem {
        GroundingItem(
            key: key, id: nil, instruction: phrase, picture: picture, pictureName: pictureName,
            declaredSize: declaredSize, target: target, traits: [.kind: [kind]])
    }
}

extension GroundingDataset {
    /// The same, and for each picture of which programs told their elements so many requests for names that are not on it.
    ///
    /// - Throws: ``GroundingEvaluationError/nothingTold(picture:)`` where that is of none.
    package func askingForAbsent(_ count: Int, seed: UInt64) throws(GroundingEvaluationError) -> GroundingDataset {
        let draw = AbsentTargets.Draw(count: count, seed: seed)
        let absent = AbsentTargets(items).drawn(draw)
        guard !absent.isEmpty else { throw .nothingTold(picture: items.first?.pictureName ?? "") }
        return GroundingDataset(
            suite: suite, files: files, items: items + absent,
            remarks: remarks + ["\(absent.count) requests for what is not on the pictures, drawn with seed \(seed)"],
            absent: draw, related: related)
    }

    /// Whether some items name what is not on their pictures.
    package var hasRefusals: Bool { suite.hasRefusals || items.contains { $0.target == .refusal } }
}
