import Agents
import Foundation
import Images
import Interaction
import Traces

/// What recording costs the loop: the time it waits for the trace in one step.
struct RecordingBenchmark: Benchmark {
    let name = "recording"
    private static let steps = 60
    private static let size = Size<ImageSpace>(width: 1920, height: 1080)

    init() {}

    func measure(_ say: @Sendable (String) -> Void) async throws -> [Measurement] {
        say("recording \(RecordingBenchmark.steps) steps at \(RecordingBenchmark.size)")
        let folder = FileManager.default.temporaryDirectory.appending(path: "deskhand-recording-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let writer = try TraceWriter(
            folder: folder.path,
            header: TraceHeader(instruction: "benchmark", policy: "benchmark", limits: EpisodeLimits()))
        var waited: [Duration] = []
        for step in 1...RecordingBenchmark.steps {
            waited.append(try await record(step, in: writer))
        }
        try await writer.finish()
        let ours = Samples(milliseconds: waited)
        return [
            Measurement(
                subject: "recording a step, \(RecordingBenchmark.size)", ours: ours,
                reach: (bar: "at most 3 ms on the critical path", met: ours.median <= 3),
                note: "longest \((ours.values.max() ?? 0).formatted(.number.precision(.fractionLength(1)))) ms")
        ]
    }

    /// One step as an episode logs it, the screen's settling included, which is when frames are encoded.
    private func record(_ step: Int, in writer: TraceWriter) async throws -> Duration {
        let action = Action<ScreenSpace>.click(.left, at: Point(x: 200, y: 300))
        let proposal = Proposal(action: action)
        let still = SettleReport(
            reason: .quiet, firstChange: .milliseconds(10), lastChange: .milliseconds(20), settled: .milliseconds(220),
            regions: [])
        let hand = Execution(pointerBefore: Point(x: 0, y: 0), pointerAfter: Point(x: 200, y: 300))
        let screen = RecordingBenchmark.screen(step)
        let beforeHand: [EpisodeEvent] = [
            .observed(step: step, screen), .decided(step: step, .act(proposal), took: .milliseconds(1)),
            .gated(step: step, action, GateVerdict(allowed: true, rule: "no gate file was given")),
            .announced(step: step, action),
        ]
        let afterHand: [EpisodeEvent] = [
            .executed(step: step, hand, took: .milliseconds(1)), .settled(step: step, still),
        ]
        let before = try await append(beforeHand, to: writer)
        try await ContinuousClock().sleep(for: .milliseconds(200))
        return before + (try await append(afterHand, to: writer))
    }

    private func append(_ events: [EpisodeEvent], to writer: TraceWriter) async throws -> Duration {
        try await ContinuousClock().measure {
            for event in events { try await writer.append(event) }
        }
    }

    /// Windows of text-like rows that differ from step to step, behind ten titles.
    private static func screen(_ step: Int) -> ScreenState {
        let capture = Box<ScreenSpace>(x: 0, y: 0, width: Double(size.width), height: Double(size.height))
        let blank = Image(
            width: size.width, height: size.height, bytesPerRow: 4 * size.width,
            storage: PixelStorage(count: 4 * size.width * size.height))
        let image = blank.drawing { canvas in
            canvas.fill(size.bounds, Colour(red: 230, green: 230, blue: 225))
            for row in 0..<60 {
                let text = "row \(row) of step \(step): \(row * 7919 % 104_729)"
                canvas.label(text, at: Point(x: Double(row % 5) * 300, y: Double(row) * 17), .white)
            }
        }
        let windows = (1...10).map { number in
            WindowInfo(
                id: WindowID(UInt(number)), title: "Window \(number)", instance: "program", className: "Program",
                process: number, program: "program", frame: capture, content: capture, isActive: number == 1,
                isMinimised: false, isPopup: false)
        }
        return ScreenState(
            screenshot: Screenshot(
                image: image, screen: Size(width: size.width, height: size.height), capture: capture),
            pointer: Point(x: 1, y: 1), windows: windows)
    }
}
