import Checkpoints
import QwenVL
import Tensors
import Testing

@Suite struct GenerationTests {
    private let engine: Engine

    init() throws { engine = try Engine(threads: 2, precision: .exact) }

    @Test(arguments: ReferenceCase.all)
    func `64 greedy tokens are the reference's wherever its lead allows`(_ reference: ReferenceCase) throws {
        let model = try reference.languageModel(engine)
        for prompt in reference.prompts {
            let found = try answers(to: [prompt], of: reference, by: model)[0].ids
            #expect(found.count == 64)
            prompt.expectGreedy(found)
        }
    }

    @Test func `a batch of prompts gives each the tokens it gets alone`() throws {
        let names = ["image", "padded-batch", "text", "short-video", "long-video-largest"]
        let cases = try names.map { try ReferenceCase.named($0) }
        let model = try cases[0].languageModel(engine)
        let prompts = cases.flatMap(\.prompts)
        let together = try answers(to: prompts, of: cases[0], by: model)
        for (prompt, answer) in zip(prompts, together) { prompt.expectGreedy(answer.ids) }
    }

    @Test func `answers of a batch end one by one`() throws {
        let reference = try ReferenceCase.named("padded-batch")
        let model = try reference.languageModel(engine)
        let ends = [reference.prompts[0].greedy[5], reference.prompts[1].greedy[20]]
        let found = try answers(
            to: reference.prompts, of: reference, by: model,
            options: { GenerationOptions(maxNewTokens: 64, endIDs: [ends[$0]]) })
        for (index, prompt) in reference.prompts.enumerated() {
            let length = try #require(prompt.greedy.firstIndex(of: ends[index])) + 1
            #expect(found[index].ids == Array(prompt.greedy.prefix(length)))
            #expect(found[index].finish == .stop)
        }
    }

    @Test func `an answer ends at its limits`() throws {
        let reference = try ReferenceCase.named("text")
        let model = try reference.languageModel(engine)
        let short = try answers(
            to: reference.prompts, of: reference, by: model, options: { _ in GenerationOptions(maxNewTokens: 3) })[0]
        #expect(short.ids == Array(reference.prompts[0].greedy.prefix(3)) && short.finish == .length)
        let none = try answers(
            to: reference.prompts, of: reference, by: model, options: { _ in GenerationOptions(maxNewTokens: 0) })[0]
        #expect(none.ids.isEmpty && none.finish == .length)
        let full = try answers(to: reference.prompts, of: reference, by: model, room: 4)[0]
        #expect(full.ids.count == 4 && full.finish == .context)
    }

    @Test func `a cancelled answer keeps what it has`() throws {
        let reference = try ReferenceCase.named("text")
        let model = try reference.languageModel(engine)
        var said = ""
        let found = try answers(
            to: reference.prompts, of: reference, by: model, onText: { said += $0 },
            isCancelled: { said.count >= 8 })[0]
        #expect((1..<64).contains(found.ids.count) && found.finish == .cancelled)
        #expect(found.ids == Array(reference.prompts[0].greedy.prefix(found.ids.count)))
        // The last token has not gone through the model, whether or not it was on its way when it was cancelled.
        #expect(found.cache.count == reference.prompts[0].ids.count + found.ids.count - 1)
    }

    private func answers(
        to prompts: [ReferencePrompt], of reference: ReferenceCase, by model: LanguageModel, room: Int = .max,
        onText: @escaping (String) -> Void = { _ in }, isCancelled: () -> Bool = { false },
        options: (Int) -> GenerationOptions = { _ in GenerationOptions(maxNewTokens: 64) }
    ) throws -> [Generation] {
        let tokenizer = try Tokenizer.read(folder: reference.path)
        let work = LanguageWorkspace(model.configuration)
        let started = try prompts.enumerated().map { index, prompt in
            let cache = model.makeCache()
            let logits = try #require(model.read(prompt.languagePrompt, into: cache, work, tokensAtOnce: 20))
            return (
                generation: Generation(
                    after: prompt.languagePrompt, in: cache, options(index), room: room, constraint: nil,
                    tokenizer: tokenizer, onText: onText),
                logits: logits
            )
        }
        try model.generate(started, work, isCancelled: isCancelled)
        return started.map(\.generation)
    }
}

extension ReferencePrompt {
    /// The prompt with the reference's picture rows, one picture a placeholder.
    var languagePrompt: LanguagePrompt {
        LanguagePrompt(
            ids: ids, positions: positions, nextPosition: nextPosition,
            pictures: zip(placeholders, pictureRows).map { place, row in
                PictureRows(start: place, rows: Matrix(rows: 1, columns: row.count, row))
            })
    }

    /// Expects the reference's greedy tokens, up to where its lead is too small to tell two tokens apart.
    func expectGreedy(_ found: [Int], sourceLocation: SourceLocation = #_sourceLocation) {
        let certain = margins.firstIndex { $0 < 1e-4 } ?? margins.count
        let count = min(certain, found.count)
        #expect(Array(found.prefix(count)) == Array(greedy.prefix(count)), sourceLocation: sourceLocation)
        #expect(count >= 20, "the reference leads clearly for \(count) tokens only", sourceLocation: sourceLocation)
    }
}
