import Agents
import Foundation
import Images
import Interaction
import Testing
import Traces

struct TraceTests {
    @Test func `an episode is read back step by step`() async throws {
        let scratch = try Scratch()
        let trace = try await Recording.record(in: scratch.trace)
        #expect(trace.losses.isEmpty)
        #expect(trace.header.instruction == "save the file")
        #expect(trace.header.started.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z/) != nil)
        #expect(trace.header.task?.sha256.count == 64)
        #expect(trace.end?.reason == "success")
        let steps = trace.steps
        #expect(steps.map(\.number) == [1, 2, 3])
        let first = steps[0]
        #expect(first.before?.frame != first.after?.frame)
        #expect(first.after?.frame == steps[1].before?.frame)
        #expect(first.before?.windows.first?.title == "Editor")
        #expect(first.announced?.restored() == Action<ScreenSpace>.click(.left, at: Point(x: 9, y: 8)))
        #expect(first.decision?.answer?.coordinates.scale == [2, 2])
        #expect(first.decision?.answer?.mapped == Point(x: 9, y: 8))
        #expect(first.decision?.grounding?.restored == Recording.proposal.grounding)
        #expect(first.settling?.settledMilliseconds == 240)
        #expect(steps[2].decision?.finish?.text == "saved")
        try trace.verifyFrames()
    }

    @Test func `equal frames are stored once and named by their pixels`() async throws {
        let scratch = try Scratch()
        let trace = try await Recording.record(in: scratch.trace)
        let files = try FileManager.default.contentsOfDirectory(atPath: scratch.trace + "/frames")
        #expect(files.count == 3)
        let first = try #require(trace.steps.first?.before?.frame)
        #expect(first == trace.steps[1].after?.frame)
        #expect(FrameName(of: try trace.image(of: first)) == first)
        #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.trace + "/inputs").count == 1)
    }

    @Test func `a trace cut off at any byte can be read`() async throws {
        let scratch = try Scratch()
        try await Recording.record(in: scratch.trace)
        let lines = scratch.trace + "/trace.jsonl"
        let whole = try Data(contentsOf: URL(filePath: lines))
        let header = try #require(whole.firstIndex(of: UInt8(ascii: "\n")))
        for length in header...whole.count {
            try whole.prefix(length).write(to: URL(filePath: lines))
            let trace = try Trace(folder: scratch.trace)
            _ = trace.text
            let written = whole.prefix(length).count { $0 == UInt8(ascii: "\n") } - 1
            #expect(trace.lines.count >= written)
            #expect(length >= whole.count - 1 || trace.losses.contains(.noEnd))
        }
    }

    @Test func `a line removed from a complete trace is noticed`() async throws {
        let scratch = try Scratch()
        try await Recording.record(in: scratch.trace)
        let file = URL(filePath: scratch.trace + "/trace.jsonl")
        var lines = try String(contentsOf: file, encoding: .utf8).components(separatedBy: "\n")
        lines.remove(at: 4)
        try lines.joined(separator: "\n").write(to: file, atomically: true, encoding: .utf8)
        #expect(throws: TraceError.self) { try Trace(folder: scratch.trace) }
    }

