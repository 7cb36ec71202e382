import Glibc

/// A token of an answer with how likely the model found it: the logarithm of the softmax of its logits, before repetition
/// penalty, constraint, temperature, top k and top p.
package struct ScoredToken: Sendable {
    /// A token and its logarithm.
    package struct Score: Hashable, Sendable {
        package let id: Int
        package let logarithm: Double
    }

    /// The one that was taken.
    package let taken: Score
    /// The likeliest, in their order; the lower id of two that are equal comes first.
    package let likeliest: [Score]

    /// - Parameters:
    ///   - logits: `[vocabulary]`; NaN counts for nothing.
    ///   - count: how many of the likeliest are told.
    init(_ id: Int, of logits: [Float], likeliest count: Int) {
        let largest = logits.reduce(-Float.infinity) { $1 > $0 ? $1 : $0 }
        let sum = logits.reduce(0.0) { $1.isNaN ? $0 : $0 + exp(Double($1 - largest)) }
        let normaliser = Double(largest) + log(sum)
        func score(_ id: Int) -> Score {
            let logit = logits.indices.contains(id) ? Double(logits[id]) : -.infinity
            let logarithm = logit - normaliser
            return Score(id: id, logarithm: logarithm.isNaN ? -.infinity : logarithm)
        }
        taken = score(id)
        likeliest = Self.largest(count, of: logits).map(score)
    }

    /// The indices of the largest elements.
    private static func largest(_ count: Int, of logits: [Float]) -> [Int] {
        guard count > 0 else { return [] }
        var found: [Int] = []
        for index in logits.indices where !logits[index].isNaN {
            if found.count == count, let last = found.last, logits[index] <= logits[last] { continue }
            let place = found.firstIndex { logits[$0] < logits[index] } ?? found.count
            found.insert(index, at: place)
            if found.count > count { found.removeLast() }
        }
        return found
    }
}
