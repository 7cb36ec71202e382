import Constraints
import Foundation
import Images
import QwenVL
import Tensors
import Testing

/// 64 tokens by rank, ended by nothing.
private let plain = GenerationOptions(maxNewTokens: 64)

@Suite struct AnswerTests {
    @Test(arguments: ReferenceCase.all)
    func `from pictures and words to the reference's tokens`(_ reference: ReferenceCase) throws {
        let model = try reference.model()
        for (request, expected) in zip(try reference.requests(), reference.prompts) {
            let prepared = try PreparedRequest(request, model.checkpoint)
            #expect(prepared.ids == expected.ids)
            #expect(prepared.positions.tokens == expected.positions && prepared.positions.next == expected.nextPosition)
            var streamed = ""
            let answer = try model.answer(to: request, plain) { streamed += $0 }
            expected.expectGreedy(answer.ids)
            #expect(streamed == answer.text && answer.text == model.tokenizer.decode(answer.ids, skippingSpecial: true))
            #expect(answer.counts.prompt == expected.ids.count && answer.counts.answer == 64)
            #expect(answer.counts.pictures == expected.placeholders.count && answer.counts.reused == 0)
        }
    }

    @Test func `with a repetition penalty the tokens are those of the reference's generate`() throws {
        struct Expected: Decodable {
            let name: String
            let penalty: Double
            let tokens: [Int]
        }
        let file = ReferenceCase.folder.appending(path: "../sampling/answers.json")
        let cases = try JSONDecoder().decode([Expected].self, from: Data(contentsOf: file))
        #expect(cases.count == 10)
        for expected in cases {
            let reference = try ReferenceCase.named(expected.name)
            let options = GenerationOptions(
                sampling: SamplingOptions(repetitionPenalty: expected.penalty), maxNewTokens: expected.tokens.count)
            let answer = try reference.model().answer(to: reference.requests()[0], options)
            #expect(answer.ids == expected.tokens, "\(expected.name), penalty \(expected.penalty)")
        }
    }

    @Test func `requests side by side get the answers they get alone`() throws {
        let names = ["image", "text", "image-and-video", "padded-batch", "two-images"]
        let cases = try names.map { try ReferenceCase.named($0) }
        let model = try cases[0].model()
        let requests = try cases.flatMap { try $0.requests() }
        let together = try model.answers(to: requests.map { QwenModel.Ask($0, options: plain) })
        for (answer, expected) in zip(together, cases.flatMap(\.prompts)) { expected.expectGreedy(answer.ids) }
    }

    @Test func `the checkpoint's own settings hold where none are given`() throws {
        let model = try ReferenceCase.named("image").model()
        #expect(model.defaults.sampling.repetitionPenalty == 1.05 && model.defaults.sampling.temperature == 1e-6)
        #expect(model.defaults.endIDs == [274, 272])
    }

    @Test func `a caller learns at which size each picture was seen`() throws {
        let model = try ReferenceCase.named("image").model()
        let picture = Image(seed: 1, width: 150, height: 90)
        var request = ModelRequest([.user([.image(picture), .image(picture, size: Size(width: 60, height: 30))])])
        #expect(
            try model.views(of: request).map(\.model) == [Size(width: 140, height: 84), Size(width: 84, height: 56)])
        request.imageSizing = SmartResize(minimum: 784, maximum: 4 * 784)
        #expect(
            try model.views(of: request).map(\.model) == [Size(width: 56, height: 28), Size(width: 56, height: 28)])
        #expect(try model.views(of: request).map(\.image) == [picture.size, picture.size])
    }
}

@Suite struct ConversationTests {
    private let reference: ReferenceCase
    private let model: QwenModel

    init() throws {
        reference = try ReferenceCase.named("two-images")
        model = try reference.model()
    }

    private func continued(_ request: ModelRequest, _ answer: Answer, _ question: [RequestPart]) -> ModelRequest {
        var request = request
        request.turns += [.generated(answer.ids), .user(question)]
        return request
    }

    @Test func `a conversation goes on from what was read, with the tokens of a fresh start`() throws {
        let conversation = Conversation()
        var request = try reference.requests()[0]
        var known = 0
        for question in ["And now?", "Why?", "Where is it?"] {
            let answer = try model.answer(to: request, plain, in: conversation)
            #expect(answer.counts.reused == known)
            #expect(try model.answer(to: request, plain).ids == answer.ids)
            // The last token of an answer has not gone through the model yet.
            known = answer.counts.prompt + answer.ids.count - 1
            request = continued(request, answer, [.text(question)])
        }
    }

