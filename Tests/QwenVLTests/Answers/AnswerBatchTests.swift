import Constraints
import Foundation
import Images
import QwenVL
import Tensors
import Testing

/// Answers that are written side by side, joining and leaving between steps.
@Suite struct AnswerBatchTests {
    /// Each with a prompt, options and a form of its own.
    private struct Question {
        let request: ModelRequest
        var options: GenerationOptions
        var constraint: (any TokenConstraint)?
    }

    private func model(_ exact: Bool, _ format: KeyValueFormat? = nil) throws -> QwenModel {
        try QwenModel(
            at: ReferenceCase.folder.appending(path: "tied").path, threads: 2, precision: exact ? .exact : .fast,
            cacheFormat: format)
    }

    private func questions(_ model: QwenModel) throws -> [Question] {
        let schema = try JSONSchema(parsing: #"{"type": "array", "items": {"type": "integer"}, "maxItems": 3}"#)
        return try (0..<6).map { number in
            let picture: [RequestPart] =
                number % 2 == 0 ? [.image(Image(seed: UInt64(number), width: 84 + 28 * number, height: 56))] : []
            let words = (0...20 * number).map { "word \($0 * number)" }.joined(separator: " ")
            var options = GenerationOptions(
                sampling: SamplingOptions(temperature: number < 3 ? 0 : 0.9, seed: UInt64(number)),
                maxNewTokens: 40 + 5 * number)
            options.drafts = number != 1
            let constraint =
                number == 4
                ? try OutputConstraint(.json(schema), tokens: TokenTable(model.tokenizer), limit: 40) : nil
            return Question(
                request: ModelRequest([.user([.text(words)] + picture)]), options: options, constraint: constraint)
        }
    }

    private func ask(_ question: Question) -> QwenModel.Ask {
        QwenModel.Ask(question.request, options: question.options, constraint: question.constraint)
    }

    @Test(arguments: [true, false], KeyValueFormat.allCases)
    func `each answer is the one that its request gets alone`(_ exact: Bool, _ format: KeyValueFormat) throws {
        let model = try model(exact, format)
        let questions = try questions(model)
        let alone = try questions.map { try model.answers(to: [ask($0)])[0] }
        var (answers, sizes) = ([Int: Answer](), [Int]())
        let batch = AnswerBatch(model) { sizes.append($0) }
        for (number, question) in questions.enumerated() {
            batch.add(ask(question), isCancelled: { false }) { answers[number] = try? $0.get() }
            // Those that come later find the others at different places.
            for _ in 0..<number { batch.step() }
        }
        while batch.count > 0 { batch.step() }
        for (number, expected) in alone.enumerated() {
            let found = try #require(answers[number])
            #expect(found.ids == expected.ids && found.text == expected.text && found.finish == expected.finish)
        }
        #expect((sizes.max() ?? 0) >= 3 && sizes.contains(1))
    }

    @Test func `one that is cancelled or fails leaves at once, and the others go on as alone`() throws {
        let model = try model(true)
        var questions = try Array(questions(model).prefix(3))
        for index in questions.indices { questions[index].options.maxNewTokens = 30 }
        questions[2].constraint = ConstrainedAnswerTests.Script(tokens: model.tokenizer.encode("ab") + [99_999])
        let alone = try model.answers(to: [ask(questions[0])])[0]
        var (results, isCancelled) = ([Int: Result<Answer, QwenError>](), false)
        let batch = AnswerBatch(model)
        for (number, question) in questions.enumerated() {
            batch.add(ask(question), isCancelled: { number == 1 && isCancelled }) { results[number] = $0 }
        }
        #expect(batch.count == 3)
        batch.step()
        isCancelled = true
        batch.step()
        #expect(try results[1]?.get().finish == .cancelled)
        while batch.count > 0 { batch.step() }
        #expect(try results[0]?.get().ids == alone.ids)
        #expect(throws: QwenError.nothingAllowed(after: "ab")) { try results[2]?.get() }
    }

    @Test func `while a long prompt is read, the others go on`() throws {
        let model = try model(false)
        var first = try questions(model)[1]
        (first.options.maxNewTokens, first.options.endIDs) = (200, [])
        let words = (0..<600).map { "w\($0)" }.joined(separator: " ")
        let long = Question(
            request: ModelRequest([.user([.image(Image(seed: 3, width: 84, height: 84)), .text(words)])]),
            options: GenerationOptions(maxNewTokens: 8))
        let alone = try [first, long].map { try model.answers(to: [ask($0)])[0].ids }
        var (steps, answers) = (0, [Int: Answer]())
        let batch = AnswerBatch(model) { _ in steps += 1 }
        batch.add(ask(first), isCancelled: { false }) { answers[0] = try? $0.get() }
        batch.add(ask(long), isCancelled: { false }) { answers[1] = try? $0.get() }
        // A step after each stage of the vision tower, and one after each piece of 128 tokens but the last.
        let pieces = try PreparedRequest(long.request, model.checkpoint).ids.count / 128
        #expect(steps >= pieces + model.checkpoint.configuration.vision.blocks)
        while batch.count > 0 { batch.step() }
        #expect([answers[0]?.ids, answers[1]?.ids] == alone)
    }

    /// The distance of the reference's own logits in bfloat16 from those in float32 is what a checkpoint bears.
    @Test(arguments: KeyValueFormat.allCases)
    func `stored in fewer bits, keys and values change logits by less than the reference's bfloat16 does`(
        _ format: KeyValueFormat
    ) throws {
        let engine = try Engine(threads: 2, precision: .exact)
        for reference in ReferenceCase.all where reference.checkpoint == "tied" {
            let limit = try #require(reference.bfloat16Distances["logits"])
            let model = try reference.languageModel(engine, cacheFormat: format)
            let found = reference.prompts.flatMap { Trace(of: $0, by: model, tokensAtOnce: 3).logits }
            let distance = Double(distance(found, from: reference.prompts.flatMap(\.logits)))
            #expect(distance < (format == .float ? 3e-5 : limit), "\(reference.name)")
        }
    }
}
