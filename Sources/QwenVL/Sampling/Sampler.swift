package import Constraints

/// Chooses the tokens of one answer: repetition penalty, constraint, temperature, top k, top p, draw, in the order of the reference.
package struct Sampler {
    private let options: SamplingOptions
    private let endIDs: Set<Int>
    private var constraint: (any TokenConstraint)?
    private var random: SplitMix64
    private var seen: Set<Int>

    /// - Parameters:
    ///   - prompt: the tokens before the answer, which the repetition penalty counts too.
    ///   - endIDs: tokens that end the answer; under a constraint they may come when it is complete.
    package init(_ options: SamplingOptions, prompt: [Int], endIDs: Set<Int>, constraint: (any TokenConstraint)?) {
        self.options = options
        self.endIDs = endIDs
        self.constraint = constraint
        random = SplitMix64(seed: options.seed)
        seen = Set(prompt)
    }

    /// Whether the answer may end here.
    package var mayEnd: Bool { constraint?.isComplete ?? true }

    /// The next token, or `nil` when the constraint allows none.
    ///
    /// - Parameter logits: `[vocabulary]`.
    package mutating func choose(from logits: [Float]) -> Int? {
        let scores = penalised(logits)
        guard let id = options.temperature > 0 ? draw(from: scores) : likeliest(of: scores) else { return nil }
        seen.insert(id)
        if !endIDs.contains(id) { constraint?.accept(id) }
        return id
    }

    /// The tokens that the constraint leaves no choice about, at most `count`.
    mutating func forced(_ count: Int) -> [Int] { constraint?.forced(count) ?? [] }

    /// The probabilities with which the next token is drawn; empty where no token can be.
    package func probabilities(for logits: [Float]) -> [Int: Double] {
        var (distribution, mask) = (distribution(of: penalised(logits)), self)
        return distribution?.probabilities(
            topK: options.topK, topP: options.topP, &mask) ?? [:]
    }

    private func penalised(_ logits: [Float]) -> [Float] {
        let penalty = Float(options.repetitionPenalty)
        guard penalty != 1 else { return logits }
        var scores = logits
        for id in seen where scores.indices.contains(id) {
            scores[id] = scores[id] < 0 ? scores[id] * penalty : scores[id] / penalty
        }
        return scores
    }

    mutating func allows(_ id: Int) -> Bool {
        guard constraint != nil else { return true }
        return endIDs.contains(id) ? mayEnd : constraint?.allows(id) ?? true
    }

    private mutating func likeliest(of scores: [Float]) -> Int? {
        let best = scores.indexOfLargest
        return allows(best) ? best : firstAllowed(of: scores, except: [best])
    }

    /// The likeliest allowed token. Refusals are usually few or nearly total, so the order is only made when the next in line is refused too.
    private mutating func firstAllowed(of scores: [Float], except refused: Set<Int>) -> Int? {
        var left = scores
        for id in refused { left[id] = -.infinity }
        let next = left.indexOfLargest
        if !refused.contains(next), allows(next) { return next }
        if let allowed = constraint?.allowedTokens() { return likeliest(of: left, among: allowed) }
        let order = scores.indices.filter { !refused.contains($0) && $0 != next && !scores[$0].isNaN }
            .sorted { (scores[$0], $1) > (scores[$1], $0) }
        for id in order where allows(id) { return id }
        return nil
    }

    /// The likeliest token of a set, or an end where the answer may end; the lower one of two that are equal.
    private func likeliest(of scores: [Float], among allowed: TokenSet) -> Int? {
        let mayEnd = mayEnd
        var best: Int?
        for id in scores.indices where scores[id] > best.map({ scores[$0] }) ?? -.infinity {
            if endIDs.contains(id) ? mayEnd : allowed.contains(id) { best = id }
        }
        return best
    }

    /// Draws a token among those that are allowed, or takes the likeliest where no score is finite.
    private mutating func draw(from scores: [Float]) -> Int? {
        var distribution = distribution(of: scores)
        let share = random.nextShare()
        return distribution?.draw(
            at: share, topK: options.topK, topP: options.topP, &self)
            ?? likeliest(of: scores)
    }

    private func distribution(of scores: [Float]) -> MaskedDistribution? {
        MaskedDistribution(scores, temperature: options.temperature, isMasked: constraint != nil)
    }
}

extension Sampler: TokenMask {
    mutating func allAllowed() -> ((Int) -> Bool)? {
        guard let allowed = constraint?.allowedTokens() else { return nil }
        let (endIDs, mayEnd) = (endIDs, mayEnd)
        return { endIDs.contains($0) ? mayEnd : allowed.contains($0) }
    }
}

extension [Float] {
    /// The index of the first largest element, passing over NaN.
    fileprivate var indexOfLargest: Int {
        var (best, largest) = (0, -Float.infinity)
        for (index, value) in enumerated() where value > largest { (best, largest) = (index, value) }
        return best
    }
}
