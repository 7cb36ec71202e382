import Agents
import Dialects
import Images
import Interaction
import JSON
import Models
import Policies
import Synchronization
import Testing

/// A model behind a server: it says prepared replies, and remembers what it was asked.
private final class Server: ChatModel {
    let name = "server"
    private let state: Mutex<(replies: [ChatReply], requests: [ChatRequest])>
    /// By whose rule it resizes pictures; `nil` where it leaves them as they are.
    private let resizing: Dialect?

    init(_ replies: [ChatReply], resizing: Dialect? = nil) {
        state = Mutex((replies, []))
        self.resizing = resizing
    }

    var requests: [ChatRequest] { state.withLock { $0.requests } }

    func pictureSize(for size: Size<ImageSpace>) throws -> Size<ModelSpace> {
        try resizing?.pictureSize(for: size) ?? Size(width: size.width, height: size.height)
    }

    func answer(_ request: ChatRequest) throws -> ChatReply {
        try state.withLock {
            $0.requests.append(request)
            guard !$0.replies.isEmpty else { throw NothingLeft() }
            return $0.replies.removeFirst()
        }
    }
}

private struct NothingLeft: Error {}

/// The loop with a model in each dialect, without a desktop.
struct DialectPolicyTests {
    private static let screen = Size<ScreenSpace>(width: 320, height: 200)

    private func observation(_ step: Int, shade: Int? = nil, feedback: Feedback? = nil) -> Observation {
        let image = Image(width: 320, height: 200) { $0.storeBytes(of: UInt8(shade ?? step), as: UInt8.self) }
        let shot = Screenshot(image: image, screen: Self.screen, capture: Self.screen.bounds)
        return Observation(
            step: step, instruction: "Save it.",
            screen: ScreenState(screenshot: shot, pointer: Point(x: 160, y: 100), windows: []), feedback: feedback)
    }

    private func reply(_ dialect: Dialect, _ calls: [(String, String)], text: String = "") -> ChatReply {
        var reply = ChatReply(text: text)
        reply.calls = calls.enumerated().map { ChatCall(id: "c\($0)", name: $1.0, arguments: $1.1) }
        reply.finish = calls.isEmpty ? .end : .calls
        return reply
    }

    private func pictures(_ request: ChatRequest) -> [Image] {
        request.turns.flatMap { turn -> [ChatPart] in
            switch turn {
            case .user(let parts): parts
            case .results(let results, let parts): results.flatMap(\.content) + parts
            case .system, .assistant: []
            }
        }.compactMap { if case .picture(let image) = $0 { image } else { nil } }
    }

    /// What a perfect model does about the little episode, as far as its dialect can say it.
    private static let script: [Action<ScreenSpace>] = [
        .click(.left, at: Point(x: 25, y: 50)), .type("Grüße, it's \"so\""), .key([Key("Return")]),
        .key([Key("ctrl"), Key("s")]), .click(.left, count: 2, at: Point(x: 319, y: 199)),
        .click(.right, at: Point(x: 0, y: 0)), .click(.left, at: Point(x: 160, y: 100)),
    ]

