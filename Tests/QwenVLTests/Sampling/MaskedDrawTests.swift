import Constraints
import Foundation
import QwenVL
import Testing

/// Draws under a constraint, beside what transformers computes: the mask first, then temperature, top k and top p.
@Suite struct MaskedDrawTests {
    /// Allows a set of ids and counts the questions; knows them all at once where it is told to.
    struct Mask: TokenConstraint {
        let ids: Set<Int>
        let vocabulary: Int
        var knowsAll = false
        let questions = Counter()

        final class Counter: @unchecked Sendable { var count = 0 }

        mutating func allows(_ id: Int) -> Bool {
            questions.count += 1
            return ids.contains(id)
        }
        mutating func accept(_ id: Int) {}
        var isComplete: Bool { false }
        mutating func allowedTokens() -> TokenSet? {
            guard knowsAll else { return nil }
            var set = TokenSet(count: vocabulary)
            for id in ids { set.insert(id) }
            return set
        }
    }

    /// Random logits and a random mask; the mask refuses most of the likeliest tokens.
    struct Case: CustomTestStringConvertible {
        let temperature: Double
        let topK: Int?
        let topP: Double
        let allowedShare: Double
        let knowsAll: Bool
        var vocabulary = 160

        var testDescription: String {
            "T \(temperature), k \(topK ?? 0), p \(topP), \(allowedShare) allowed, \(knowsAll)"
        }

        var logits: [Float] {
            var random = SplitMix64(seed: 11)
            return (0..<vocabulary).map { _ in
                // A normal distribution, as the sum of uniform ones; some logits are equal.
                let sum = (0..<12).reduce(0.0) { total, _ in total + Double.random(in: 0..<1, using: &random) }
                return Float(((sum - 6) * 8).rounded() / 4)
            }
        }

        var mask: Mask {
            var random = SplitMix64(seed: 12)
            let ids = (0..<vocabulary).filter { _ in Double.random(in: 0..<1, using: &random) < allowedShare }
            return Mask(ids: Set(ids), vocabulary: vocabulary, knowsAll: knowsAll)
        }

        /// Computed over the whole vocabulary, step by step as the reference does.
        var probabilities: [Double] {
            let allowed = mask.ids
            var scores = logits.enumerated().map { allowed.contains($0) ? Double($1) / temperature : -.infinity }
            if let topK {
                let floor = scores.sorted(by: >)[min(topK, scores.count) - 1]
                scores = scores.map { $0 < floor ? -.infinity : $0 }
            }
            var shares = Self.softmax(scores)
            let order = shares.indices.sorted { (shares[$0], $1) > (shares[$1], $0) }
            var sum = 0.0
            for id in order {
                let before = sum
                sum += shares[id]
                if before >= topP { scores[id] = -.infinity }
            }
            shares = Self.softmax(scores)
            return shares
        }

        private static func softmax(_ scores: [Double]) -> [Double] {
            let largest = scores.max() ?? 0
            let shares = scores.map { exp($0 - largest) }
            let total = shares.reduce(0, +)
            return shares.map { $0 / total }
        }

        func chooser(seed: UInt64 = 0, mask: Mask? = nil) -> Sampler {
            let options = SamplingOptions(
                temperature: temperature, topK: topK, topP: topP, seed: seed)
            return Sampler(options, prompt: [], endIDs: [], constraint: mask ?? self.mask)
        }

        static let all: [Case] = [0.6, 2.5].flatMap { temperature in
            [(nil, 1.0), (nil, 0.9), (5, 1.0), (20, 0.8)].flatMap { topK, topP in
                [0.5, 0.05].flatMap { share in
                    [true, false].map { knowsAll in
                        Case(
                            temperature: temperature, topK: topK, topP: topP,
                            allowedShare: share, knowsAll: knowsAll)
                    }
                }
            }
        }
    }