    @Test func `a newer version is refused in words`() async throws {
        let scratch = try Scratch()
        try await Recording.record(in: scratch.trace)
        let file = URL(filePath: scratch.trace + "/trace.jsonl")
        let text = try String(contentsOf: file, encoding: .utf8)
        try text.replacing("\"deskhand_trace\":\(TraceHeader.version)", with: "\"deskhand_trace\":99")
            .write(to: file, atomically: true, encoding: .utf8)
        #expect(throws: TraceError.newerVersion(path: file.path, found: 99, known: TraceHeader.version)) {
            try Trace(folder: scratch.trace)
        }
    }

    @Test func `an altered frame is found`() async throws {
        let scratch = try Scratch()
        let trace = try await Recording.record(in: scratch.trace)
        let frame = try #require(trace.steps[0].before?.frame)
        try Data(Image(width: 2, height: 2) { _ in }.png()).write(to: URL(filePath: trace.path(of: frame)))
        #expect(throws: TraceError.self) { try trace.verifyFrames() }
    }

    @Test func `two traces part where the screens first differ`() async throws {
        let scratch = try Scratch()
        let one = try await Recording.record(in: scratch.trace)
        var events = Recording.episode
        let spot = Box<ImageSpace>(x: 3, y: 4, width: 5, height: 2)
        events[7] = .observed(step: 2, Recording.screen(shade: 200, spot: spot))
        let other = try await Recording.record(events, in: scratch.path + "/other")
        #expect(try one.divergence(from: one) == nil)
        #expect(try other.divergence(from: one) == .screen(step: 1, pixels: 10, bounds: spot))
        #expect(try other.divergence(from: one, comparesScreens: false) == nil)
    }

    @Test(arguments: [
        (nil, nil, "typed 10, unverified"), (10, nil, "typed 10, verified 10"),
        (5, 6, "typed 10, verified 5, first difference at character 6"),
    ])
    func `a trace says how much of a typed text was read back`(
        verified: Int?, firstDifference: Int?, words: String
    ) async throws {
        let scratch = try Scratch()
        let typing = TypingReport(
            typed: 10, verified: verified, firstDifference: firstDifference, mapChanges: 0, pasted: false)
        let here = Point<ScreenSpace>(x: 3, y: 4)
        let typed = Recording.step(1, Proposal(action: .type("0123456789"))).map { event in
            guard case .executed(let step, _, let took) = event else { return event }
            return EpisodeEvent.executed(
                step: step, Execution(pointerBefore: here, pointerAfter: here, typing: typing), took: took)
        }
        let trace = try await Recording.record(
            Array(Recording.episode.prefix(2)) + typed + [Recording.episode[7]], in: scratch.trace)
        #expect(trace.steps.first?.execution?.text == words)
        #expect(trace.steps.first?.execution?.typing?.firstDifference == firstDifference)
    }

    @Test(arguments: [
        Action<ScreenSpace>.key([Key("ctrl"), Key("s")]), .type("é\n"), .mouseMove(Point(x: 1, y: 2)),
        .click(.left, count: 3, at: nil), .leftClickDrag(to: Point(x: 5, y: 6), path: [Point(x: 3, y: 4)]),
        .mouseDown(.left, at: nil), .mouseUp(.left, at: Point(x: 1, y: 1)),
        .scroll(.horizontal, pixels: -240, at: Point(x: 9, y: 9)), .wait(.milliseconds(1500)), .answer("42"),
        .click(.left, at: nil, modifiers: [Key("ctrl")]),
        .scroll(.vertical, pixels: 1, at: nil, modifiers: [Key("alt")]),
        .leftClickDrag(to: Point(x: 5, y: 6), path: [], modifiers: [Key("ctrl"), Key("shift")]),
        .terminate(.failure), .keyDown([Key("shift")]), .holdKey([Key("a")], .milliseconds(1500)),
        .click(.back, count: 3, at: Point(x: 1, y: 2)),
        .drag(.right, DragPath(from: Point(x: 1, y: 2), waypoints: [Point(x: 3, y: 3)], end: Point(x: 5, y: 6))),
        .scroll(ScrollAmount(vertical: 2, horizontal: -1, .notches), at: nil),
        .mouseDown(.middle, at: nil), .batch([.click(.left, at: Point(x: 1, y: 2)), .type("x")]),
    ])
    func `every action is restored as it was`(action: Action<ScreenSpace>) throws {
        let json = try JSONEncoder().encode(RecordedAction(action))
        #expect(try JSONDecoder().decode(RecordedAction.self, from: json).restored() == action)
    }

    @Test func `a batch that was read is the batch that was written, whatever the order of its fields`() throws {
        let forms = [
            #"{"action":"batch","actions":[{"action":"left_click","coordinate":[1,2]},{"action":"type","text":"x"}]}"#,
            #"{"actions":[{"coordinate":[1,2],"action":"left_click"},{"text":"x","action":"type"}],"action":"batch"}"#,
        ]
        let read = try forms.map { try JSONDecoder().decode(RecordedAction.self, from: Data($0.utf8)) }
        #expect(read[0] == read[1])
    }
}
