import Agents
import Evaluation
import Images
import Interaction
import JSON
import Recording
import Synchronization
import Testing
import X11Desktop

/// What is recorded of a person on an invented desktop, with a clock that goes on while something is waited for.
struct PersonPolicyTests {
    @Test func `a step is shown the screen between the gestures, though it is known only when the next has begun`()
        async throws
    {
        let record = try await Record.of([
            (1000, .key("a")), (1020, .screen(1)), (2200, .click(100, 50)), (2250, .screen(2)), (5000, .end),
        ])
        #expect(record.actions == [.type("a"), .click(.left, at: Point(x: 100, y: 50))])
        #expect(record.shades == [0, 1, 2])
        #expect(record.passing == [false, false])
    }

    @Test func `where the person goes on before the screen rests, the look in between is marked`() async throws {
        let record = try await Record.of([
            (1000, .key("a")), (1050, .screen(1)), (1100, .click(100, 50)), (1130, .screen(2)), (5000, .end),
        ])
        #expect(record.actions == [.type("a"), .click(.left, at: Point(x: 100, y: 50))])
        #expect(record.passing == [true, false])
        #expect(record.shades.first == 0 && record.shades.last == 2)
    }

    @Test func `a screen that changes by itself is shown before the next gesture`() async throws {
        let record = try await Record.of([
            (1000, .click(100, 50)), (1050, .screen(1)), (3000, .screen(2)), (5000, .click(100, 90)),
            (5050, .screen(3)),
            (8000, .end),
        ])
        #expect(record.actions == [.click(.left, at: Point(x: 100, y: 50)), .click(.left, at: Point(x: 100, y: 90))])
        #expect(record.shades.suffix(2) == [2, 3])
    }

    @Test func `what the pointer opens by resting somewhere is a step that moves there, in the script too`()
        async throws
    {
        let record = try await Record.of([
            (1000, .click(100, 50)), (1050, .screen(1)), (3000, .move(100, 150)), (3100, .screen(2)),
            (5000, .click(220, 160)), (5050, .screen(3)), (8000, .end),
        ])
        #expect(
            record.actions == [
                .click(.left, at: Point(x: 100, y: 50)), .mouseMove(Point(x: 100, y: 150)),
                .click(.left, at: Point(x: 220, y: 160)),
            ])
        #expect(record.shades == [0, 1, 2, 3])
        #expect(record.script.contains { $0.contains("mouse_move") })
    }

    @Test func `a button that only lights up under the pointer is no step of the script`() async throws {
        let record = try await Record.of([
            (1000, .click(100, 50)), (1050, .screen(1)), (3000, .move(100, 150)), (3100, .screen(2)),
            (5000, .click(104, 152)), (5050, .screen(3)), (8000, .end),
        ])
        #expect(record.shades == [0, 1, 2, 3])
        #expect(!record.script.contains { $0.contains("mouse_move") } && record.script.count == 2)
    }
}

/// What became of a person's doings.
private struct Record {
    /// The actions of the trace.
    var actions: [Action<ScreenSpace>] = []
    /// The shades of the screens that steps were decided on, and of the last.
    var shades: [Int] = []
    /// Whether the screen after each action but moves was said to be passing.
    var passing: [Bool] = []
    var script: [String] = []

    static func of(_ happenings: [(Int, Happening)]) async throws -> Record {
        let desktop = InventedDesktop(happenings)
        let queue = desktop.queue
        let log = EventList()
        let watched = WatchedDesktop(desktop, queue)
        let policy = PersonPolicy(queue, on: watched, naming: TargetNaming(Nothing()) { _ in [] })
        _ = await Episode(
            instruction: "work", desktop: watched, policy: policy, gatekeeper: OpenGate(), log: log,
            limits: EpisodeLimits(steps: 100, seconds: 60, repeats: 100, unusableAnswers: 1)
        ).run()
        return Record(log.events, script: await policy.steps.steps.map { $0.json.text })
    }

    init(_ events: [EpisodeEvent], script: [String]) {
        self.script = script
        var shade = 0
        for event in events {
            switch event {
            case .observed(_, let screen): shade = screen.screenshot.image.withBytes { Int($0[0]) }
            case .decided(_, .act, _), .decided(_, .finish, _): shades.append(shade)
            case .announced(_, let action): actions.append(action)
            case .settled(_, let report): passing.append(report.regions.contains { $0.kind == .passing })
            default: break
            }
        }
    }
}

