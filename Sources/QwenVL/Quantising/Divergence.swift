import Foundation
import Tensors

/// How far a model's predictions are from those of a reference on the same text, token by token.
package struct Divergence: Sendable {
    /// The tokens whose successors were predicted.
    package let tokens: Int
    /// The Kullback-Leibler divergence of the reference's distribution over the next token from the model's, in nats: over
    /// all tokens, and at the worst.
    package let mean, largest: Double
    /// The share of tokens after which both hold the same successor likeliest.
    package let agreement: Double

    /// Reads a text with both models.
    ///
    /// - Returns: `nil` for a text without tokens, and when cancelled.
    package static func measured(
        of model: QwenModel, from reference: QwenModel, on text: String, isCancelled: () -> Bool = { Task.isCancelled }
    ) -> Divergence? {
        let ids = reference.tokenizer.encode(text)
        let (first, second) = (TextReading(reference), TextReading(model))
        var (sum, largest, agreed) = (0.0, 0.0, 0)
        for tokens in LanguageModel.pieces(of: 0..<ids.count, atMost: 64) {
            guard !isCancelled() else { return nil }
            let (expected, found) = (first.logits(ids, tokens), second.logits(ids, tokens))
            for row in 0..<tokens.count {
                let distance = divergence(from: expected.row(row), to: found.row(row))
                sum += distance
                largest = max(largest, distance)
                agreed += expected.indexOfLargest(inRow: row) == found.indexOfLargest(inRow: row) ? 1 : 0
            }
        }
        guard !ids.isEmpty else { return nil }
        return Divergence(
            tokens: ids.count, mean: sum / Double(ids.count), largest: largest,
            agreement: Double(agreed) / Double(ids.count))
    }

    /// `Σ p · (log p − log q)` of the distributions that logits stand for.
    static func divergence(from reference: [Float], to other: [Float]) -> Double {
        let (p, q) = (logSum(reference), logSum(other))
        var sum = 0.0
        for (first, second) in zip(reference, other) {
            let logarithm = Double(first) - p
            sum += exp(logarithm) * (logarithm - (Double(second) - q))
        }
        return max(0, sum)
    }

    private static func logSum(_ logits: [Float]) -> Double {
        let largest = Double(logits.max() ?? 0)
        return largest + log(logits.reduce(0) { $0 + exp(Double($1) - largest) })
    }
}

/// A text that a model reads piece by piece.
private struct TextReading {
    private let model: LanguageModel
    private let cache: SequenceCache
    private let work: LanguageWorkspace

    init(_ model: QwenModel) {
        self.model = model.language
        cache = model.language.makeCache()
        work = LanguageWorkspace(model.language.configuration)
    }

    /// The logits after each of the next tokens.
    func logits(_ ids: [Int], _ tokens: Range<Int>) -> Matrix {
        work.prepare(tokens: tokens.count)
        model.embed(Array(ids[tokens]), into: work.states)
        model.pass(
            work, positions: tokens.map { TokenPosition($0) }, stretches: [Stretch(cache, tokens: tokens.count)])
        return model.logits(ofRows: Array(0..<tokens.count), in: work)
    }
}
