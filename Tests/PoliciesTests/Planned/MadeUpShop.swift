import Agents
import Images
import Interaction

/// A white screen with a window of a shop on its left and one of a chat on its right, and words at places.
actor MadeUpShop: Desktop {
    static let shop = WindowID(1)
    static let chat = WindowID(2)
    private(set) var performed: [Action<ScreenSpace>] = []
    private var active = MadeUpShop.shop
    private var shopProgram = "shop"
    /// What happens as an action is carried out.
    private let effect: @Sendable (Action<ScreenSpace>) -> Void

    init(effect: @escaping @Sendable (Action<ScreenSpace>) -> Void = { _ in }) { self.effect = effect }

    func activate(_ window: WindowID) { active = window }
    func call(shop program: String) { shopProgram = program }

    func look(at area: CaptureArea, drawingPointer: Bool) -> ScreenState {
        let image = Image(width: 200, height: 100) { $0.initializeMemory(as: UInt8.self, repeating: 255) }
        let size = Size<ScreenSpace>(width: 200, height: 100)
        return ScreenState(
            screenshot: Screenshot(image: image, screen: size, capture: size.bounds), pointer: Point(x: 5, y: 95),
            windows: [
                Self.window(Self.chat, "chat", "Order", x: 100, isActive: active == Self.chat),
                Self.window(Self.shop, shopProgram, "Order", x: 0, isActive: active == Self.shop),
            ])
    }

    private static func window(
        _ id: WindowID, _ program: String, _ title: String, x: Double, isActive: Bool
    ) -> WindowInfo {
        let box = Box<ScreenSpace>(x: x, y: 0, width: 100, height: 100)
        return WindowInfo(
            id: id, title: title, instance: program, className: program, process: 1, program: program, frame: box,
            content: box, isActive: isActive, isMinimised: false, isPopup: false)
    }

    func watchForChanges() {}

    func perform(_ action: Action<ScreenSpace>) throws -> Execution {
        performed.append(action)
        effect(action)
        return Execution(pointerBefore: Point(x: 0, y: 0), pointerAfter: action.point ?? Point(x: 0, y: 0))
    }

    func keystrokes(of action: Action<ScreenSpace>) -> Keystrokes { Keystrokes() }
    func perform(_ action: Action<ScreenSpace>, pressing judged: Keystrokes) throws -> Execution { try perform(action) }

    func settle(_ expectation: SettleExpectation) -> SettleReport {
        SettleReport(reason: .quiet, firstChange: nil, lastChange: nil, settled: .zero, regions: [])
    }
}

/// Words at places, which are found where their pixels show; and values beside words.
struct MadeUpWords: TargetResolving, ValueReading, ElementNaming {
    var places: [String: Point<ImageSpace>] = [:]
    var values: [String: String] = [:]

    func resolve(_ target: Target, on screen: ScreenState) -> Grounding? {
        guard let point = places[target.text], screen.screenshot.image[Int(point.x), Int(point.y)].red == 255 else {
            return nil
        }
        let box = Box<ImageSpace>(x: point.x - 8, y: point.y - 4, width: 16, height: 8)
        let candidate = Candidate(box: box, point: point, text: target.text, confidence: 1, isExact: true)
        return Grounding(target: target, grounder: "made up", candidates: [candidate], chosen: 0, rule: "only")
    }

    func value(at place: ValuePlace, on screen: ScreenState) -> ReadValue? {
        guard case .rightOf(let label) = place, let text = values[label] else { return nil }
        return ReadValue(text: text, box: Box(x: 0, y: 0, width: 9, height: 9))
    }

    func name(at point: Point<ScreenSpace>, on screen: ScreenState) -> String? {
        places.first { abs($0.value.x - point.x) <= 8 && abs($0.value.y - point.y) <= 4 }?.key
    }

    func names(in box: Box<ScreenSpace>, on screen: ScreenState) -> [String] { places.keys.sorted() }
}

/// Decides as a closure says, which is told how often it was asked, from 1, and what the instruction is.
actor ClosurePolicy: Policy {
    nonisolated let name = "closure"
    private let answer: @Sendable (Int, String) async throws -> Decision
    private(set) var asked = 0

    init(_ answer: @escaping @Sendable (Int, String) async throws -> Decision) { self.answer = answer }

    func decide(_ observation: Observation, history: [HistoryStep]) async throws -> Decision {
        asked += 1
        return try await answer(asked, observation.instruction)
    }
}

/// Keeps what is noted about a plan.
actor PlanNotes: EpisodeLog {
    private(set) var notes: [PlanNote] = []

    func append(_ event: EpisodeEvent) {
        if case .planned(_, let note) = event { notes.append(note) }
    }
}