    @Test(arguments: Dialect.all.filter { !$0.onlyPoints }.map(\.name))
    func `a perfect model ends a small episode well in every dialect`(name: String) async throws {
        let dialect = try #require(Dialect.named(name))
        let image = Size<ImageSpace>(width: 320, height: 200)
        let size = try dialect.pictureSize(for: image)
        let frame = CoordinateFrame(
            screen: Self.screen, capture: Self.screen.bounds, image: image, model: size)
        let wanted = Self.script.compactMap { action -> (Action<ScreenSpace>, ChatReply)? in
            dialect.call(action.mapPoints { frame.modelPoint($0) }, size).map { (action, dialect.reply(of: $0)) }
        }
        #expect(wanted.count >= 3)
        let last = dialect.reply(of: try #require(dialect.call(.terminate(.success), size)))
        let model = Server(wanted.map(\.1) + [last], resizing: dialect)
        let policy = ModelPolicy(model, dialect: dialect)
        var history: [HistoryStep] = []
        for (index, (action, _)) in wanted.enumerated() {
            let seen = observation(index + 1)
            let decision = try await policy.decide(seen, history: history)
            guard case .act(let proposal) = decision else { throw NothingLeft() }
            #expect(proposal.action.isAlmost(action), "\(proposal.action) for \(action)")
            #expect(proposal.answer?.dialect == name && proposal.answer?.frame.model == size)
            history.append(
                HistoryStep(observation: seen, decision: decision, feedback: .executed(changed: true, unexecuted: [])))
        }
        let end = try await policy.decide(observation(wanted.count + 1), history: history)
        guard case .act(let proposal) = end else { throw NothingLeft() }
        #expect(proposal.action == .terminate(.success))
        for request in model.requests {
            #expect((1...dialect.history.pictures).contains(pictures(request).count))
            #expect(request.hostedTools.isEmpty == (dialect.hosted == nil))
        }
    }

    @Test(arguments: Dialect.pointing.filter(\.opening.isEmpty).map(\.name))
    func `a dialect that only points clicks where the model says`(name: String) async throws {
        let dialect = try #require(Dialect.named(name))
        let size = try dialect.pictureSize(for: Size(width: 320, height: 200))
        let point = Point<ModelSpace>(x: Double(size.width) / 2, y: Double(size.height) / 4)
        let model = Server([ChatReply(text: try #require(dialect.call(.click(.left, at: point), size)))])
        let decision = try await ModelPolicy(model, dialect: dialect).decide(observation(1), history: [])
        guard case .act(let proposal) = decision else { throw NothingLeft() }
        #expect(proposal.action.isAlmost(.click(.left, at: Point(x: 160, y: 50))))
    }

    @Test func `a screenshot that is asked for is a new look and no step`() async throws {
        let dialect = Dialect.openAI
        let model = Server([
            reply(dialect, [("computer", #"{"actions":[{"type":"screenshot"}]}"#)]),
            reply(dialect, [("computer", #"{"actions":[{"type":"click","button":"left","x":5,"y":6}]}"#)]),
        ])
        let policy = ModelPolicy(model, dialect: dialect)
        guard case .lookAgain = try await policy.decide(observation(1), history: []) else { throw NothingLeft() }
        let decision = try await policy.decide(observation(1, shade: 9), history: [])
        guard case .act(let proposal) = decision else { throw NothingLeft() }
        #expect(proposal.action == .click(.left, at: Point(x: 5, y: 6)))
        guard case .results(let results, _)? = model.requests[1].turns.last else { throw NothingLeft() }
        #expect(results.map(\.id) == ["c0"])
        #expect(pictures(model.requests[1]).count == 2)
        let shown = try #require(pictures(model.requests[1]).last)
        #expect(FrameName(of: shown) == FrameName(of: observation(1, shade: 9).screen.screenshot.image))
    }

    @Test func `a zoom and the pointer's place are answered at once`() async throws {
        let dialect = Dialect.anthropicZoom
        let model = Server([
            reply(dialect, [("computer", #"{"action":"zoom","region":[0,0,80,50]}"#)]),
            reply(dialect, [("computer", #"{"action":"cursor_position"}"#)]),
            reply(dialect, [("computer", #"{"action":"left_click","coordinate":[10,20]}"#)]),
        ])
        let decision = try await ModelPolicy(model, dialect: dialect).decide(observation(1), history: [])
        guard case .act(let proposal) = decision else { throw NothingLeft() }
        #expect(proposal.action == .click(.left, at: Point(x: 10, y: 20)))
        #expect(pictures(model.requests[1]).last?.size == Size(width: 320, height: 200))
        #expect(model.requests[2].description.contains("X=160,Y=100"))
    }

    @Test func `a model that only ever asks is stopped`() async throws {
        let dialect = Dialect.anthropicZoom
        let ask = reply(dialect, [("computer", #"{"action":"cursor_position"}"#)])
        let error = await #expect(throws: UnusableAnswer.self) {
            try await ModelPolicy(Server(Array(repeating: ask, count: 50)), dialect: dialect)
                .decide(observation(1), history: [])
        }
        #expect(error?.reason.contains("only asked") == true)
    }

    @Test func `points in the wrong space end the run and name the probable one`() async throws {
        let size = Size<ModelSpace>(width: 1920, height: 1088)
        let answer = try #require(Dialect.computerUse.call(.click(.left, at: Point(x: 1210, y: 640)), size))
        let error = await #expect(throws: UnusableAnswer.self) {
            try await ModelPolicy(Server([ChatReply(text: answer)]), dialect: .qwen3)
                .decide(observation(1), history: [])
        }
        #expect(error?.isFinal == true)
        #expect(error?.reason.contains("pixels of a picture larger than the 320x192") == true, "\(error?.reason ?? "")")
    }

    @Test func `a safety check goes to the gate, and a no ends the episode as that`() async throws {
        let dialect = Dialect.openAI
        let calls =
            #"{"actions":[{"type":"wait"}],"pending_safety_checks":[{"id":"s","code":"sensitive_domains","message":"bank"}]}"#
        let model = Server([reply(dialect, [("computer", calls)])])
        let policy = ModelPolicy(model, dialect: dialect)
        let decision = try await policy.decide(observation(1), history: [])
        guard case .act(let proposal) = decision else { throw NothingLeft() }
        #expect(proposal.concerns == ["sensitive_domains: bank"])
        let step = HistoryStep(observation: observation(1), decision: decision, feedback: .refused("a person said no"))
        guard case .finish(let outcome) = try await policy.decide(observation(2), history: [step]) else {
            throw NothingLeft()
        }
        #expect(outcome == .safetyStop(reason: "a person said no"))
    }

    @Test func `ends are kept apart`() async throws {
        var refusing = ChatReply(text: "")
        refusing.refusal = "I cannot help with that."
        let cases: [(Dialect, ChatReply, Outcome)] = [
            (.openAI, refusing, .refusal(reason: "I cannot help with that.")),
            (.qwen3, refusing, .refusal(reason: "I cannot help with that.")),
            (.openAI, reply(.openAI, [], text: "All done."), .success(answer: "All done.")),
            (.gemini, reply(.gemini, [], text: "[INFEASIBLE] no menu"), .infeasible(reason: "[INFEASIBLE] no menu")),
            (
                .anthropicToolset, reply(.anthropicToolset, [], text: "Which file?"),
                .failure(reason: "the model asks: Which file?")
            ),
            (
                .uiTARS2, ChatReply(text: "<function=infeasible><parameter=content>no menu</parameter></function>"),
                .infeasible(reason: "no menu")
            ),
        ]
        for (dialect, reply, outcome) in cases {
            let decision = try await ModelPolicy(Server([reply]), dialect: dialect).decide(observation(1), history: [])
            guard case .act(let proposal) = decision else { throw NothingLeft() }
            #expect(proposal.outcome == outcome, "\(dialect.name)")
        }
    }

    @Test func `a paused answer goes back as it is and is continued`() async throws {
        let dialect = Dialect.anthropicToolset
        var paused = ChatReply(text: "I am")
        (paused.finish, paused.kept) = (.paused, JSON(.string("blocks")))
        let model = Server([paused, reply(dialect, [("left_click", #"{"coordinate":[1,2]}"#)])])
        let decision = try await ModelPolicy(model, dialect: dialect).decide(observation(1), history: [])
        guard case .act = decision, case .assistant(let last)? = model.requests[1].turns.last else {
            throw NothingLeft()
        }
        #expect(last.kept == JSON(.string("blocks")))
    }

    @Test func `what the dialect asks of a server is in the request`() async throws {
        let model = Server([reply(.anthropic2025, [("computer", #"{"action":"wait","duration":1}"#)])])
        _ = try await ModelPolicy(model, dialect: .anthropic2025).decide(observation(1), history: [])
        let request = try #require(model.requests.first)
        #expect(request.headers == ["anthropic-beta": "computer-use-2025-01-24"])
        #expect(request.hostedTools[0]["display_width_px"]?.integer == 320)
        let preview = Server([reply(.openAIPreview, [("computer", #"{"action":{"type":"wait"}}"#)])])
        _ = try await ModelPolicy(preview, dialect: .openAIPreview).decide(observation(1), history: [])
        #expect(preview.requests[0].members.map(\.name) == ["truncation"])
        let qwen = Server([ChatReply(text: "<tool_call>{\"action\":\"wait\",\"time\":1}</tool_call>")])
        _ = try await ModelPolicy(qwen, dialect: .qwen3).decide(observation(1), history: [])
        #expect(qwen.requests[0].maximumTokens == 32768 && qwen.requests[0].tools.isEmpty)
        #expect(qwen.requests[0].description.contains("<tools>"))
        #expect(pictures(qwen.requests[0]).map(\.size) == [Size(width: 320, height: 192)])
        guard case .parameters(let sampling) = qwen.requests[0].sampling else { throw NothingLeft() }
        #expect(sampling.topK == 20 && sampling.presencePenalty == 1.5)
    }

    @Test func `a picture that was resized for the model is kept with the answer`() async throws {
        let call = ChatReply(text: "<tool_call>{\"action\":\"wait\",\"time\":1}</tool_call>")
        let code = ChatReply(text: "```code\ncomputer.wait()\n```")
        for (dialect, answer, isResized) in [(Dialect.computerUse, call, true), (.kimi, code, false)] {
            let decision = try await ModelPolicy(Server([answer]), dialect: dialect).decide(observation(1), history: [])
            guard case .act(let proposal) = decision else { throw NothingLeft() }
            #expect((proposal.answer?.picture != nil) == isResized)
        }
    }
}

extension Action {
    /// A click at a place, where a tool without such clicks moves the pointer there first.
    private var joined: Action {
        guard case .batch(let members) = self, members.count == 2, case .mouseMove(let point, []) = members[0],
            case .click(let button, let count, nil, let modifiers) = members[1]
        else { return self }
        return .click(button, count: count, at: point, modifiers: modifiers)
    }

    /// Whether it is the other, with points at most three pixels apart: grids are coarser than screens.
    fileprivate func isAlmost(_ other: Action) -> Bool {
        let blind: (Point<Space>) -> Point<Space> = { _ in Point<Space>(x: 0, y: 0) }
        guard joined.mapPoints(blind) == other.mapPoints(blind) else { return false }
        guard let here = joined.point, let there = other.point else { return true }
        return abs(here.x - there.x) <= 3 && abs(here.y - there.y) <= 3
    }
}
