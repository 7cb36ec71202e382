package import Images
package import Interaction

/// Finds words on a picture by reading it.
package struct TextGrounder: Grounder {
    package let name = "text"
    let reader: TextReader

    /// - Parameter reader: keeps what it has read; share it between grounders that look at the same screen.
    package init(reader: TextReader = TextReader()) { self.reader = reader }

    /// Reads the texts that the screen model sees, with the same reader.
    var ofSeenTexts: SeenTextGrounder { SeenTextGrounder(reader: reader) }

    /// All places where `target` stands, by the rules of ``LabelMatching``, the best first.
    ///
    /// - Throws: ``GroundersError``.
    package func candidates(for target: String, in image: Image) async throws -> [Candidate] {
        let words = ComparableWords(target)
        guard !words.words.isEmpty else { throw GroundersError.emptyTarget }
        let lines = try await reader.lines(on: image)
        let labels = lines.flatMap(\.labels)
        var found = labels.flatMap { LabelMatching.candidates(for: words, in: $0) }
        if found.isEmpty {
            found = TextLabel.neighbours(in: labels).flatMap { LabelMatching.candidates(for: words, in: $0) }
            // Words from several labels are never a whole one.
            for index in found.indices { found[index].isExact = false }
        }
        if found.isEmpty { found = try await reread(words, lines, on: image) }
        found = ShortTargets.judged(found, among: labels)
        return found.map { (grade: LabelMatching.grade(of: $0, for: words), candidate: $0) }
            .sorted { ($0.grade.rawValue, -$0.candidate.confidence) < ($1.grade.rawValue, -$1.candidate.confidence) }
            .map(\.candidate)
    }

    /// Looks again at lines in which the target may have been misread.
    private func reread(_ target: ComparableWords, _ lines: [ReadLine], on image: Image) async throws -> [Candidate] {
        let doubtful = NearMisses.lines(of: target, among: lines)
        if doubtful.isEmpty { return [] }
        let readings = try await reader.otherReadings(of: doubtful, on: image)
        return NearMisses.candidates(for: target, in: readings, besides: doubtful)
    }

    /// All labels on a picture, roughly from top to bottom.
    ///
    /// - Throws: ``GroundersError``.
    func labels(on image: Image) async throws -> [TextLabel] { try await reader.labels(on: image) }
}
