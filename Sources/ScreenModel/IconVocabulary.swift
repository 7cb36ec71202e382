package import Checkpoints
import Tensors

/// The words that the namer knows, and what icons may mean.
///
/// Requests become words by ``RequestWords``.
package struct IconVocabulary: Sendable {
    private let request: RequestWords
    private let numbers: [String: Int]
    /// `[words, width]`; the sum of a phrase's rows and the start points to where its icons lie.
    private let words: [[Float]]
    /// What the words of a phrase are added to.
    private let start: [Float]

    /// Reads the words.
    package init(_ weights: ScreenWeights) throws(CheckpointError) {
        let rows = try weights.rows("words.weight", width: IconNamer.width)
        words = (0..<rows.rows).map { rows.row($0) }
        start = try weights.floats("words.start", count: IconNamer.width)
        request = try RequestWords(weights)
        let known = try weights.lines("words.text").prefix(words.count).enumerated()
        numbers = Dictionary(known.map { ($1, $0) }) { first, _ in first }
    }

    /// The vector of a request, of length 1; `nil` where it has no known word, or more unknown ones than known.
    package func vector(of request: String) -> [Float]? {
        let parts = self.request.telling(request)
        let known = parts.compactMap { numbers[$0] }
        guard !known.isEmpty, parts.count <= 2 * known.count else { return nil }
        var sum = start
        for number in known.prefix(Self.mostWords) { for index in sum.indices { sum[index] += words[number][index] } }
        return sum.unitLength
    }

    /// So many words of a phrase count.
    private static let mostWords = 6
}
