import Agents
import Images
import Interaction
import Testing
import Traces

struct AgreementTests {
    /// Decides what it is told, and keeps what it was shown.
    private actor Told: Policy {
        nonisolated let name = "told"
        private let decisions: [Decision]
        private(set) var histories: [[HistoryStep]] = []
        private(set) var feedback: [Feedback?] = []

        init(_ decisions: [Decision]) { self.decisions = decisions }

        func decide(_ observation: Observation, history: [HistoryStep]) throws -> Decision {
            histories.append(history)
            feedback.append(observation.feedback)
            return decisions[min(observation.step, decisions.count) - 1]
        }
    }

    /// Cannot answer about a step.
    private struct Lost: Policy {
        let name = "lost"
        let lostIn: Int

        func decide(_ observation: Observation, history: [HistoryStep]) throws -> Decision {
            guard observation.step == lostIn, let answer = Recording.proposal.answer else {
                return .act(AgreementTests.plain)
            }
            throw UnusableAnswer(answer: answer, reason: "no call")
        }
    }

    @Test func `two policies are compared with the record and with each other`() async throws {
        let scratch = try Scratch()
        let trace = try await Recording.record(
            Array(Recording.episode.prefix(2)) + Recording.step(1), in: scratch.trace)
        let (near, far) = (
            Told([.act(Proposal(action: Self.click(12)))]), Told([.act(Proposal(action: Self.click(30, 25)))])
        )
        let found = try await trace.agreement(of: near, beside: far)
        #expect(found.policy.map(\.agrees) == [true] && found.first.map(\.agrees) == [false])
        #expect(found.together.map(\.agrees) == [false])
        let same = try await trace.agreement(of: far, beside: far)
        #expect(same.together.map(\.agrees) == [true] && same.policy.map(\.agrees) == [false])
        let lost = try await trace.agreement(of: near, beside: Lost(lostIn: 1))
        #expect(lost.together.isEmpty && lost.first.map(\.decided) == ["unusable"])
        let unusable = try await trace.agreement(of: Lost(lostIn: 1), beside: near)
        #expect(unusable.together.map(\.agrees) == [false])
    }

    private static func click(_ x: Double, _ y: Double = 8, _ button: MouseButton = .left) -> Action<ScreenSpace> {
        .click(button, at: Point(x: x, y: y))
    }

    private static let plain = Proposal(action: click(9))

    @Test(arguments: [
        (click(5, 6), true), (click(13.9, 10.9), true), (click(14, 8), false), (click(9, 11), false),
        (click(9, 8, .right), false), (.type("Save"), false), (.click(.left, at: nil), false),
    ])
    func `a point agrees inside of the recorded target's box`(action: Action<ScreenSpace>, agrees: Bool) async throws {
        #expect(try await agreement(with: action, recorded: Recording.proposal).agrees == agrees)
    }

    @Test(arguments: [
        (click(9), true), (click(17), true), (click(9, 16), true), (click(18), false), (click(16, 13), false),
        (click(45), false), (.click(.left, at: nil), true),
    ])
    func `without a target a point agrees in the same window within eight pixels`(
        action: Action<ScreenSpace>, agrees: Bool
    ) async throws {
        #expect(try await agreement(with: action, recorded: AgreementTests.plain).agrees == agrees)
    }

    @Test(arguments: [
        (Action<ScreenSpace>.type("a"), Action<ScreenSpace>.type("a"), true), (.type("a"), .type("b"), false),
        (.key([Key("a")]), .key([Key("b")]), false), (.wait(.seconds(1)), .wait(.seconds(2)), true),
        (.terminate(.success), .terminate(.failure), false),
    ])
    func `text and keys have to be the same`(
        recorded: Action<ScreenSpace>, now: Action<ScreenSpace>, agrees: Bool
    ) async throws {
        let found = try await agreement(with: now, recorded: Proposal(action: recorded))
        #expect(found.agrees == agrees)
        #expect(found.isSameKind)
    }

    @Test(
        arguments: [
            ([.type("a"), click(6)], true), ([.type("a"), click(14)], false), ([.type("b"), click(6)], false),
            ([.type("a")], false), ([.type("a"), click(6), click(6)], false),
        ] as [([Action<ScreenSpace>], Bool)])
    func `the actions of a batch agree one by one`(now: [Action<ScreenSpace>], agrees: Bool) async throws {
        let recorded = Proposal(
            action: .batch([.type("a"), AgreementTests.click(9)]),
            groundings: [1: try #require(Recording.proposal.grounding)])
        #expect(try await agreement(with: .batch(now), recorded: recorded).agrees == agrees)
    }

    @Test func `a policy is always shown the recorded history, whatever it answered`() async throws {
        let scratch = try Scratch()
        let trace = try await Recording.record(in: scratch.trace)
        let policy = Told([.act(Proposal(action: .type("wrong"))), .act(Proposal(action: .type("wrong")))])
        let steps = try await trace.agreement(of: policy)
        #expect(steps.map { $0.agrees } == [false, false, false])
        let histories = await policy.histories
        #expect(histories.map { $0.count } == [0, 1, 2])
        guard case .act(let shown)? = histories.last?.first?.decision else {
            Issue.record("no action in the history")
            return
        }
        #expect(shown.action == Recording.proposal.action)
        #expect(shown.answer?.text == Recording.proposal.answer?.text)
        #expect(
            await policy.feedback == [nil] + Array(repeating: .executed(changed: true, unexecuted: ["wait"]), count: 2))
    }

    @Test func `a trace agrees with itself`() async throws {
        let scratch = try Scratch()
        let trace = try await Recording.record(in: scratch.trace)
        let steps = try await trace.agreement(of: RecordedDecisions(trace, name: "itself"))
        #expect(steps.count == 3)
        #expect(steps.allSatisfy { $0.agrees })
    }

    private func agreement(with action: Action<ScreenSpace>, recorded: Proposal) async throws -> StepAgreement {
        let scratch = try Scratch()
        let events = [EpisodeEvent.observed(step: 1, Recording.screen(shade: 10))] + Recording.step(1, recorded)
        let trace = try await Recording.record(events, in: scratch.trace)
        return try #require(try await trace.agreement(of: Told([.act(Proposal(action: action))])).first)
    }
}