private enum Happening {
    case key(Unicode.Scalar)
    case click(Double, Double)
    case move(Double, Double)
    case screen(UInt8)
    case end
}

/// A desktop of one shade, on which things happen at their times, in milliseconds, while somebody waits.
private final class InventedDesktop: TaskDesktop {
    private struct State {
        var now = Duration.zero
        var coming: [(time: Duration, happening: Happening)]
        var shade: UInt8 = 0
        var pointer = Point<ScreenSpace>(x: 100, y: 50)
        var lastChange: Duration?
    }

    private let state: Mutex<State>
    private let clock: Clock
    let queue: GestureQueue

    /// The time as the desktop counts it.
    private final class Clock: Sendable {
        let now = Mutex(Duration.zero)
    }

    init(_ happenings: [(Int, Happening)]) {
        let clock = Clock()
        self.clock = clock
        queue = GestureQueue(clock: { clock.now.withLock { $0 } })
        state = Mutex(State(coming: happenings.map { (.milliseconds($0.0), $0.1) }))
    }

    func look(at area: CaptureArea, drawingPointer: Bool) -> ScreenState {
        let (shade, pointer) = state.withLock { ($0.shade, $0.pointer) }
        let image = Image(width: 400, height: 300) { $0.initializeMemory(as: UInt8.self, repeating: shade) }
        return ScreenState(
            screenshot: Screenshot(
                image: image, screen: Size(width: 400, height: 300),
                capture: Box(x: 0, y: 0, width: 400, height: 300)), pointer: pointer, windows: [])
    }

    func watchForChanges() { state.withLock { $0.lastChange = nil } }

    func settle(_ expectation: SettleExpectation) async -> SettleReport {
        let begun = state.withLock { $0.now }
        while true {
            let (end, last) = state.withLock { state in
                (
                    state.lastChange.map { max(begun, $0) + expectation.quiet } ?? begun + expectation.firstChange,
                    state.lastChange
                )
            }
            guard let happening = state.withLock({ Self.next(&$0, until: end) }) else {
                clock.now.withLock { $0 = end }
                await Task.yield()
                return SettleReport(
                    reason: last == nil ? .noChange : .quiet, firstChange: nil, lastChange: nil, settled: end - begun,
                    regions: [])
            }
            clock.now.withLock { $0 = happening.time }
            happen(happening.happening)
        }
    }

    private static func next(_ state: inout State, until end: Duration) -> (time: Duration, happening: Happening)? {
        guard let first = state.coming.first, first.time <= end else {
            state.now = end
            return nil
        }
        state.now = max(state.now, first.time)
        return state.coming.removeFirst()
    }

    private func happen(_ happening: Happening) {
        switch happening {
        case .key(let character):
            let keysym = Keysym.of(character)
            for isDown in [true, false] { tell(.key(keysym: keysym, plain: keysym, isDown: isDown)) }
        case .click(let x, let y):
            state.withLock { $0.pointer = Point(x: x, y: y) }
            for isDown in [true, false] { tell(.button(1, isDown: isDown)) }
        case .move(let x, let y):
            state.withLock { $0.pointer = Point(x: x, y: y) }
            tell(.motion)
        case .screen(let shade): state.withLock { ($0.shade, $0.lastChange) = (shade, $0.now) }
        case .end: queue.lose()
        }
    }

    private func tell(_ kind: InputEvent.Kind) {
        queue.take(InputEvent(kind, at: state.withLock { $0.pointer }, time: .zero))
    }

    func perform(_ action: Action<ScreenSpace>) -> Execution {
        Execution(pointerBefore: Point(x: 0, y: 0), pointerAfter: Point(x: 0, y: 0))
    }
    func keystrokes(of action: Action<ScreenSpace>) -> Keystrokes { Keystrokes() }
    func perform(_ action: Action<ScreenSpace>, pressing judged: Keystrokes) -> Execution { perform(action) }
    func windows() -> [WindowInfo] { [] }
    func activate(_ window: WindowID) {}
    func close(_ window: WindowID) {}
}

/// Finds nothing.
private struct Nothing: TargetResolving {
    func resolve(_ target: Target, on screen: ScreenState) -> Grounding? { nil }
    func places(of target: Target, on screen: ScreenState) -> [Candidate] { [] }
}

/// Keeps what an episode tells.
private final class EventList: EpisodeLog {
    private let kept = Mutex<[EpisodeEvent]>([])
    var events: [EpisodeEvent] { kept.withLock { $0 } }
    func append(_ event: EpisodeEvent) { kept.withLock { $0.append(event) } }
}
