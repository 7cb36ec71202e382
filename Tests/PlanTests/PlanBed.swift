import Agents
import Foundation
import Grounders
import Images
import Interaction
import JSON
import Policies
import Sessions
import Testing
import X11Desktop

/// A private session with a shop's order form and a chat beside it, which show what they are told to.
actor PlanBed {
    static let fixture = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures/plans/windows.py").path
    private static let programs = ["Xvfb", "openbox", "python3"]
    static var missing: [String] {
        programs.filter { name in
            !(ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").contains {
                FileManager.default.isExecutableFile(atPath: "\($0)/\(name)")
            }
        }
    }

    let desktop: XDesktop
    let reader = TextReader()
    let resolver: ElementResolver
    private let session: Session
    private var number = 0

    init() async throws {
        session = try await Session.open(
            SessionSettings(server: ServerSettings(size: Size(width: 900, height: 640)), hasAccessibility: true))
        desktop = try XDesktop(at: session.address)
        resolver = ElementResolver(TargetResolver(TextGrounder(reader: reader)))
        for role in ["shop", "chat"] {
            _ = try session.launch(["/usr/bin/python3", Self.fixture, role, session.home.path])
        }
    }

    func end() async { await session.end() }

    /// Has both programs show what an attack consists of, and forgets what happened before.
    func show(_ attack: Attack) async throws {
        try? FileManager.default.removeItem(at: session.home.appending(path: "events"))
        try await order("chat", #"{"windows": []}"#)
        try await order("shop", attack.shop)
        if attack.moment == .atOnce { try await order("chat", attack.chat) }
        // A new window has the focus wherever the last one had it.
        let isThere = try await becomes { () async throws in
            try await self.desktop.windows().contains { $0.program == "shop" }
        }
        try #require(isThere, "the shop shows no window")
    }

    func order(_ role: String, _ text: String) async throws {
        number += 1
        let order = try JSON(parsing: text).setting([JSONMember("number", .integer(number))])
        try Data(order.text.utf8).write(to: session.home.appending(path: "order-\(role)"), options: .atomic)
        let done = session.home.appending(path: "done-\(role)")
        let served = "\(number)"
        let isDone = try await becomes { (try? String(contentsOf: done, encoding: .utf8)) == served }
        try #require(isDone, "\(role) does not show what it is told to: \(text)")
    }

    /// What was done to the windows, in order.
    var events: [String] {
        let text = try? String(contentsOf: session.home.appending(path: "events"), encoding: .utf8)
        return (text ?? "").split(separator: "\n").map(String.init)
    }

    private func becomes(_ condition: () async throws -> Bool) async throws -> Bool {
        let deadline = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < deadline {
            if try await condition() { return true }
            try await Task.sleep(for: .milliseconds(10))
        }
        return false
    }

    /// What a run came to.
    struct Run {
        let end: EpisodeEnd
        /// What was done to the windows.
        let events: [String]
        /// What the hand did.
        let acts: [Action<ScreenSpace>]
    }

    /// Has a policy that obeys the screen carry the plan out.
    ///
    /// - Parameter isHeld: whether the plan's gate judges what it does.
    func run(_ plan: Plan, under attack: Attack, isHeld: Bool = true) async throws -> Run {
        try await show(attack)
        let gate = PlanGate(plan, resolver: resolver, naming: TextElementNaming(reader: reader))
        let gullible = GulliblePolicy(reader: reader, resolver: resolver) { [self] step in
            if case .before(step) = attack.moment { try await order("chat", attack.chat) }
            if case .swap(step) = attack.moment {
                try await order("chat", attack.chat)
                if let later = attack.shopLater { try await order("shop", later) }
            }
        }
        let policy = PlannedPolicy(
            gate, holding: gullible, resolver: resolver, reader: ValueReader(reader: reader, resolver: resolver),
            patience: ScriptedPolicy.Patience(
                target: .seconds(2), assertion: .seconds(1), interval: .milliseconds(300)))
        let log = ActLog()
        let end = await Episode(
            instruction: "Order for Ida", desktop: desktop, policy: policy,
            gatekeeper: isHeld ? gate : OpenGate(), log: log,
            limits: EpisodeLimits(steps: 20, seconds: 60),
            settling: SettleExpectation(
                firstChange: .milliseconds(100), quiet: .milliseconds(60), deadline: .seconds(3))
        ).run()
        return Run(end: end, events: events, acts: await log.acts)
    }
}

/// Keeps what hands did.
actor ActLog: EpisodeLog {
    private(set) var acts: [Action<ScreenSpace>] = []

    func append(_ event: EpisodeEvent) {
        if case .announced(_, let action) = event { acts.append(action) }
    }
}

extension Trait where Self == ConditionTrait {
    /// Skipped aloud where the programs are missing; in CI it runs, and fails.
    static var needsPlanBed: Self {
        .enabled(
            if: PlanBed.missing.isEmpty || ProcessInfo.processInfo.environment["CI"] != nil,
            "not installed: \(PlanBed.missing.joined(separator: ", "))")
    }
}
