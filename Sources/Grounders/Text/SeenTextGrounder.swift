package import Images
package import Interaction

/// Finds words by reading what the screen model takes for texts, each on its own: a line that was read with the icon or the
/// label beside it may be misread, one that stands alone is not.
package struct SeenTextGrounder: Grounder {
    package let name = "text"
    private let reader: TextReader
    private let seer: IconReader

    /// Of an average letter: its width over the text's height, at least and at most.
    private static let letter = (least: 0.2, most: 1.0)

    /// - Parameters:
    ///   - reader: reads words.
    ///   - seer: tells where texts stand.
    package init(reader: TextReader, seer: IconReader = .shared) { (self.reader, self.seer) = (reader, seer) }

    /// The texts that are `target` as a whole.
    ///
    /// - Throws: ``GroundersError``, and what keeps the networks from being read.
    package func candidates(for target: String, in image: Image) async throws -> [Candidate] {
        let words = ComparableWords(target)
        guard words.text.count > 1 else { return [] }
        let texts = try await seer.texts(on: image).filter { Self.mayHold(words.text, $0) }
        let lines = try await reader.lines(in: texts, on: image)
        return lines.flatMap(\.labels).flatMap { LabelMatching.candidates(for: words, in: $0) }.filter(\.isExact)
            .sorted { $0.confidence > $1.confidence }
    }

    /// Whether a text of this length is about as wide as the box.
    private static func mayHold(_ text: String, _ box: Box<ImageSpace>) -> Bool {
        let width = box.width / max(1, box.height * Double(text.count))
        return box.height >= 5 && width >= letter.least && width <= letter.most
    }
}