    @Test func `a picture in a later turn is read, those before it are not`() throws {
        let conversation = Conversation()
        let first = try reference.requests()[0]
        let answer = try model.answer(to: first, plain, in: conversation)
        let next = continued(first, answer, [.image(Image(seed: 9, width: 60, height: 90)), .text("And this?")])
        let found = try model.answer(to: next, plain, in: conversation)
        #expect(found.counts.reused == answer.counts.prompt + 63)
        #expect(try model.answer(to: next, plain).ids == found.ids)
    }

    @Test func `only what comes before a changed picture is known`() throws {
        let conversation = Conversation()
        var request = try reference.requests()[0]
        _ = try model.answer(to: request, plain, in: conversation)
        let second = try PreparedRequest(request, model.checkpoint).pictures[1].start
        request.turns[1] = .user([
            .image(Image(seed: 101, width: 200, height: 90)), .text("and"),
            .image(Image(seed: 999, width: 70, height: 180)), .text("What is this?"),
        ])
        let answer = try model.answer(to: request, plain, in: conversation)
        #expect(answer.counts.reused == second)
        #expect(try model.answer(to: request, plain).ids == answer.ids)
    }

    @Test func `the same video at another pace is another video`() throws {
        let conversation = Conversation()
        let frames = (0..<6).map { Image(seed: UInt64($0), width: 60, height: 60) }
        func request(_ rate: Double) -> ModelRequest {
            ModelRequest([.user([.video(VideoClip(frames, framesPerSecond: rate)), .text("When?")])])
        }
        let start = try PreparedRequest(request(2), model.checkpoint).pictures[0].start
        _ = try model.answer(to: request(2), plain, in: conversation)
        let other = try model.answer(to: request(0.5), plain, in: conversation)
        #expect(other.counts.reused <= start)
        #expect(try model.answer(to: request(0.5), plain).ids == other.ids)
        let again = try model.answer(to: request(0.5), plain, in: conversation)
        #expect(again.counts.reused == again.counts.prompt - 1 && again.ids == other.ids)
    }

    @Test func `a prompt that was read can be shortened and asked otherwise`() throws {
        let conversation = Conversation()
        let first = try reference.requests()[0]
        let answer = try model.answer(to: first, plain, in: conversation)
        let long = continued(first, answer, [.text("And now?")])
        _ = try model.answer(to: long, plain, in: conversation)
        let short = try model.answer(to: first, plain, in: conversation)
        #expect(short.ids == answer.ids && short.counts.reused == short.counts.prompt - 1)
    }

    @Test func `a picture is known again even where the words before it changed`() throws {
        let conversation = Conversation()
        let picture = Image(seed: 5, width: 90, height: 90)
        _ = try model.answer(to: ModelRequest([.user([.text("One"), .image(picture)])]), plain, in: conversation)
        let request = ModelRequest([.user([.text("Another"), .image(picture)])])
        let prepared = try PreparedRequest(request, model.checkpoint)
        #expect(conversation.rows(of: prepared.pictures[0].picture) != nil)
        let answer = try model.answer(to: request, plain, in: conversation)
        #expect(try model.answer(to: request, plain).ids == answer.ids)
    }

    @Test func `a cancelled answer leaves a conversation that can go on`() throws {
        let conversation = Conversation()
        let request = try reference.requests()[0]
        var said = ""
        let cut = try model.answer(
            to: request, plain, in: conversation, onText: { said += $0 }, isCancelled: { said.count > 10 })
        #expect(cut.finish == .cancelled && (1..<64).contains(cut.ids.count))
        let early = try model.answer(to: request, plain, in: Conversation(), isCancelled: { true })
        #expect(early.finish == .cancelled && early.ids.isEmpty)
        // The second time it is asked, the first picture is half encoded.
        var times = 0
        let other = Conversation()
        let blind = try model.answer(
            to: request, plain, in: other,
            isCancelled: {
                times += 1
                return times == 2
            })
        #expect(blind.finish == .cancelled && blind.ids.isEmpty && times == 2)
        let whole = try model.answer(to: request, plain).ids
        #expect(try model.answer(to: request, plain, in: conversation).ids == whole)
        #expect(try model.answer(to: request, plain, in: other).ids == whole)
    }

