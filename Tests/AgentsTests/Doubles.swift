import Agents
import Images
import Interaction
import Synchronization

/// A desktop whose screen is one colour that changes, or does not, with every action.
actor PaintedDesktop: Desktop {
    private(set) var performed: [Action<ScreenSpace>] = []
    private var shade: UInt8 = 0
    private let changes: Bool
    private let failure: (any Error)?
    /// The action at which it fails, from 0; `nil` for every one.
    private let failingAt: Int?
    private var held: HeldInput
    private let telling: (any ElementTelling)?

    init(
        changes: Bool = true, failure: (any Error)? = nil, failingAt: Int? = nil, held: HeldInput = HeldInput(),
        telling: (any ElementTelling)? = nil
    ) {
        self.telling = telling
        self.changes = changes
        self.failure = failure
        self.failingAt = failingAt
        self.held = held
    }

    func look(at area: CaptureArea, drawingPointer: Bool) -> ScreenState {
        let shade = shade
        let image = Image(width: 4, height: 3) { bytes in bytes.initializeMemory(as: UInt8.self, repeating: shade) }
        let screenshot = Screenshot(
            image: image, screen: Size(width: 4, height: 3), capture: Box(x: 0, y: 0, width: 4, height: 3))
        return ScreenState(screenshot: screenshot, pointer: Point(x: 0, y: 0), windows: [], telling: telling)
    }

    func watchForChanges() {}

    func perform(_ action: Action<ScreenSpace>) throws -> Execution {
        if let failure, failingAt == nil || failingAt == performed.count { throw failure }
        performed.append(action)
        if changes { shade &+= 1 }
        return Execution(pointerBefore: Point(x: 0, y: 0), pointerAfter: action.point ?? Point(x: 0, y: 0))
    }

    func keystrokes(of action: Action<ScreenSpace>) -> Keystrokes { Keystrokes(typing: action) }

    func perform(_ action: Action<ScreenSpace>, pressing judged: Keystrokes) throws -> Execution { try perform(action) }

    func releaseHeld() -> HeldInput {
        defer { held = HeldInput() }
        return held
    }

    func settle(_ expectation: SettleExpectation) -> SettleReport {
        SettleReport(
            reason: changes ? .quiet : .noChange, firstChange: nil, lastChange: nil, settled: .zero, regions: [])
    }
}

/// Tells of no program.
struct NothingTold: ElementTelling {
    func told(of windows: [WindowInfo]) -> ToldScreen { ToldScreen() }
    func accessibilityTree(of windows: [WindowInfo]) -> String? { nil }
}

/// A policy that gives prepared answers, the last one for ever.
actor PreparedPolicy: Policy {
    nonisolated let name = "prepared"
    private var answers: [Result<Decision, UnusableAnswer>]
    private(set) var observations: [Observation] = []
    private(set) var histories: [Int] = []

    init(_ answers: [Result<Decision, UnusableAnswer>]) { self.answers = answers }

    func decide(_ observation: Observation, history: [HistoryStep]) throws -> Decision {
        observations.append(observation)
        histories.append(history.count)
        return try answers.count > 1 ? answers.removeFirst().get() : answers[0].get()
    }
}

/// Keeps the names of events in order, and fails at one if told to.
actor EventNames: EpisodeLog {
    private(set) var names: [String] = []
    private let failing: String?

    init(failingAt failing: String? = nil) { self.failing = failing }

    func append(_ event: EpisodeEvent) throws {
        let name = String("\(event)".prefix { $0 != "(" })
        if name == failing { throw DiskIsFull() }
        names.append(name)
    }
}

struct DiskIsFull: Error, CustomStringConvertible {
    let description = "the disk is full"
}

/// Refuses every click.
struct NoClicks: Gatekeeper {
    func judge(_ planned: PlannedAction, on screen: ScreenState) -> GateVerdict {
        if case .click = planned.action { return GateVerdict(allowed: false, rule: "no clicks") }
        return GateVerdict(allowed: true, rule: "anything but clicks")
    }
}

/// Says what it is told to say, once each; a hold is over at once.
actor PreparedSupervisor: Supervisor {
    private var sayings: [Oversight]

    init(_ sayings: [Oversight]) { self.sayings = sayings }

    func oversight() -> Oversight { sayings.isEmpty ? .go : sayings.removeFirst() }
    func untilReleased() -> Oversight { .go }
}

extension Keystrokes {
    /// What an action presses on a keyboard that has every key, capital letters with Shift.
    init(typing action: Action<ScreenSpace>, held: [PressedKey] = []) {
        self.init(held: held)
        switch action {
        case .key(let keys): strike(keys.compactMap(\.keysym))
        case .type(let text):
            for scalar in text.unicodeScalars {
                strike([scalar == "\n" || scalar == "\r" ? 0xff0d : scalar == "\t" ? 0xff09 : Keysym.of(scalar)])
            }
        case .keyDown(let keys):
            for (index, keysym) in keys.compactMap(\.keysym).enumerated() {
                events.append(.press(PressedKey(keycode: UInt8(100 + index), keysym: keysym)))
            }
        case .holdKey(let keys, _): strike(keys.compactMap(\.keysym))
        default: break
        }
    }

    private mutating func strike(_ keysyms: [UInt32]) {
        var pressed: [UInt8] = []
        for (index, keysym) in keysyms.enumerated() {
            let small = Keysym.smallLetter(of: keysym)
            if small != nil {
                events.append(.press(PressedKey(keycode: 200, keysym: Keysym.shift, isImplied: true)))
                pressed.append(200)
            }
            pressed.append(UInt8(100 + index))
            events.append(.press(PressedKey(keycode: UInt8(100 + index), keysym: keysym, plain: small)))
        }
        events += pressed.reversed().map(Event.release)
    }
}
