import Agents
import Foundation
import Images
import Interaction
import Sessions
import Testing
import Traces
import X11Desktop

/// The memory of this process during a long episode on a real display.
@Suite(
    .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/Xvfb"), "Xvfb is not installed"), .serialized)
struct LongEpisodeTests {
    private static let size = Size<ScreenSpace>(width: 1280, height: 800)
    /// What one screenshot takes.
    private static let picture = 4 * size.width * size.height

    @Test(.timeLimit(.minutes(5))) func `memory does not grow with the number of steps`() async throws {
        let session = try await Session.open(SessionSettings(server: ServerSettings(size: Self.size)))
        let desktop = try XDesktop(at: session.address)
        try await desktop.watchForChanges()
        let terminal = try session.launch(["xterm", "-geometry", "150x50", "-e", "cat"])
        _ = try await desktop.settle(SettleExpectation(startedProcess: Int(terminal.processID)))
        let folder = FileManager.default.temporaryDirectory.appending(path: "long-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let limits = EpisodeLimits(steps: 1000, seconds: 3600)
        let writer = try TraceWriter(
            folder: folder.path, header: TraceHeader(instruction: "long", policy: "typist", limits: limits))
        let typist = Typist(steps: 90)
        let end = await Episode(
            instruction: "fill the terminal", desktop: desktop, policy: typist, gatekeeper: OpenGate(), log: writer,
            limits: limits, settling: SettleExpectation(firstChange: .milliseconds(100), quiet: .milliseconds(20))
        ).run()
        await session.end()
        #expect(end.reason == .finished(.success(answer: nil)) && end.steps == 90, "\(end)")
        let (early, late) = (await typist.memory(at: 30), await typist.memory(at: 90))
        // Sixty more steps; a picture kept of each would be 245 MB.
        #expect(late - early < 15 * Self.picture, "from \(early / 1_000_000) to \(late / 1_000_000) MB")
    }

    /// Types lines that differ, and notes how much memory the process has in use.
    private actor Typist: Policy {
        nonisolated let name = "typist"
        nonisolated let picturesNeeded = 2
        private let steps: Int
        private var resident: [Int: Int] = [:]

        init(steps: Int) { self.steps = steps }

        /// In bytes, when the step was decided.
        func memory(at step: Int) -> Int { resident[step] ?? 0 }

        func decide(_ observation: Observation, history: [HistoryStep]) throws -> Decision {
            guard observation.step <= steps else { return .finish(.success(answer: nil)) }
            let pages = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8).split(separator: " ")
            resident[observation.step] = try #require(pages.dropFirst().first.flatMap { Int($0) }) * 4096
            let text = "line \(observation.step * 7919 % 104_729)\n"
            return .act(Proposal(action: .type(text), isBoundToLook: false))
        }
    }
}
