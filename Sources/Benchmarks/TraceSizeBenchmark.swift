import Agents
import Foundation
import Images
import Interaction
import Sessions
import Traces
import X11Desktop

/// What a trace takes on disk, by kinds of steps, and how long its frames take to be kept.
struct TraceSizeBenchmark: Benchmark {
    let name = "traces"
    private static let steps = 50
    private static let size = Size<ScreenSpace>(width: 1280, height: 800)

    init() {}

    func measure(_ say: @Sendable (String) -> Void) async throws -> [Measurement] {
        guard Peer.path(of: "mousepad") != nil else { return [] }
        say("\(Self.steps) steps in an editor at \(Self.size), recorded")
        var settings = SessionSettings()
        settings.server.size = Self.size
        let session = try await Session.open(settings)
        let folder = FileManager.default.temporaryDirectory.appending(path: "deskhand-sizes-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        do {
            try await record(in: session, folder.appending(path: "trace").path)
            await session.end()
        } catch {
            await session.end()
            throw error
        }
        let trace = try Trace(folder: folder.appending(path: "trace").path)
        return try sizes(of: trace) + (try await times(of: trace, in: folder.appending(path: "again").path))
    }

    private func record(in session: Session, _ folder: String) async throws {
        let desktop = try XDesktop(at: session.address)
        try await desktop.watchForChanges()
        let editor = try session.launch(["mousepad"])
        _ = try await desktop.settle(SettleExpectation(startedProcess: Int(editor.processID)))
        let limits = EpisodeLimits(steps: Self.steps + 1, seconds: 600)
        let writer = try TraceWriter(
            folder: folder, header: TraceHeader(instruction: "benchmark", policy: "benchmark", limits: limits))
        let end = await Episode(
            instruction: "write a letter", desktop: desktop, policy: LetterWriter(steps: Self.steps),
            gatekeeper: OpenGate(), log: writer, limits: limits,
            // A window that is still to come would count for the step after.
            settling: SettleExpectation(firstChange: .seconds(3), quiet: .milliseconds(600), deadline: .seconds(20))
        ).run()
        try await writer.finish()
        guard end.reason == .finished(.success(answer: nil)), end.steps == Self.steps else {
            throw BenchmarkTrouble(description: "the letter ended after \(end.steps) steps: \(end.reason)")
        }
    }

    private func sizes(of trace: Trace) throws -> [Measurement] {
        let bytes = try StepBytes(of: trace)
        let kinds: [(kind: LetterWriter.Kind, maximum: Double)] = [(.typing, 5000), (.window, 45_000), (.menu, 45_000)]
        let rows = kinds.compactMap { kind, maximum -> Measurement? in
            let steps = bytes.steps.filter { $0.key <= Self.steps && LetterWriter.kind(ofStep: $0.key) == kind }
            let values = steps.map { Double($0.value) }
            guard !values.isEmpty else { return nil }
            let samples = Samples(values.map { $0 / 1000 }, unit: "kB")
            let largest = values.max() ?? 0
            // Every sixteenth frame is a key frame; a new window takes the same size each time.
            let met = kind == .window ? largest <= maximum : samples.median * 1000 <= maximum
            return Measurement(
                subject: "a step that \(kind.rawValue), \(Self.size)", ours: samples,
                reach: (bar: "at most \(Int(maximum / 1000)) kB", met: met),
                note: "with its lines; largest \(Int(largest) / 1000) kB")
        }
        let total = Double(bytes.total) / 1_000_000
        return rows + [
            Measurement(
                subject: "a trace of \(Self.steps) steps, \(Self.size)", ours: Samples([total], unit: "MB"),
                reach: (bar: "less than 2 MB", met: total < 2),
                note: "\(bytes.whole / 1000) kB if every frame were kept whole")
        ]
    }

    /// Records the same screens once more, and waits for each frame. What the loop waits for is `recording`'s to measure.
    private func times(of trace: Trace, in folder: String) async throws -> [Measurement] {
        let writer = try TraceWriter(
            folder: folder,
            header: TraceHeader(instruction: "benchmark", policy: "benchmark", limits: EpisodeLimits()))
        var kept: [Duration] = []
        for (index, look) in trace.looks.enumerated() {
            // A copy whose hash is not known yet, as of a new capture.
            let image = try trace.image(of: look.screen.frame)
            let fresh = image.copy(of: image.size.bounds) ?? image
            let screen = look.screen.restored(with: fresh)
            kept.append(
                try await ContinuousClock().measure {
                    try await writer.append(.observed(step: index + 1, screen))
                    try await writer.finish()
                })
        }
        return [
            Measurement(
                subject: "hashing, comparing, encoding and writing a frame beside the loop, \(Self.size)",
                ours: Samples(milliseconds: kept))
        ]
    }
}

/// Bytes of a trace, by the steps that added them.
private struct StepBytes {
    private(set) var steps: [Int: Int] = [:]
    private(set) var total = 0
    /// The size with every frame stored whole.
    private(set) var whole = 0

    init(of trace: Trace) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        var known: Set<FrameName> = []
        var step = 0
        for line in trace.lines {
            var bytes = try encoder.encode(line).count + 1
            whole += bytes
            if let look = line.event as? ObservedEvent {
                let file = look.screen.delta?.patch ?? look.screen.frame
                if known.insert(file).inserted {
                    bytes += try Data(contentsOf: URL(filePath: trace.path(of: file))).count
                    whole += try trace.file(of: look.screen.frame).count
                }
                steps[step, default: 0] += bytes
                step += 1
            } else {
                steps[step, default: 0] += bytes
            }
            total += bytes
        }
    }
}

/// Writes a letter: mostly types, and now and then opens a menu or a window and closes it again.
private struct LetterWriter: Policy {
    let name = "letter writer"
    let steps: Int

    enum Kind: String {
        case typing = "types a few words"
        case window = "opens a window"
        case menu = "opens a menu"
        case closing = "closes it"
    }

    private static let cycle: [Kind] = [
        .typing, .typing, .typing, .window, .closing, .typing, .typing, .menu, .closing, .typing,
    ]

    static func kind(ofStep number: Int) -> Kind? { number > 0 ? cycle[(number - 1) % cycle.count] : nil }

    func decide(_ observation: Observation, history: [HistoryStep]) -> Decision {
        let step = observation.step
        guard step <= steps else { return .finish(.success(answer: nil)) }
        let action: Action<ScreenSpace> =
            switch Self.cycle[(step - 1) % Self.cycle.count] {
            case .typing: .type("words of step \(step), \(step * 7919 % 104_729)" + (step % 3 == 0 ? "\n" : " "))
            case .window: .key([Key("ctrl"), Key("o")])
            case .menu: .key([Key("F10")])
            case .closing: .key([Key("Escape")])
            }
        return .act(Proposal(action: action, isBoundToLook: false))
    }
}
