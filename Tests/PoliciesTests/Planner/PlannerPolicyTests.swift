import Agents
import Dialects
import Foundation
import Images
import Interaction
import Models
import Policies
import Synchronization
import Testing

/// A model that says prepared answers, and remembers what it was asked.
private final class Scripted: ChatModel {
    let name: String
    private let state: Mutex<(answers: [String], requests: [ChatRequest])>

    init(_ answers: [String], name: String = "planner") {
        self.name = name
        state = Mutex((answers, []))
    }

    var requests: [ChatRequest] { state.withLock { $0.requests } }

    func pictureSize(for size: Size<ImageSpace>) -> Size<ModelSpace> { Size(width: size.width, height: size.height) }

    func answer(_ request: ChatRequest) throws -> ChatReply {
        try state.withLock {
            $0.requests.append(request)
            guard !$0.answers.isEmpty else { throw NothingLeft() }
            return ChatReply(text: $0.answers.removeFirst())
        }
    }
}

private struct NothingLeft: Error {}

/// Knows one place for each of a few words.
private struct KnownPlaces: TargetResolving {
    let places: [String: Point<ImageSpace>]

    func resolve(_ target: Target, on screen: ScreenState) throws -> Grounding? {
        let candidates = places.filter { $0.key.hasPrefix(target.text) }.map { word, point in
            Candidate(
                box: Box(x: point.x - 5, y: point.y - 5, width: 10, height: 10), point: point, text: word,
                confidence: 1,
                isExact: true)
        }
        if candidates.count > 1 { throw AmbiguousTarget(target: target, candidates: candidates) }
        guard !candidates.isEmpty else { return nil }
        return Grounding(target: target, grounder: "known", candidates: candidates, chosen: 0, rule: "only")
    }

    func explanation(of target: Target, on screen: ScreenState) -> String? { "'Delete' is scrolled out of view" }
}

struct PlannerPolicyTests {
    private static let screen = Size<ScreenSpace>(width: 320, height: 200)
    private static let list = ElementList(shown: [
        Element(
            number: 1, role: .window, name: "Editor", box: Box(x: 0, y: 0, width: 320, height: 200), states: .active,
            sources: .window),
        Element(
            number: 2, role: .button, name: "Save", box: Box(x: 100, y: 50, width: 40, height: 20),
            states: .enabled, parent: 1, sources: .accessibility),
        Element(
            number: 3, role: .button, name: "Close", box: Box(x: 200, y: 50, width: 40, height: 20),
            states: .enabled, parent: 1, sources: .accessibility),
    ])

    private func observation(_ step: Int, feedback: Feedback? = nil) -> Observation {
        let image = Image(width: 320, height: 200) { $0.storeBytes(of: UInt8(step), as: UInt8.self) }
        let shot = Screenshot(image: image, screen: Self.screen, capture: Self.screen.bounds)
        return Observation(
            step: step, instruction: "Save it.",
            screen: ScreenState(screenshot: shot, pointer: Point(x: 1, y: 1), windows: []), feedback: feedback)
    }

    private func policy(_ model: Scripted, _ view: PlannerView = .elements, places: (any PlaceFinding)? = nil)
        -> PlannerPolicy
    {
        let known = KnownPlaces(places: [
            "Save": Point(x: 120, y: 60), "Open": Point(x: 9, y: 9), "Open with": Point(x: 9, y: 99),
        ])
        return PlannerPolicy(
            model, family: .json, view: view, elements: { _ in Self.list },
            places: places ?? ResolvedPlaces(known, name: "known"))
    }

    private func proposal(_ decision: Decision) throws -> Proposal {
        guard case .act(let proposal) = decision else { throw NothingLeft() }
        return proposal
    }

    private func parts(_ request: ChatRequest?) -> [ChatPart] {
        (request?.turns ?? []).flatMap { turn -> [ChatPart] in
            switch turn {
            case .user(let parts): parts
            case .assistant(let reply): [.text(reply.text)]
            case .system, .results: []
            }
        }
    }

    private func text(_ request: ChatRequest?) -> String {
        parts(request).compactMap { if case .text(let text) = $0 { text } else { nil } }.joined(separator: "\n")
    }

    private func pictures(_ request: ChatRequest?) -> [Image] {
        parts(request).compactMap { if case .picture(let image) = $0 { image } else { nil } }
    }

    @Test func `an element's number and words lead to the place, and both are recorded`() async throws {
        let model = Scripted([
            #"{"thought": "", "action": {"action": "left_click", "target": 3}}"#,
            #"{"thought": "", "action": {"action": "double_click", "target": "Save"}}"#,
        ])
        let policy = policy(model)
        let first = observation(1)
        let decision = try await policy.decide(first, history: [])
        let byNumber = try proposal(decision)
        #expect(byNumber.action == .click(.left, at: Point(x: 220, y: 60)))
        #expect(byNumber.grounding?.element?.name == "Close" && byNumber.grounding?.rule == "number")
        #expect(byNumber.answer?.dialect == "planner" && byNumber.answer?.action?.point == Point(x: 220, y: 60))
        let done = HistoryStep(
            observation: first, decision: decision, feedback: .executed(changed: false, unexecuted: []))
        let byWords = try proposal(try await policy.decide(observation(2), history: [done]))
        #expect(byWords.action == .click(.left, count: 2, at: Point(x: 120, y: 60)))
        #expect(byWords.grounding?.grounder == "known" && byWords.grounding?.candidates.count == 1)
        let asked = text(model.requests.last)
        #expect(asked.contains("Instruction: Save it.") && asked.contains("\"target\": 3"))
        #expect(asked.contains("nothing visible changed") && asked.contains("2 Save,3 Close"))
        #expect(asked.components(separatedBy: "2 Save,3 Close").count == 2, "only the present screen is listed")
        #expect(model.requests.allSatisfy { pictures($0).isEmpty })
    }

