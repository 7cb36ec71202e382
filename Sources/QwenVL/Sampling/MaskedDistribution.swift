import Glibc

/// The distribution that tokens are drawn from: the constraint masks the logits, temperature scales them, top k and top
/// p truncate what is left, in the order of the reference (transformers' logits processors come before its warpers).
///
/// Asking a constraint about each of 151,000 tokens would take far longer than the model takes for one. So tokens are
/// taken likeliest first, and only until those not yet looked at cannot change the outcome: their share of the allowed
/// tokens' sum lies between 0 and ``open``. When that takes many questions, the constraint is asked once for all that it
/// allows.
struct MaskedDistribution {
    private var ranking: ScoreRanking
    /// The score that has share 1: the largest that is allowed, once one is found.
    private var largest: Double
    private let warm: [Float]
    /// The allowed tokens found so far, likeliest first, each with the sum of the shares up to it.
    private var kept: [(id: Int, sum: Double)] = []
    /// The sum of the shares that may still be allowed.
    private var open: Double
    /// Whether all that is open is allowed.
    private var isUnmasked: Bool
    private var questions = 0

    /// After so many questions the constraint is asked for all that it allows.
    private static let maximumQuestions = 64

    /// - Parameters:
    ///   - scores: `[vocabulary]`, the logits.
    ///   - isMasked: whether a constraint may refuse some of them.
    /// - Returns: `nil` where no score is finite.
    init?(_ scores: [Float], temperature: Double, isMasked: Bool) {
        let temperature = Float(temperature)
        warm = scores.map { $0.isNaN ? -.infinity : $0 / temperature }
        ranking = ScoreRanking(warm)
        guard let first = ranking.first, first.isFinite else { return nil }
        largest = Double(first)
        isUnmasked = !isMasked
        open = 0
        open = openShares()
    }

    /// Draws one token.
    ///
    /// - Parameters:
    ///   - share: from 0 to below 1, uniformly distributed.
    ///   - mask: what the constraint allows.
    /// - Returns: `nil` when no token with a finite score is allowed.
    mutating func draw(
        at share: Double, topK: Int?, topP: Double, _ mask: inout some TokenMask
    ) -> Int? {
        truncate(topK: topK, topP: topP, &mask)
        while true {
            if let place = place(of: share, inclusive: false) { return kept[place].id }
            guard look(&mask) else { return kept.last?.id }
        }
    }

    /// The probability of each token that could be drawn.
    mutating func probabilities(
        topK: Int?, topP: Double, _ mask: inout some TokenMask
    ) -> [Int: Double] {
        truncate(topK: topK, topP: topP, &mask)
        while look(&mask) {}
        let total = kept.last?.sum ?? 1
        var before = 0.0
        return Dictionary(
            kept.map { entry in
                defer { before = entry.sum }
                return (entry.id, (entry.sum - before) / total)
            }
        ) { first, _ in first }
    }

    /// Leaves only the tokens that top k and top p allow.
    private mutating func truncate(topK: Int?, topP: Double, _ mask: inout some TokenMask) {
        if let count = topK.map({ max(1, $0) }) {
            // Those that are equal to the last of them belong to them.
            while kept.count < count || ranking.first == kept.last.map({ warm[$0.id] }), look(&mask) {}
            end(after: kept.count)
        }
        guard topP < 1 else { return }
        while true {
            if let last = place(of: topP, inclusive: true) { return end(after: last + 1) }
            guard look(&mask) else { return }
        }
    }

    /// The place of the first token whose sum reaches `share` of the sum of all that are allowed; `nil` while the
    /// tokens not yet looked at may change that.
    ///
    /// - Parameter inclusive: whether reaching it exactly is enough.
    private func place(of share: Double, inclusive: Bool) -> Int? {
        guard let found = kept.last?.sum else { return nil }
        func first(reaching bound: Double) -> Int {
            var (low, high) = (0, kept.count)
            while low < high {
                let middle = (low + high) / 2
                if kept[middle].sum < bound || (!inclusive && kept[middle].sum == bound) {
                    low = middle + 1
                } else {
                    high = middle
                }
            }
            return low
        }
        let latest = first(reaching: share * (found + open))
        guard latest < kept.count, isUnmasked || first(reaching: share * found) == latest else { return nil }
        return latest
    }

    /// Takes the next token; says whether there was one.
    private mutating func look(_ mask: inout some TokenMask) -> Bool {
        guard let id = ranking.popFirst() else {
            open = 0
            isUnmasked = true
            return false
        }
        open = max(0, open - share(of: id))
        if isUnmasked || mask.allows(id) {
            if kept.isEmpty { rebase(on: id) }
            kept.append((id, (kept.last?.sum ?? 0) + share(of: id)))
        }
        if !isUnmasked {
            questions += 1
            if questions == Self.maximumQuestions, let allowed = mask.allAllowed() { leaveOnly(allowed) }
        }
        return true
    }

    /// Counts shares from the first token that is allowed: beside a refused one that is far likelier they would all be 0.
    private mutating func rebase(on id: Int) {
        guard Double(warm[id]) < largest else { return }
        largest = Double(warm[id])
        open = openShares()
    }

    private mutating func leaveOnly(_ allowed: (Int) -> Bool) {
        ranking.keep(where: allowed)
        open = openShares()
        isUnmasked = true
    }

    /// Leaves the first `count` tokens found, and none of the others.
    private mutating func end(after count: Int) {
        kept.removeSubrange(count...)
        ranking.keep { _ in false }
        open = 0
        isUnmasked = true
    }

    private func openShares() -> Double { ranking.rest.reduce(0) { $0 + share(of: $1) } }

    private func share(of id: Int) -> Double { exp(Double(warm[id]) - largest) }
}

/// Which tokens a constraint allows at one place of an answer.
protocol TokenMask {
    /// Whether the token `id` may come next.
    mutating func allows(_ id: Int) -> Bool

    /// What tells whether a token may come next, where the constraint knows all of them at once.
    mutating func allAllowed() -> ((Int) -> Bool)?
}
