import Agents
import Foundation
import Images
import Interaction
import Traces

/// A folder of its own that goes away with it.
final class Scratch {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appending(path: "deskhand-traces-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    var trace: String { path + "/trace" }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// Events of an invented episode.
enum Recording {
    static func header(masks: [Box<ScreenSpace>] = []) -> TraceHeader {
        TraceHeader(
            instruction: "save the file", policy: "script", limits: EpisodeLimits(), seed: 7,
            task: RecordedTask(id: "editor-save", path: "task.json", verbatim: "{\"id\": \"editor-save\"}"),
            inputs: [RecordedInput(path: "draft.txt", contents: Array("draft".utf8))],
            session: RecordedSession(display: ":7", screen: Size(width: 40, height: 30)), masks: masks)
    }

    /// A screen of one shade with a spot of another.
    static func screen(shade: UInt8, title: String = "Editor", spot: Box<ImageSpace>? = nil) -> ScreenState {
        let plain = Image(width: 40, height: 30) { $0.initializeMemory(as: UInt8.self, repeating: shade) }
        let image = spot.map { box in plain.drawing { $0.fill(box, .white) } } ?? plain
        let capture = Box<ScreenSpace>(x: 0, y: 0, width: 40, height: 30)
        let window = WindowInfo(
            id: WindowID(5), title: title, instance: "editor", className: "Editor", process: 42, program: "editor",
            frame: capture, content: capture, isActive: true, isMinimised: false, isPopup: false)
        return ScreenState(
            screenshot: Screenshot(image: image, screen: Size(width: 40, height: 30), capture: capture),
            pointer: Point(x: 3, y: 4), windows: [window])
    }

    static var proposal: Proposal {
        let candidates = [(4, "Save", 0.9), (24, "Save As", 0.6)].map { x, text, confidence in
            Candidate(
                box: Box(x: x, y: 5, width: 10, height: 6), point: Point(x: Double(x + 5), y: 8), text: text,
                confidence: confidence, isExact: confidence > 0.8)
        }
        let answer = ModelAnswer(
            dialect: "computer_use", request: "{\"messages\":[]}", picture: Image(width: 20, height: 15) { _ in },
            frame: CoordinateFrame(
                screen: Size(width: 40, height: 30), capture: Box(x: 0, y: 0, width: 40, height: 30),
                image: Size(width: 40, height: 30), model: Size(width: 20, height: 15)),
            text: "I click <b>Save</b>", action: .click(.left, at: Point(x: 4.5, y: 4)), unexecuted: ["wait"],
            promptTokens: 100, answerTokens: 9)
        return Proposal(
            action: .click(.left, at: Point(x: 9, y: 8)), answer: answer,
            grounding: Grounding(
                target: Target("Save"), grounder: "text", candidates: candidates, chosen: 0, rule: "exact"))
    }

    /// Everything that one executed step leaves.
    static func step(_ number: Int, _ proposal: Proposal = proposal) -> [EpisodeEvent] {
        [
            .decided(step: number, .act(proposal), took: .milliseconds(12)),
            .gated(step: number, proposal.action, GateVerdict(allowed: true, rule: "no gate file was given")),
            .announced(step: number, proposal.action),
            .executed(
                step: number,
                Execution(pointerBefore: Point(x: 3, y: 4), pointerAfter: proposal.action.point ?? Point(x: 3, y: 4)),
                took: .milliseconds(2)),
            .settled(
                step: number,
                SettleReport(
                    reason: .quiet, firstChange: .milliseconds(20), lastChange: .milliseconds(40),
                    settled: .milliseconds(240),
                    regions: [.init(box: Box(x: 1, y: 1, width: 2, height: 9), kind: .caret)])),
        ]
    }

    /// What a step leaves that carries out a batch, and settles once.
    static func step(_ number: Int, batch members: [Action<ScreenSpace>]) -> [EpisodeEvent] {
        let whole = step(number, Proposal(action: .batch(members)))
        return [whole[0]] + members.flatMap { step(number, Proposal(action: $0))[1...3] } + [whole[4]]
    }

    /// Two steps from the first look to the end.
    static var episode: [EpisodeEvent] {
        let start = EpisodeStart(instruction: "save the file", policy: "script", limits: EpisodeLimits())
        return [.started(start), .observed(step: 1, screen(shade: 10))] + step(1)
            + [.observed(step: 2, screen(shade: 200))] + step(2) + [.observed(step: 3, screen(shade: 10))]
            + [
                .decided(step: 3, .finish(.success(answer: "saved")), took: .zero),
                .ended(EpisodeEnd(reason: .finished(.success(answer: "saved")), steps: 2)),
            ]
    }

    /// Records events and reads them back.
    @discardableResult
    static func record(
        _ events: [EpisodeEvent] = episode, in folder: String, header: TraceHeader = header(),
        redaction: Redaction = .none
    ) async throws -> Trace {
        let writer = try TraceWriter(folder: folder, header: header, redaction: redaction)
        for event in events { try await writer.append(event) }
        try await writer.finish()
        return try Trace(folder: folder)
    }
}