    @Test func `what it is shown is what was asked for`() async throws {
        for (view, hasPicture, hasList) in [
            (PlannerView.marks, true, false), (.both, true, true), (.elements, false, true),
        ] {
            let model = Scripted([#"{"action": {"action": "wait", "time": 1}}"#])
            let seen = observation(1)
            let answer = try proposal(try await policy(model, view).decide(seen, history: [])).answer
            #expect(pictures(model.requests.first).count == (hasPicture ? 1 : 0))
            #expect(text(model.requests.first).contains("2 Save") == hasList)
            #expect((answer?.picture != nil) == hasPicture && answer?.listsElements == hasList)
            if let marked = answer?.picture {
                #expect(!marked.difference(from: seen.screen.screenshot.image).isEmpty)
            }
        }
    }

    @Test func `what cannot be found goes back to the planner with the reason`() async throws {
        let answers = [
            (#"{"action": {"action": "left_click", "target": "Delete"}}"#, "scrolled out of view"),
            (#"{"action": {"action": "left_click", "target": "Open"}}"#, "2 times"),
            (#"{"action": {"action": "left_click", "target": 77}}"#, "no element 77"),
            (#"{"action": {"action": "left_click", "coordinate": [1, 2]}}"#, "names a coordinate"),
        ]
        let model = Scripted(answers.map(\.0) + [#"{"action": {"action": "left_click", "target": "Save"}}"#])
        let policy = policy(model)
        var feedback: Feedback?
        for (answer, words) in answers {
            let error = await #expect(throws: UnusableAnswer.self) {
                try await policy.decide(observation(1, feedback: feedback), history: [])
            }
            #expect(error?.reason.contains(words) == true && error?.answer.text == answer && error?.isFinal == false)
            feedback = .unusable(error?.reason ?? "")
        }
        let last = try proposal(try await policy.decide(observation(1, feedback: feedback), history: []))
        #expect(last.action == .click(.left, at: Point(x: 120, y: 60)))
        let asked = text(model.requests.last)
        #expect(answers.allSatisfy { asked.contains($0.0) && asked.contains($0.1) })
    }

    @Test(arguments: [
        "gta1", "holo1_5", "holo2", "mai_ui_point", "click", "ui_tars_1_5", "anthropic_20251124",
    ])
    func `a grounding model is asked in its dialect, and its answer is kept`(name: String) async throws {
        let dialect = try #require(Dialect.named(name))
        let size = try dialect.pictureSize(for: Size(width: 320, height: 200))
        let point = Point<ModelSpace>(x: Double(size.width) / 4, y: Double(size.height) / 2)
        let call = try #require(dialect.call(.click(.left, at: point), size))
        let reply = dialect.reply(of: call)
        let grounder = Replying(reply)
        let model = Scripted([
            #"{"action": {"action": "left_click", "target": {"text": "the gear", "in_window": "Editor"}}}"#
        ])
        let policy = policy(model, places: PointedPlaces(grounder, dialect: dialect))
        let proposal = try proposal(try await policy.decide(observation(1), history: []))
        let clicked = try #require(proposal.action.point)
        #expect(abs(clicked.x - 80) <= 2 && abs(clicked.y - 100) <= 2, "\(clicked)")
        #expect(proposal.groundingAnswers.count == 1 && proposal.groundingAnswers[0].dialect == name)
        #expect(proposal.grounding?.candidates.count == 1 && proposal.grounding?.rule == "model")
        let asked = text(grounder.request)
        #expect(asked.contains("the gear") && asked.contains("Editor") && pictures(grounder.request).count == 1)
    }

    @Test func `a grounder that finds nothing is told to the planner, and a refusal ends the episode`() async throws {
        let lost = Scripted([#"{"action": {"action": "left_click", "target": "x"}}"#])
        let policy = policy(lost, places: PointedPlaces(Scripted(["none"], name: "g"), dialect: .gta1))
        let error = await #expect(throws: UnusableAnswer.self) { try await policy.decide(observation(1), history: []) }
        #expect(error?.groundingAnswers.map(\.text) == ["none"] && error?.reason.contains("grounder") == true)
        var reply = ChatReply(text: "")
        reply.refusal = "I will not."
        let refusing = PlannerPolicy(
            Replying(reply), family: .json, view: .elements, elements: { _ in Self.list },
            places: ResolvedPlaces(KnownPlaces(places: [:]), name: "known"))
        let refused = try proposal(try await refusing.decide(observation(1), history: []))
        #expect(refused.outcome == .refusal(reason: "I will not.") && refused.action == .terminate(.failure))
    }
}

/// A model that always replies the same, and remembers what it was asked last.
private final class Replying: ChatModel {
    let name = "replying"
    /// It gives whole calls.
    let continuesOpenings = false
    private let reply: ChatReply
    private let asked = Mutex<ChatRequest?>(nil)

    init(_ reply: ChatReply) { self.reply = reply }

    var request: ChatRequest? { asked.withLock { $0 } }

    func pictureSize(for size: Size<ImageSpace>) -> Size<ModelSpace> { Size(width: size.width, height: size.height) }

    func answer(_ request: ChatRequest) -> ChatReply {
        asked.withLock { $0 = request }
        return reply
    }
}
