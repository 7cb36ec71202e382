import Agents
import Images
import Interaction
import Testing

/// What an action was decided on changes before it is carried out.
struct OutdatedTests {
    @Test func `a click is not carried out on what has changed since it was decided, and is decided anew`() async {
        // The look of the decision, one that has changed, and then two that are alike.
        let desktop = ChangingDesktop(shades: [1, 2, 2, 2])
        let click = Decision.act(Proposal(action: .click(.left, at: Point(x: 20, y: 20))))
        let policy = PreparedPolicy([.success(click), .success(click), .success(.finish(.success(answer: nil)))])
        let log = EventNames()
        let end = await Episode(
            instruction: "try", desktop: desktop, policy: policy, gatekeeper: OpenGate(), log: log
        ).run()
        #expect(end == EpisodeEnd(reason: .finished(.success(answer: nil)), steps: 1))
        #expect(await policy.observations[1].feedback == .outdated("what lies under (20, 20) has changed"))
        #expect(await desktop.performed == 1)
        #expect(await log.names.filter { $0 == "outdated" }.count == 1)
    }

    @Test func `what changes without end fails the step`() async {
        let desktop = ChangingDesktop(shades: (0..<250).map { UInt8($0) })
        let click = Decision.act(Proposal(action: .click(.left, at: Point(x: 20, y: 20))))
        let policy = PreparedPolicy(
            Array(repeating: .success(click), count: 30) + [.success(.finish(.success(answer: nil)))])
        _ = await Episode(
            instruction: "try", desktop: desktop, policy: policy, gatekeeper: OpenGate(), log: EventNames()
        ).run()
        #expect(await desktop.performed == 0)
        guard case .failed = await policy.observations.last?.feedback else {
            Issue.record("the step did not fail")
            return
        }
    }

    @Test func `of a batch what was found in words is not pressed after it has changed, and places are`() async {
        // The look of the decision, and those directly before each of the actions.
        let desktop = ChangingDesktop(shades: [1, 1, 2, 2, 2])
        let place = Point<ScreenSpace>(x: 20, y: 20)
        let found = Grounding(
            target: Target("OK"), grounder: "text",
            candidates: [
                Candidate(
                    box: Box(x: 15, y: 15, width: 10, height: 10), point: Point(x: 20, y: 20), text: "OK",
                    confidence: 1,
                    isExact: true)
            ], chosen: 0, rule: "only")
        let click = Action<ScreenSpace>.click(.left, at: place)
        let batch = Decision.act(
            Proposal(action: .batch([click, click, click]), groundings: [0: found, 2: found]))
        let policy = PreparedPolicy([.success(batch), .success(.finish(.success(answer: nil)))])
        _ = await Episode(
            instruction: "try", desktop: desktop, policy: policy, gatekeeper: OpenGate(), log: EventNames()
        ).run()
        #expect(await desktop.performed == 2)
        #expect(
            await policy.observations.last?.feedback
                == .failed("action 3 of 3: what lies under (20, 20) has changed since the batch was decided"))
    }

    @Test func `a place that was known before is not compared`() async {
        let desktop = ChangingDesktop(shades: [1, 2, 3, 4, 5])
        let click = Decision.act(Proposal(action: .click(.left, at: Point(x: 20, y: 20)), isBoundToLook: false))
        let policy = PreparedPolicy([.success(click), .success(.finish(.success(answer: nil)))])
        _ = await Episode(
            instruction: "try", desktop: desktop, policy: policy, gatekeeper: OpenGate(), log: EventNames()
        ).run()
        #expect(await desktop.performed == 1)
    }
}

/// A desktop that has another colour at each look.
private actor ChangingDesktop: Desktop {
    private(set) var performed = 0
    private var shades: [UInt8]

    init(shades: [UInt8]) { self.shades = shades }

    func look(at area: CaptureArea, drawingPointer: Bool) -> ScreenState {
        let shade = shades.count > 1 ? shades.removeFirst() : shades[0]
        let image = Image(width: 40, height: 40) { bytes in bytes.initializeMemory(as: UInt8.self, repeating: shade) }
        let screenshot = Screenshot(
            image: image, screen: Size(width: 40, height: 40), capture: Box(x: 0, y: 0, width: 40, height: 40))
        return ScreenState(screenshot: screenshot, pointer: Point(x: 0, y: 0), windows: [])
    }

    func watchForChanges() {}

    func keystrokes(of action: Action<ScreenSpace>) -> Keystrokes { Keystrokes(typing: action) }

    func perform(_ action: Action<ScreenSpace>) -> Execution {
        performed += 1
        return Execution(pointerBefore: Point(x: 0, y: 0), pointerAfter: Point(x: 0, y: 0))
    }

    func perform(_ action: Action<ScreenSpace>, pressing judged: Keystrokes) -> Execution { perform(action) }

    func settle(_ expectation: SettleExpectation) -> SettleReport {
        SettleReport(reason: .quiet, firstChange: nil, lastChange: nil, settled: .zero, regions: [])
    }
}
