import QwenVL
import Tensors
import Testing

@Suite struct LanguageModelTests {
    private let engine: Engine

    init() throws { engine = try Engine(threads: 2, precision: .exact) }

    @Test func `the reference's cases are there`() {
        #expect(ReferenceCase.all.count >= 15)
    }

    @Test(arguments: ReferenceCase.all)
    func `states and logits are the reference's at every token`(_ reference: ReferenceCase) throws {
        let model = try reference.languageModel(engine)
        for prompt in reference.prompts {
            let found = Trace(of: prompt, by: model, tokensAtOnce: .max)
            #expect(found.hidden.count == prompt.hidden.count)
            for (stage, expected) in prompt.hidden.enumerated() {
                #expect(distance(found.hidden[stage].suffix(expected.count), from: expected) < 3e-5, "hidden.\(stage)")
            }
            #expect(distance(found.logits, from: prompt.logits) < 3e-5)
        }
    }

    @Test(arguments: ReferenceCase.all.filter { $0.checkpoint == "tied" })
    func `stored as bfloat16, a model is no further from the reference than the reference's own bfloat16`(
        _ reference: ReferenceCase
    ) throws {
        let model = try reference.languageModel(engine)
        let limit = try #require(reference.bfloat16Distances["logits"])
        let found = reference.prompts.flatMap { Trace(of: $0, by: model, tokensAtOnce: .max).logits }
        #expect(Double(distance(found, from: reference.prompts.flatMap(\.logits))) < limit / 100)
    }

    @Test(arguments: [1, 3, 16])
    func `a prompt taken in pieces gives the same logits`(_ tokens: Int) throws {
        for name in ["image", "yarn", "untied"] {
            let reference = try ReferenceCase.named(name)
            let model = try reference.languageModel(engine)
            for prompt in reference.prompts {
                let found = Trace(of: prompt, by: model, tokensAtOnce: tokens)
                #expect(distance(found.logits, from: prompt.logits) < 3e-5, "\(name)")
            }
        }
    }

    @Test(arguments: [3, 2048])
    func `a prompt that is read gives the logits of its last token, whatever rows the last block leaves out`(
        _ tokens: Int
    ) throws {
        for reference in ReferenceCase.all {
            let model = try reference.languageModel(engine)
            for prompt in reference.prompts {
                let (work, cache) = (LanguageWorkspace(model.configuration), SequenceCache(model.configuration))
                let found = try #require(model.read(prompt.languagePrompt, into: cache, work, tokensAtOnce: tokens))
                let last = try #require(prompt.logits.last)
                #expect(distance([found], from: [last]) < 3e-5, "\(reference.name)")
            }
        }
    }

    @Test func `sequences side by side in one pass do not meet`() throws {
        let reference = try ReferenceCase.named("padded-batch")
        let model = try reference.languageModel(engine)
        let work = LanguageWorkspace(model.configuration)
        work.prepare(tokens: reference.prompts.reduce(0) { $0 + $1.ids.count })
        var (start, stretches) = (0, [Stretch]())
        for prompt in reference.prompts {
            let rows = work.states.rows(start..<start + prompt.ids.count)
            prompt.embed(prompt.ids.indices, into: rows, by: model)
            stretches.append(Stretch(model.makeCache(), tokens: rows.rows))
            start += rows.rows
        }
        model.pass(work, positions: reference.prompts.flatMap(\.positions), stretches: stretches)
        let logits = model.logits(ofRows: Array(0..<start), in: work)
        let found = (0..<start).map { logits.row($0) }
        #expect(distance(found, from: reference.prompts.flatMap(\.logits)) < 3e-5)
    }
}

/// What the model makes of a prompt, stage by stage.
struct Trace {
    var hidden: [[[Float]]] = []
    var logits: [[Float]] = []

    init(of prompt: ReferencePrompt, by model: LanguageModel, tokensAtOnce: Int) {
        var stages = [[[Float]]](repeating: [], count: model.configuration.blocks + 1)
        func observe(_ stage: Int, _ states: Matrix) { stages[stage] += (0..<states.rows).map { states.row($0) } }
        let (work, cache) = (LanguageWorkspace(model.configuration), model.makeCache())
        for start in stride(from: 0, to: prompt.ids.count, by: min(tokensAtOnce, prompt.ids.count)) {
            let tokens = start..<min(prompt.ids.count, start + min(tokensAtOnce, prompt.ids.count))
            work.prepare(tokens: tokens.count)
            prompt.embed(tokens, into: work.states, by: model)
            model.pass(
                work, positions: Array(prompt.positions[tokens]), stretches: [Stretch(cache, tokens: tokens.count)],
                observer: observe)
            let found = model.logits(ofRows: Array(0..<tokens.count), in: work, observer: observe)
            logits += (0..<tokens.count).map { found.row($0) }
        }
        hidden = stages
    }
}

extension ReferencePrompt {
    /// Writes the embeddings of some tokens, those of pictures from the reference.
    func embed(_ tokens: Range<Int>, into states: Matrix, by model: LanguageModel) {
        model.embed(Array(ids[tokens]), into: states)
        for (place, row) in zip(placeholders, pictureRows) where tokens.contains(place) {
            states.withMutableRow(place - tokens.lowerBound) { target in
                for (column, value) in row.enumerated() { target[column] = value }
            }
        }
    }
}
