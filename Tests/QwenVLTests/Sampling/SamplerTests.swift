import Constraints
import Foundation
import QwenVL
import Testing

@Suite struct SamplerTests {
    /// What the reference's logits processors leave of some logits.
    struct Case: Decodable, CustomTestStringConvertible {
        let temperature: Double
        let top_k: Int?
        let top_p: Double
        let penalty: Double
        let logits: [Float]
        let seen: [Int]
        let probabilities: [Double]

        var testDescription: String { "T \(temperature), k \(top_k ?? 0), p \(top_p), penalty \(penalty)" }

        var options: SamplingOptions {
            SamplingOptions(
                temperature: temperature, topK: top_k, topP: top_p, repetitionPenalty: penalty)
        }

        static let all: [Case] = {
            let file = URL(filePath: #filePath).deletingLastPathComponent().appending(
                path: "../../Fixtures/model/sampling/cases.json")
            return (try? JSONDecoder().decode([Case].self, from: Data(contentsOf: file))) ?? []
        }()
    }

    @Test func `the reference's cases are there`() {
        #expect(Case.all.count == 11)
    }

    @Test(arguments: Case.all)
    func `tokens have the reference's probabilities`(_ reference: Case) {
        let chooser = Sampler(reference.options, prompt: reference.seen, endIDs: [], constraint: nil)
        let found = chooser.probabilities(for: reference.logits)
        for (id, expected) in reference.probabilities.enumerated() {
            #expect(abs(found[id, default: 0] - expected) < 1e-6, "token \(id)")
        }
    }

    @Test(arguments: Case.all)
    func `tokens are drawn as often as they are probable`(_ reference: Case) {
        var counts = [Int](repeating: 0, count: reference.logits.count)
        for seed in 0..<4000 {
            var options = reference.options
            options.seed = UInt64(seed)
            var chooser = Sampler(options, prompt: reference.seen, endIDs: [], constraint: nil)
            if let id = chooser.choose(from: reference.logits) { counts[id] += 1 }
        }
        for (count, share) in zip(counts, reference.probabilities) {
            let deviation = (4000 * share * (1 - share)).squareRoot()
            #expect(abs(Double(count) - 4000 * share) <= 5 * deviation + 0.01)
        }
    }

    @Test func `the same seed draws the same tokens`() {
        let logits = Case.all[0].logits
        func drawn(seed: UInt64) -> [Int?] {
            let options = SamplingOptions(temperature: 1.5, seed: seed)
            var chooser = Sampler(options, prompt: [], endIDs: [], constraint: nil)
            return (0..<50).map { _ in chooser.choose(from: logits) }
        }
        #expect(drawn(seed: 7) == drawn(seed: 7))
        #expect(drawn(seed: 7) != drawn(seed: 8))
    }

    @Test func `the generator makes the published numbers`() {
        var generator = SplitMix64(seed: 1_234_567)
        #expect(generator.next() == 6_457_827_717_110_365_317)
        #expect(generator.next() == 3_203_168_211_198_807_973)
    }

    @Test func `a token of the answer is penalised like one of the prompt`() {
        let options = SamplingOptions(repetitionPenalty: 2)
        var chooser = Sampler(options, prompt: [2], endIDs: [], constraint: nil)
        #expect(chooser.choose(from: [3, 2, 5]) == 0)
        #expect(chooser.choose(from: [3, 2, 5]) == 2)
        #expect(chooser.choose(from: [3, 2, 3]) == 1)
        #expect(chooser.choose(from: [-1, -3, -2]) == 0)
    }

    @Test func `numbers that are none are never chosen`() {
        var chooser = Sampler(SamplingOptions(), prompt: [], endIDs: [], constraint: nil)
        #expect(chooser.choose(from: [.nan, -2, .nan, -1]) == 3)
        var sampler = Sampler(SamplingOptions(temperature: 1), prompt: [], endIDs: [], constraint: nil)
        #expect(sampler.choose(from: [.nan, -2, -.infinity]) == 1)
    }
}

@Suite struct ConstrainedChoiceTests {
    /// Allows some ids, a number of times; remembers what it was asked.
    struct Allowing: TokenConstraint {
        var ids: Set<Int>
        var left = Int.max
        let asked = Notes()

        final class Notes: @unchecked Sendable { var ids: [Int] = [] }

        mutating func allows(_ id: Int) -> Bool {
            asked.ids.append(id)
            return left > 0 && ids.contains(id)
        }
        mutating func accept(_ id: Int) { left -= 1 }
        var isComplete: Bool { left <= 0 }
    }

    private let logits: [Float] = [1, 5, 3, 4, 2, 0]

    @Test func `a choice that is allowed is not changed, and nothing else is asked about`() {
        let constraint = Allowing(ids: [0, 1])
        var chooser = Sampler(SamplingOptions(), prompt: [], endIDs: [], constraint: constraint)
        #expect(chooser.choose(from: logits) == 1)
        #expect(constraint.asked.ids == [1])
    }

    @Test func `a refused choice gives way to the likeliest one that is allowed`() {
        let constraint = Allowing(ids: [0, 4, 5])
        var chooser = Sampler(SamplingOptions(), prompt: [], endIDs: [], constraint: constraint)
        #expect(chooser.choose(from: logits) == 4)
        #expect(constraint.asked.ids == [1, 3, 2, 4])
    }

    @Test func `an answer ends exactly when its form is complete`() {
        var chooser = Sampler(
            SamplingOptions(), prompt: [], endIDs: [1], constraint: Allowing(ids: [1, 3], left: 2))
        #expect(chooser.choose(from: logits) == 3)
        #expect(!chooser.mayEnd)
        #expect(chooser.choose(from: logits) == 3)
        #expect(chooser.mayEnd)
        #expect(chooser.choose(from: logits) == 1)
    }

    @Test func `nothing is chosen when nothing is allowed`() {
        for temperature in [0.0, 1.0] {
            var chooser = Sampler(
                SamplingOptions(temperature: temperature), prompt: [], endIDs: [], constraint: Allowing(ids: []))
            #expect(chooser.choose(from: logits) == nil)
        }
    }

    @Test func `a draw among allowed tokens keeps their shares`() {
        var counts = [0, 0, 0, 0, 0, 0]
        for seed in 0..<4000 {
            var chooser = Sampler(
                SamplingOptions(temperature: 2, seed: UInt64(seed)), prompt: [], endIDs: [],
                constraint: Allowing(ids: [2, 3]))
            if let id = chooser.choose(from: logits) { counts[id] += 1 }
        }
        #expect(counts[2] + counts[3] == 4000)
        let expected = 4000 / (1 + exp(-0.5))
        #expect(abs(Double(counts[3]) - expected) < 160)
    }
}
