import Constraints
import Foundation
import Images
import QwenVL
import Tensors
import Testing

/// Tokens that are guessed and taken through the model several at a time.
@Suite struct DraftTests {
    /// How a checkpoint's weights are multiplied.
    enum Weights: CaseIterable {
        case asStored, exact, eightBits
    }

    private func model(_ weights: Weights, _ checkpoint: String = "tied") throws -> QwenModel {
        try QwenModel(
            at: ReferenceCase.folder.appending(path: checkpoint).path, threads: 2,
            precision: weights == .exact ? .exact : .fast, bits: weights == .eightBits ? .eight : nil)
    }

    private func call(of model: QwenModel) throws -> OutputConstraint {
        let arguments = try JSONSchema(
            parsing: """
                {"type": "object", "properties": {"action": {"enum": ["left_click", "wait"]},
                "coordinate": {"type": "array", "items": {"type": "integer", "minimum": 0, "maximum": 900},
                "minItems": 2, "maxItems": 2}}, "required": ["action", "coordinate"], "additionalProperties": false}
                """)
        return try OutputConstraint(
            .toolCall("computer_use", arguments: arguments, reasoning: .allowed(tokens: 12)),
            tokens: TokenTable(model.tokenizer), limit: 300)
    }

    private func request(_ seed: UInt64) -> ModelRequest {
        let said =
            "<tool_call>\n{\"name\": \"computer_use\", \"arguments\": {\"action\": \"wait\", \"coordinate\": [4, 9]}}\n"
        return ModelRequest([
            .user([.text("Step \(seed)"), .image(Image(seed: seed, width: 84, height: 56))]),
            .assistant([.ownText(said + "</tool_call>")]), .user([.text("Done.")]),
        ])
    }

    @Test(arguments: Weights.allCases)
    func `an answer held to a form has the same tokens with guesses, in fewer passes`(_ weights: Weights) throws {
        let model = try model(weights)
        let constraint = try call(of: model)
        for seed in 1...4 as ClosedRange<UInt64> {
            for temperature in [0, 0.7, 1.5] {
                var options = GenerationOptions(
                    sampling: SamplingOptions(temperature: temperature, repetitionPenalty: 1.05, seed: seed),
                    maxNewTokens: 300, endIDs: model.defaults.endIDs)
                let guessed = try model.answer(to: request(seed), options, constraint: constraint)
                options.drafts = false
                let plain = try model.answer(to: request(seed), options, constraint: constraint)
                #expect(guessed.ids == plain.ids && guessed.text == plain.text && guessed.finish == plain.finish)
                #expect(guessed.counts.passes < plain.counts.passes, "seed \(seed), temperature \(temperature)")
                #expect(guessed.counts.computed >= guessed.ids.count - 1)
                #expect(plain.counts.computed == plain.counts.passes)
            }
        }
    }

    @Test(arguments: Weights.allCases)
    func `a text that repeats itself has the same tokens with guesses, in fewer passes`(_ weights: Weights) throws {
        let model = try model(weights)
        var saved = 0
        for seed in 1...4 as ClosedRange<UInt64> {
            var options = GenerationOptions(maxNewTokens: 96)
            let guessed = try model.answer(to: request(seed), options)
            options.drafts = false
            let plain = try model.answer(to: request(seed), options)
            #expect(guessed.ids == plain.ids && plain.ids.count == 96)
            saved += plain.counts.passes - guessed.counts.passes
        }
        #expect(saved > 0)
    }

    @Test func `the next turn goes on from an answer that was partly guessed`() throws {
        let model = try model(.asStored)
        let conversation = Conversation()
        var next = request(1)
        for turn in 0..<3 {
            let options = GenerationOptions(maxNewTokens: 300, endIDs: model.defaults.endIDs)
            let constraint = try call(of: model)
            let answer = try model.answer(to: next, options, constraint: constraint, in: conversation)
            #expect(try model.answer(to: next, options, constraint: constraint).ids == answer.ids)
            if turn > 0 { #expect(answer.counts.encodedPictures == 0 && answer.counts.reused > 20) }
            next.turns += [.generated(answer.ids), .user([.text("Done.")])]
        }
    }

    @Test(arguments: ["tied", "untied"], Weights.allCases)
    func `tokens that go through the model together get the logits they get alone`(
        _ checkpoint: String, _ weights: Weights
    ) throws {
        let language = try model(weights, checkpoint).language
        let ids = (0..<40).map { $0 * 7 % 250 }
        let work = LanguageWorkspace(language.configuration)
        let (alone, together) = (SequenceCache(language.configuration), SequenceCache(language.configuration))
        for rows in [1, 2, 3, 4] {
            let start = alone.count
            let range = start..<start + rows
            let single = range.map { place in
                logits(ids[place..<place + 1], at: place, in: alone, language, work).row(0)
            }
            let joint = logits(ids[range], at: start, in: together, language, work)
            for (row, expected) in single.enumerated() {
                #expect(joint.row(row).map(\.bitPattern) == expected.map(\.bitPattern), "row \(row) of \(rows)")
            }
        }
    }

    private func logits(
        _ ids: ArraySlice<Int>, at start: Int, in cache: SequenceCache, _ language: LanguageModel,
        _ work: LanguageWorkspace
    ) -> Matrix {
        work.prepare(tokens: ids.count)
        language.embed(Array(ids), into: work.states)
        language.pass(
            work, positions: ids.indices.map { TokenPosition(start + $0 - ids.startIndex) },
            stretches: [Stretch(cache, tokens: ids.count)])
        return language.logits(ofRows: Array(0..<ids.count), in: work)
    }
}
