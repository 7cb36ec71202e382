import Foundation
import Images
import Interaction
import Sessions
import X11Desktop

/// How soon a screen is known to be at rest, and whether it really was.
///
/// There is no peer to run beside it: other tools wait for a fixed time, two seconds after each action as a rule.
struct SettleBenchmark: Benchmark {
    let name = "settle"
    private let rounds: Int

    /// - Parameter rounds: how often each program is started.
    init(rounds: Int = 3) { self.rounds = rounds }

    /// A program to start, and how soon after its last change it may be called at rest.
    private struct Starter {
        let command: [String]
        let limit: Double

        static let all = [
            Starter(command: ["xterm"], limit: 300), Starter(command: ["mousepad"], limit: 300),
            Starter(command: ["galculator"], limit: 300), Starter(command: ["featherpad"], limit: 300),
            Starter(command: ["zenity", "--info", "--text", "Done"], limit: 300),
            Starter(command: ["gnome-calculator"], limit: 600),
        ]
    }

    /// A change that comes within this time after the screen was called at rest shows that it was not.
    private static let watchedAfterwards = Duration.seconds(3)

    func measure(_ say: @Sendable (String) -> Void) async throws -> [Measurement] {
        var measurements: [Measurement] = []
        if Peer.path(of: "mousepad") != nil {
            say("opening menus")
            measurements.append(try await menus())
        }
        for starter in Starter.all where Peer.path(of: starter.command[0]) != nil {
            say("starting \(starter.command[0]) \(rounds) times")
            measurements.append(try await starts(of: starter))
        }
        return measurements
    }

    /// From the click on a menu of a GTK program until a screenshot of the screen at rest.
    private func menus() async throws -> Measurement {
        try await inSession { session, desktop in
            try await desktop.watchForChanges()
            let editor = try session.launch(["mousepad"])
            _ = try await desktop.settle(SettleExpectation(startedProcess: Int(editor.processID)))
            let window = try await desktop.window("mousepad").content
            var times: [Duration] = []
            for round in 0..<12 {
                try await desktop.watchForChanges()
                let start = ContinuousClock.now
                // Not at one place, where single clicks are kept apart.
                let place = Point<ScreenSpace>(x: window.x + (round.isMultiple(of: 2) ? 10 : 24), y: window.y + 12)
                let click = Action<ScreenSpace>.click(.left, at: place)
                _ = try await desktop.perform(click)
                let report = try await desktop.settle(SettleExpectation(pressed: PressedWidget(click)))
                _ = try await desktop.screenshot(of: .everything)
                times.append(ContinuousClock.now - start)
                guard report.reason == .quiet else {
                    throw BenchmarkTrouble(description: "the click on the menu ended with \(report.reason)")
                }
                try await desktop.watchForChanges()
                _ = try await desktop.perform(.key([Key("Escape")]))
                _ = try await desktop.settle(SettleExpectation())
            }
            let samples = Samples(milliseconds: times)
            return Measurement(
                subject: "click in a GTK menu to a stable screenshot", ours: samples,
                reach: (bar: "at most 250 ms", met: samples.median <= 250), note: "others wait 2000 ms")
        }
    }

    /// From a program's last change until it is called at rest.
    private func starts(of starter: Starter) async throws -> Measurement {
        var waits: [Duration] = []
        var wholes: [Duration] = []
        var early = 0
        for _ in 0..<rounds {
            let report = try await start(starter)
            waits.append(report.settled - (report.lastChange ?? .zero))
            wholes.append(report.settled)
            if report.wasEarly { early += 1 }
        }
        let samples = Samples(milliseconds: waits)
        let whole = Samples(milliseconds: wholes).median
        return Measurement(
            subject: "\(starter.command[0]) at rest after its last change", ours: samples,
            reach: (
                bar: "at most \(Int(starter.limit)) ms, none early",
                met: samples.values.allSatisfy { $0 <= starter.limit } && early == 0
            ),
            note: "\(early) of \(rounds) early; \(Int(whole)) ms after the start")
    }

    private func start(
        _ starter: Starter
    ) async throws -> (settled: Duration, lastChange: Duration?, wasEarly: Bool) {
        try await inSession { session, desktop in
            // Out of the way: under a resting pointer GTK shows a tooltip after half a second.
            _ = try await desktop.perform(.mouseMove(Point(x: 0, y: 799)))
            try await desktop.watchForChanges()
            let program = try session.launch(starter.command)
            let report = try await desktop.settle(
                SettleExpectation(deadline: .seconds(30), startedProcess: Int(program.processID)))
            guard report.reason == .quiet else {
                throw BenchmarkTrouble(
                    description: "the start of \(starter.command[0]) ended with \(report.reason): \(report.notes)")
            }
            let later = try await desktop.settle(
                SettleExpectation(firstChange: Self.watchedAfterwards, deadline: Self.watchedAfterwards))
            return (report.settled, report.lastChange, later.reason != .noChange)
        }
    }

    /// Each measurement has a new session: programs that are started again draw differently.
    private func inSession<Result>(_ body: (Session, XDesktop) async throws -> Result) async throws -> Result {
        let session = try await Session.open()
        do {
            let result = try await body(session, try XDesktop(at: session.address))
            await session.end()
            return result
        } catch {
            await session.end()
            throw error
        }
    }
}
