import Agents
import Images
import Interaction
import Synchronization
import Testing

/// Says yes or no, and remembers what it was asked.
private final class Answering: Asker {
    private let yes: Bool
    private let asked = Mutex<[String]>([])

    init(_ yes: Bool) { self.yes = yes }

    var questions: [String] { asked.withLock { $0 } }

    func confirms(_ question: String) -> Bool {
        asked.withLock { $0.append(question) }
        return yes
    }
}

/// What a model's provider wants a person to confirm.
struct ConcernTests {
    private var rules: GateRules {
        get throws { try GateRules(parsing: "{}", file: "gate.json") }
    }

    private func proposal(_ action: Action<ScreenSpace>) -> Decision {
        var proposal = Proposal(action: action)
        proposal.concerns = ["malicious_instructions: the page wants money"]
        return .act(proposal)
    }

    private func run(
        _ action: Action<ScreenSpace>, _ gatekeeper: any Gatekeeper
    ) async -> (performed: Int, feedback: Feedback?) {
        let desktop = PaintedDesktop()
        let policy = PreparedPolicy([.success(proposal(action)), .success(.finish(.success(answer: nil)))])
        _ = await Episode(
            instruction: "Pay.", desktop: desktop, policy: policy, gatekeeper: gatekeeper, log: EventNames()
        ).run()
        return (await desktop.performed.count, await policy.observations.last?.feedback)
    }

    @Test(arguments: [Action<ScreenSpace>.click(.left, at: Point(x: 1, y: 1)), .wait(.milliseconds(1))])
    func `an action with a concern is not carried out where nobody can be asked`(action: Action<ScreenSpace>)
        async throws
    {
        for gate in [OpenGate(), Gate(try rules)] as [any Gatekeeper] {
            let (performed, feedback) = await run(action, gate)
            #expect(performed == 0)
            guard case .refused(let rule) = feedback else {
                Issue.record("\(feedback.debugDescription)")
                continue
            }
            #expect(rule.contains("the page wants money") && rule.contains("nobody can be asked"))
        }
    }

    @Test(arguments: [true, false])
    func `a person decides on it, and is told the concern`(yes: Bool) async throws {
        for rules in [try rules, nil] {
            let asker = Answering(yes)
            let gate = Gate.gatekeeper(rules, asker: asker)
            let (performed, _) = await run(.click(.left, at: Point(x: 1, y: 1)), gate)
            #expect(performed == (yes ? 1 : 0))
            #expect(asker.questions.count == 1 && asker.questions[0].contains("the page wants money"))
        }
    }

    @Test func `of a batch only the first action is asked about`() async {
        let asker = Answering(true)
        let batch = Action<ScreenSpace>.batch([.click(.left, at: Point(x: 1, y: 1)), .type("x")])
        #expect(await run(batch, OpenGate(asker: asker)).performed == 2)
        #expect(asker.questions.count == 1)
    }

    @Test(arguments: [
        (Outcome.refusal(reason: "no"), Status.failure), (.infeasible(reason: "no menu"), .failure),
        (.success(answer: "42"), .success),
    ])
    func `how a model ends is kept apart`(outcome: Outcome, status: Status) async {
        let policy = PreparedPolicy([.success(.act(Proposal(action: .terminate(status), outcome: outcome)))])
        let end = await Episode(
            instruction: "Pay.", desktop: PaintedDesktop(), policy: policy, gatekeeper: OpenGate(), log: EventNames()
        ).run()
        #expect(end.reason == .finished(outcome))
    }

    @Test func `an answer that no further try can mend ends the episode at once`() async throws {
        let frame = CoordinateFrame(screen: Size(width: 4, height: 3), capture: Box(x: 0, y: 0, width: 4, height: 3))
        let answer = ModelAnswer(
            dialect: "qwen3_vl", request: nil, picture: nil, frame: frame, text: "x", action: nil)
        let policy = PreparedPolicy([
            .failure(UnusableAnswer(answer: answer, reason: "the wrong space", isFinal: true))
        ])
        let log = EventNames()
        let end = await Episode(
            instruction: "Pay.", desktop: PaintedDesktop(), policy: policy, gatekeeper: OpenGate(), log: log
        ).run()
        #expect(end.reason == .unusableAnswers("the wrong space"))
        #expect(await log.names.count { $0 == "unusable" } == 1)
    }
}
