import Images
import QwenVL
import Testing

/// What a batch that fails leaves behind.
@Suite struct BatchFailureTests {
    private let reference: ReferenceCase
    private let model: QwenModel
    private let plain = GenerationOptions(maxNewTokens: 24)

    init() throws {
        reference = try ReferenceCase.named("image")
        model = try reference.model()
    }

    /// Requests that no model can answer, each for another reason.
    private var unanswerable: [ModelRequest] {
        [
            ModelRequest([.user([.text("Hi")]), .generated([5, 151_645]), .user([.text("And?")])]),
            ModelRequest([.user([.image(Image(seed: 1, width: 4000, height: 4))])]),
            ModelRequest([.user([.video(VideoClip([], framesPerSecond: 1))])]),
        ]
    }

    @Test func `a request that cannot be answered leaves the other conversations as they were`() throws {
        let first = try reference.requests()[0]
        for bad in unanswerable {
            let (conversation, untouched) = (Conversation(), Conversation())
            let said = try model.answer(to: first, plain, in: conversation)
            let count = conversation.cache?.count
            var next = first
            next.turns += [.generated(said.ids), .user([.text("And below?")])]
            let asks = [
                QwenModel.Ask(next, options: plain, in: conversation),
                QwenModel.Ask(next, options: plain, in: untouched), QwenModel.Ask(bad, options: plain),
            ]
            #expect(throws: QwenError.self) { try model.answers(to: asks) }
            #expect(conversation.cache?.count == count && untouched.cache == nil)
            let answer = try model.answer(to: next, plain, in: conversation)
            let alone = try model.answer(to: next, plain)
            #expect(answer.counts.reused > first.turns.count && answer.ids == alone.ids)
        }
    }

    @Test func `an answer that its constraint ends in failure leaves all conversations true`() throws {
        let request = try reference.requests()[0]
        let other = ModelRequest([.user([.text("One two three")])])
        let conversations = [Conversation(), Conversation()]
        _ = try model.answer(to: other, plain, in: conversations[0])
        let tokens = model.tokenizer.encode("ab") + [99_999]
        let asks = [
            QwenModel.Ask(other, options: plain, in: conversations[0]),
            QwenModel.Ask(
                request, options: plain, constraint: ConstrainedAnswerTests.Script(tokens: tokens),
                in: conversations[1]),
        ]
        #expect(throws: QwenError.nothingAllowed(after: "ab")) { try model.answers(to: asks) }
        let longer = ModelRequest([.user([.text("One two three four")])])
        for (asked, conversation) in [(longer, conversations[0]), (request, conversations[1])] {
            let answer = try model.answer(to: asked, plain, in: conversation)
            let alone = try model.answer(to: asked, plain)
            #expect(answer.ids == alone.ids)
        }
    }

    @Test func `a batch that is cancelled leaves conversations that go on`() throws {
        let request = try reference.requests()[0]
        let other = ModelRequest([.user([.text("One two three")])])
        for limit in [0, 3, 40, 400, 4000] {
            let conversations = [Conversation(), Conversation()]
            var asked = 0
            let cut = try model.answers(
                to: zip([request, other], conversations).map { QwenModel.Ask($0, options: plain, in: $1) },
                isCancelled: {
                    asked += 1
                    return asked > limit
                })
            #expect(cut.allSatisfy { $0.finish == .cancelled || $0.ids.count == 24 })
            for (request, conversation) in zip([request, other], conversations) {
                let answer = try model.answer(to: request, plain, in: conversation)
                let alone = try model.answer(to: request, plain)
                #expect(answer.ids == alone.ids, "after \(limit) questions")
            }
        }
    }
}
