import Agents
import Foundation
import Images
import Interaction
import Sessions
import Traces
import X11Desktop

/// What a long episode takes: memory that must not grow with its length, and the time of a step beside the settling.
struct EpisodeBenchmark: Benchmark {
    let name = "episode"
    private static let steps = 1000
    private static let size = Size<ScreenSpace>(width: 1920, height: 1080)
    private static let megabyte = 1_000_000.0

    init() {}

    func measure(_ say: @Sendable (String) -> Void) async throws -> [Measurement] {
        guard Peer.path(of: "xterm") != nil else { return [] }
        say("\(Self.steps) steps in a terminal at \(Self.size), recorded")
        var settings = SessionSettings()
        settings.server.size = Self.size
        let session = try await Session.open(settings)
        do {
            let measurements = try await measure(in: session)
            await session.end()
            return measurements
        } catch {
            await session.end()
            throw error
        }
    }

    private func measure(in session: Session) async throws -> [Measurement] {
        let desktop = try XDesktop(at: session.address)
        try await desktop.watchForChanges()
        let terminal = try session.launch(["xterm", "-geometry", "200x50", "-e", "cat"])
        _ = try await desktop.settle(SettleExpectation(startedProcess: Int(terminal.processID)))
        let folder = FileManager.default.temporaryDirectory.appending(path: "deskhand-episode-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let limits = EpisodeLimits(steps: Self.steps + 1, seconds: 3600)
        let writer = try TraceWriter(
            folder: folder.path, header: TraceHeader(instruction: "benchmark", policy: "benchmark", limits: limits))
        PeakMemory.reset()
        let start = ContinuousClock.now
        let end = await Episode(
            instruction: "fill the terminal", desktop: desktop, policy: LineTypist(lines: Self.steps),
            gatekeeper: OpenGate(), log: writer, limits: limits,
            settling: SettleExpectation(firstChange: .milliseconds(100), quiet: .milliseconds(20))
        ).run()
        let duration = ContinuousClock.now - start
        let peak = PeakMemory.bytes / Self.megabyte
        try await writer.finish()
        guard end.reason == .finished(.success(answer: nil)), end.steps == Self.steps else {
            throw BenchmarkTrouble(description: "the long episode ended after \(end.steps) steps: \(end.reason)")
        }
        return [
            Measurement(
                subject: "peak memory of an episode of \(Self.steps) steps, \(Self.size)",
                ours: Samples([peak], unit: "MB"),
                reach: (bar: "at most 300 MB", met: peak <= 300),
                note:
                    "recorded, \((duration / .milliseconds(Self.steps)).formatted(.number.precision(.fractionLength(0)))) ms a step"
            )
        ]
    }
}

/// Types a line that differs each time, and stops after so many.
private struct LineTypist: Policy {
    let name = "line typist"
    let lines: Int

    func decide(_ observation: Observation, history: [HistoryStep]) -> Decision {
        guard observation.step <= lines else { return .finish(.success(answer: nil)) }
        let number = observation.step * 7919 % 104_729
        return .act(Proposal(action: .type("line \(observation.step) of many, \(number)\n"), isBoundToLook: false))
    }
}