    @Test(arguments: Case.all)
    func `the mask comes before top k and top p`(_ masked: Case) {
        let found = masked.chooser().probabilities(for: masked.logits)
        for (id, expected) in masked.probabilities.enumerated() {
            #expect(abs(found[id, default: 0] - expected) < 1e-6, "token \(id)")
        }
    }

    @Test(arguments: Case.all.filter { $0.temperature < 1 })
    func `allowed tokens are drawn as often as they are probable`(_ masked: Case) {
        let (logits, mask, draws) = (masked.logits, masked.mask, 2000)
        var counts = [Int](repeating: 0, count: logits.count)
        for seed in 0..<draws {
            var chooser = masked.chooser(seed: UInt64(seed), mask: mask)
            if let id = chooser.choose(from: logits) { counts[id] += 1 }
        }
        let expected = masked.probabilities.map { $0 * Double(draws) }
        for (id, expected) in expected.enumerated() {
            let deviation = (expected * (1 - expected / Double(draws))).squareRoot()
            #expect(abs(Double(counts[id]) - expected) <= 5.5 * deviation + 1, "token \(id)")
        }
        // Pearson's statistic over the tokens that are expected often enough, within five deviations of its mean.
        let often = expected.indices.filter { expected[$0] >= 5 }
        let statistic = often.reduce(0) { sum, id in
            sum + (Double(counts[id]) - expected[id]) * (Double(counts[id]) - expected[id]) / expected[id]
        }
        #expect(statistic <= Double(often.count) + 5 * (2 * Double(max(1, often.count))).squareRoot())
    }

    @Test func `a large vocabulary with few allowed tokens is asked about each token once at most`() {
        let vocabulary = 151_936
        let masked = Case(
            temperature: 1, topK: nil, topP: 0.95, allowedShare: 0.0002, knowsAll: false,
            vocabulary: vocabulary)
        let (logits, mask) = (masked.logits, masked.mask)
        var chooser = masked.chooser(mask: mask)
        let chosen = chooser.choose(from: logits)
        #expect(chosen.map(mask.ids.contains) == true)
        #expect(mask.questions.count <= vocabulary)
    }

    @Test func `a constraint that knows all it allows is asked few questions`() {
        let masked = Case(
            temperature: 1, topK: nil, topP: 1, allowedShare: 0.0002, knowsAll: true,
            vocabulary: 151_936)
        let (logits, mask) = (masked.logits, masked.mask)
        for seed in 0..<8 {
            var chooser = masked.chooser(seed: UInt64(seed), mask: mask)
            #expect(chooser.choose(from: logits).map(mask.ids.contains) == true)
        }
        #expect(mask.questions.count <= 8 * 64)
    }

    @Test func `a likely token that is allowed takes one question`() {
        var logits = [Float](repeating: 0, count: 1000)
        logits[7] = 40
        let mask = Mask(ids: Set(0..<500), vocabulary: 1000)
        let options = SamplingOptions(temperature: 0.7, topP: 0.8)
        var chooser = Sampler(options, prompt: [], endIDs: [], constraint: mask)
        #expect(chooser.choose(from: logits) == 7)
        #expect(mask.questions.count == 1)
    }

    @Test func `an end is drawn among allowed tokens only where the answer may end`() {
        let logits: [Float] = [3, 2, 1]
        let mask = Mask(ids: [1, 2], vocabulary: 3)
        let options = SamplingOptions(temperature: 1)
        let found = Sampler(options, prompt: [], endIDs: [0], constraint: mask).probabilities(for: logits)
        #expect(found[0] == nil)
        #expect(abs(found[1, default: 0] - 1 / (1 + exp(-1))) < 1e-9)
    }

    @Test(arguments: [1e-30, 1e-40])
    func `a vanishing temperature takes the likeliest allowed token`(_ temperature: Double) {
        let options = SamplingOptions(temperature: temperature)
        var chooser = Sampler(
            options, prompt: [], endIDs: [], constraint: Mask(ids: [1, 2], vocabulary: 4))
        #expect(chooser.choose(from: [9, 5, 7, 8]) == 2)
    }
}
