import Foundation
import Images
import Interaction
import Sessions
import X11Desktop

/// How soon an action or a wait that is under way ends once its task is cancelled, with nothing left pressed.
struct CancellationBenchmark: Benchmark {
    let name = "cancellation"
    private static let rounds = 8

    init() {}

    private struct Case {
        let subject: String
        let work: @Sendable (XDesktop) async throws -> Void
    }

    private static let cases: [Case] = [
        Case(subject: "a drag of 10,000 points", work: drag), Case(subject: "typing 200,000 characters", work: type),
        Case(subject: "waiting for a change of the screen", work: wait),
    ]

    @Sendable private static func drag(on desktop: XDesktop) async throws {
        let path = (0..<10_000).map { (step: Int) in
            Point<ScreenSpace>(x: Double(100 + step % 400), y: Double(100 + step / 40))
        }
        _ = try await desktop.perform(.leftClickDrag(to: Point(x: 300, y: 300), path: path))
    }

    @Sendable private static func type(on desktop: XDesktop) async throws {
        _ = try await desktop.perform(.type(String(repeating: "some words ", count: 18_000)))
    }

    @Sendable private static func wait(on desktop: XDesktop) async throws {
        try await desktop.watchForChanges()
        _ = try await desktop.settle(SettleExpectation(firstChange: .seconds(60), deadline: .seconds(60)))
    }

    func measure(_ say: @Sendable (String) -> Void) async throws -> [Measurement] {
        guard Peer.path(of: "xterm") != nil else { return [] }
        var measurements: [Measurement] = []
        for item in Self.cases {
            say("cancelling \(item.subject) \(Self.rounds) times")
            measurements.append(try await measure(item))
        }
        return measurements
    }

    private func measure(_ item: Case) async throws -> Measurement {
        let session = try await Session.open()
        do {
            let desktop = try XDesktop(at: session.address)
            try await desktop.watchForChanges()
            let terminal = try session.launch(["xterm", "-geometry", "100x40+0+0", "-e", "cat"])
            _ = try await desktop.settle(SettleExpectation(startedProcess: Int(terminal.processID)))
            var times: [Duration] = []
            var held = 0
            for round in 0..<Self.rounds {
                times.append(try await latency(item, on: desktop, after: .milliseconds(200 + 37 * round)))
                if !(try InputState(of: session.address)).isEmpty { held += 1 }
            }
            await session.end()
            let samples = Samples(milliseconds: times)
            let longest = samples.values.max() ?? .nan
            return Measurement(
                subject: "cancelling \(item.subject)", ours: samples,
                reach: (bar: "at most 100 ms, nothing held", met: longest <= 100 && held == 0),
                note: "longest \(longest.formatted(.number.precision(.fractionLength(1)))) ms")
        } catch {
            await session.end()
            throw error
        }
    }

    /// From the cancellation until the work has returned.
    private func latency(_ item: Case, on desktop: XDesktop, after delay: Duration) async throws -> Duration {
        let work = Task { try await item.work(desktop) }
        try await ContinuousClock().sleep(for: delay)
        let start = ContinuousClock.now
        work.cancel()
        if case .success = await work.result {
            throw BenchmarkTrouble(description: "\(item.subject) ended before it was cancelled")
        }
        return ContinuousClock.now - start
    }
}
