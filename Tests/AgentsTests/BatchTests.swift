import Agents
import Images
import Interaction
import Testing

/// Several actions in one answer.
struct BatchTests {
    private static let members: [Action<ScreenSpace>] = [
        .key([Key("F5")]), .click(.left, at: Point(x: 1, y: 2)), .type("x"),
    ]
    private let batch = Decision.act(Proposal(action: .batch(members)))
    private let done = Result<Decision, UnusableAnswer>.success(.finish(.success(answer: nil)))

    @Test func `its actions are judged and announced one by one, and the screen settles once`() async {
        let (desktop, log) = (PaintedDesktop(), EventNames())
        let end = await episode(desktop, PreparedPolicy([.success(batch), done]), log: log).run()
        #expect(end == EpisodeEnd(reason: .finished(.success(answer: nil)), steps: 1))
        #expect(await desktop.performed == Self.members)
        let member = ["gated", "announced", "executed"]
        #expect(
            await log.names == ["started", "observed", "decided"] + member + member + member
                + ["settled", "observed", "decided", "ended"])
    }

    @Test func `it stops at what is refused, which is told with its place`() async {
        let (desktop, log) = (PaintedDesktop(), EventNames())
        let policy = PreparedPolicy([.success(batch), done])
        _ = await episode(desktop, policy, log: log, gatekeeper: NoClicks()).run()
        #expect(await desktop.performed == [Self.members[0]])
        #expect(await policy.observations.last?.feedback == .refused("action 2 of 3: no clicks"))
        #expect(
            await log.names == [
                "started", "observed", "decided", "gated", "announced", "executed", "gated", "settled", "observed",
                "decided", "ended",
            ])
    }

    @Test func `it stops at what fails`() async {
        let desktop = PaintedDesktop(failure: DiskIsFull(), failingAt: 1)
        let policy = PreparedPolicy([.success(batch), done])
        _ = await episode(desktop, policy, log: EventNames()).run()
        #expect(await desktop.performed == [Self.members[0]])
        #expect(await policy.observations.last?.feedback == .failed("action 2 of 3: the disk is full"))
    }

    @Test func `a batch as a whole passes no gate`() async throws {
        let gate = Gate(try GateRules(parsing: "{}", file: "gate.json"))
        let screen = await PaintedDesktop().look(at: .everything, drawingPointer: false)
        #expect(await !gate.judge(PlannedAction(.batch(Self.members)), on: screen).allowed)
    }

    @Test func `what is still held at the end is released and recorded before it`() async {
        let log = EventNames()
        let desktop = PaintedDesktop(held: HeldInput(keys: ["Shift_L"], buttons: [.left]))
        _ = await episode(desktop, PreparedPolicy([done]), log: log).run()
        #expect(await log.names == ["started", "observed", "decided", "released", "ended"])
        #expect(await desktop.releaseHeld().isEmpty)
    }

    private func episode(
        _ desktop: PaintedDesktop, _ policy: PreparedPolicy, log: EventNames, gatekeeper: any Gatekeeper = OpenGate()
    ) -> Episode {
        Episode(instruction: "do it", desktop: desktop, policy: policy, gatekeeper: gatekeeper, log: log)
    }
}

/// The names that a gate's file lists.
struct ListedActionTests {
    @Test(arguments: [
        ("click", Action<ScreenSpace>.click(.left, at: nil), true), ("click", .click(.back, count: 2, at: nil), true),
        ("left_click", .click(.left, at: nil), true), ("left_click", .click(.left, count: 2, at: nil), false),
        ("left_click", .click(.right, at: nil), false), ("mouse_down", .mouseDown(.left, at: nil), true),
        ("drag", .leftClickDrag(to: Point(x: 1, y: 1), path: []), true), ("key", .keyDown([Key("a")]), false),
        ("key", .holdKey([Key("a")], .seconds(1)), false),
    ])
    func `a listed name allows what can be written under it`(
        name: String, action: Action<ScreenSpace>, isAllowed: Bool
    ) async throws {
        let gate = Gate(try GateRules(parsing: #"{"actions":["\#(name)"]}"#, file: "gate.json"))
        let screen = await PaintedDesktop().look(at: .everything, drawingPointer: false)
        let planned = PlannedAction(action, keystrokes: Keystrokes(typing: action))
        #expect(await gate.judge(planned, on: screen).allowed == isAllowed)
    }
}