    @Test func `placeholders that a model generated are no pictures`() throws {
        var request = try reference.requests()[0]
        request.turns += [.generated([284, 285, 100, 284]), .user([.text("What?")])]
        #expect(try PreparedRequest(request, model.checkpoint).pictures.count == 2)
        #expect(try model.answer(to: request, plain).ids.count == 64)
    }
}

@Suite struct ConstrainedAnswerTests {
    /// Allows a list of tokens, one after another, or anything.
    struct Script: TokenConstraint {
        var tokens: [Int]?
        mutating func allows(_ id: Int) -> Bool { tokens.map { $0.first == id } ?? true }
        mutating func accept(_ id: Int) { tokens?.removeFirst() }
        var isComplete: Bool { tokens?.isEmpty ?? true }
    }

    @Test(arguments: ["image", "text", "yarn", "untied"])
    func `an answer that the form allows is the one without it`(_ name: String) throws {
        let reference = try ReferenceCase.named(name)
        let (model, request) = (try reference.model(), try reference.requests()[0])
        let free = try model.answer(to: request, plain)
        let held = try model.answer(to: request, plain, constraint: Script(tokens: nil))
        let followed = try model.answer(to: request, plain, constraint: Script(tokens: free.ids))
        #expect(held.ids == free.ids && followed.ids == free.ids)
    }

    @Test func `a form is kept, and the answer ends with it`() throws {
        let reference = try ReferenceCase.named("image")
        let model = try reference.model()
        let tokens = model.tokenizer.encode("{\"x\": 12}")
        for sampling in [SamplingOptions(), SamplingOptions(temperature: 1, seed: 3)] {
            var options = GenerationOptions(sampling: sampling, endIDs: [274])
            let answer = try model.answer(to: reference.requests()[0], options, constraint: Script(tokens: tokens))
            #expect(answer.text == "{\"x\": 12}" && answer.finish == .stop)
            options.endIDs = []
            let bare = try model.answer(to: reference.requests()[0], options, constraint: Script(tokens: tokens))
            #expect(bare.text == "{\"x\": 12}" && bare.finish == .complete)
        }
    }

    @Test func `a form that leaves nothing is an error that says where`() throws {
        let reference = try ReferenceCase.named("image")
        let model = try reference.model()
        let tokens = model.tokenizer.encode("ab") + [99_999]
        #expect(throws: QwenError.nothingAllowed(after: "ab")) {
            try model.answer(to: reference.requests()[0], plain, constraint: Script(tokens: tokens))
        }
    }
}

@Suite struct MistakeTests {
    private let model: QwenModel

    init() throws { model = try ReferenceCase.named("image").model() }

    @Test func `a prompt longer than the context says how long it is and what to lower`() throws {
        let picture = Image(seed: 1, width: 280, height: 280)
        let checkpoint = model.checkpoint
        var configuration = checkpoint.configuration
        configuration.text.contextLength = 100
        let small = try QwenModel(
            Checkpoint(
                path: checkpoint.path, weights: checkpoint.weights, configuration: configuration,
                tokenizer: checkpoint.tokenizer,
                generation: checkpoint.generation, preprocessor: checkpoint.preprocessor),
            on: model.language.engine)
        #expect(throws: QwenError.promptTooLong(tokens: 148, pictureTokens: 100, limit: 100)) {
            try small.answer(to: ModelRequest([.user([.image(picture)])]), plain)
        }
        let answer = try small.answer(to: ModelRequest([.user([.text("Hi")])]), plain)
        #expect(answer.finish == .context && answer.counts.prompt + answer.ids.count == 100)
    }

    @Test func `a token of another model's answer is refused`() {
        let request = ModelRequest([.user([.text("Hi")]), .generated([5, 151_645]), .user([.text("And?")])])
        #expect(throws: QwenError.unknownToken(id: 151_645, rows: 304)) { try model.answer(to: request, plain) }
    }

    @Test func `a video needs frames of one size and a rate`() {
        let (one, other) = (Image(seed: 1, width: 60, height: 60), Image(seed: 1, width: 61, height: 60))
        for part in [
            VideoClip([], framesPerSecond: 1), VideoClip([one, other], framesPerSecond: 1),
            VideoClip([one], framesPerSecond: 0), VideoClip([one], framesPerSecond: .nan),
            VideoClip([one, one], timing: .seconds([0])), VideoClip([one, one], timing: .seconds([1, 1])),
        ] {
            #expect(throws: QwenError.self) { try model.answer(to: ModelRequest([.user([.video(part)])]), plain) }
        }
    }
}
