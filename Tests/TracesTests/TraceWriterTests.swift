import Agents
import Foundation
import Images
import Interaction
import Testing
import Traces

struct TraceWriterTests {
    @Test func `the events of one action have the same identifier, those of a batch's members their own`() async throws
    {
        let scratch = try Scratch()
        let members: [Action<ScreenSpace>] = [.click(.left, at: Point(x: 9, y: 8)), .type("x")]
        let events =
            [EpisodeEvent.observed(step: 1, Recording.screen(shade: 1))] + Recording.step(1)
            + Recording.step(2, batch: members) + Recording.step(3)
        let trace = try await Recording.record(events, in: scratch.trace)
        let one = ["1", "1", "1", "1", "1"]
        let batch = ["2", "2.1", "2.1", "2.1", "2.2", "2.2", "2.2", "2"]
        let lines = trace.lines.sorted { $0.sequence < $1.sequence }
        #expect(lines.map(\.action) == [nil] + one + batch + one.map { _ in "3" })
        #expect(trace.steps[1].members?.map(\.gate.action.action) == ["left_click", "type"])
        let file = try String(contentsOf: URL(filePath: scratch.trace + "/trace.jsonl"), encoding: .utf8)
        #expect(file.contains(#""action_id":"2.1""#))
    }

    @Test func `an announced action is in the file when append returns`() async throws {
        let scratch = try Scratch()
        let writer = try TraceWriter(folder: scratch.trace, header: Recording.header())
        try await writer.append(.observed(step: 1, Recording.screen(shade: 1)))
        try await writer.append(.announced(step: 1, .key([Key("F5")])))
        let trace = try Trace(folder: scratch.trace)
        #expect(trace.lines.contains { $0.event is AnnouncedEvent })
        #expect(trace.losses.contains(.noEnd))
        try await writer.finish()
    }

    @Test func `no secret is in any file of the trace`() async throws {
        let scratch = try Scratch()
        let secret = "pa\"ss<wörd>\\1"
        var proposal = Recording.proposal
        proposal.answer?.text = "the password is \(secret)!"
        let quoted = String(decoding: try JSONEncoder().encode(["text": secret]), as: UTF8.self)
        proposal.answer?.request = quoted
        let trace = try await Recording.record(
            [.observed(step: 1, Recording.screen(shade: 1, title: "login \(secret)"))] + Recording.step(1, proposal)
                + [.ended(EpisodeEnd(reason: .finished(.success(answer: secret)), steps: 1))],
            in: scratch.trace, redaction: Redaction(secrets: ["PASSWORD": secret, "EVENT": "event"]))
        let text = try String(contentsOf: URL(filePath: scratch.trace + "/trace.jsonl"), encoding: .utf8)
        #expect(!text.contains("wörd"))
        #expect(trace.end?.detail == "{{env:PASSWORD}}")
        #expect(trace.steps[0].before?.windows.first?.title == "login {{env:PASSWORD}}")
        #expect(trace.steps[0].decision?.answer?.text == "the password is {{env:PASSWORD}}!")
    }

    @Test func `masked boxes are black in what is stored`() async throws {
        let scratch = try Scratch()
        let header = Recording.header(masks: [Box(x: 2, y: 2, width: 6, height: 4)])
        let trace = try await Recording.record(in: scratch.trace, header: header)
        let screen = try #require(trace.steps[0].before)
        let image = try trace.image(of: screen.frame)
        #expect(image[2, 2] == .black && image[7, 5] == .black)
        #expect(image[8, 6] == Colour(red: 10, green: 10, blue: 10))
        #expect(screen.masked == [Box(x: 2, y: 2, width: 6, height: 4)])
    }

    @Test func `where a secret was typed stays hidden from the next frame on`() async throws {
        let scratch = try Scratch()
        let spot = Box<ImageSpace>(x: 20, y: 10, width: 6, height: 3)
        let typing = Proposal(action: .type("{{env:PASSWORD}}"))
        let shown = Recording.screen(shade: 9, spot: spot)
        let trace = try await Recording.record(
            [.observed(step: 1, Recording.screen(shade: 9))] + Recording.step(1, typing) + [.observed(step: 2, shown)]
                + Recording.step(2) + [.observed(step: 3, shown)], in: scratch.trace)
        for step in trace.steps {
            let screen = try #require(step.after)
            #expect(try trace.image(of: screen.frame)[22, 11] == .black)
            #expect(screen.masked == [Box(x: 16, y: 6, width: 14, height: 11)])
        }
    }

    @Test func `a trace is never written over`() async throws {
        let scratch = try Scratch()
        try await Recording.record(in: scratch.trace)
        #expect(throws: TraceError.alreadyRecorded(folder: scratch.trace)) {
            try TraceWriter(folder: scratch.trace, header: Recording.header())
        }
    }

    @Test func `a full disk is told apart and leaves no half line`() throws {
        var file = try RecordFile(path: "/dev/full", isNew: false)
        do {
            try file.append(Array("a line\n".utf8))
            Issue.record("/dev/full took a line")
        } catch {
            #expect(error == TraceError.diskFull(path: "/dev/full"))
        }
    }

    @Test func `lines for a trace that was removed are an error, not lost without a word`() async throws {
        let scratch = try Scratch()
        let writer = try TraceWriter(folder: scratch.trace, header: Recording.header())
        try await writer.append(.observed(step: 1, Recording.screen(shade: 1)))
        for event in Recording.step(1) { try await writer.append(event) }
        try await writer.finish()
        try FileManager.default.removeItem(atPath: scratch.trace)
        await #expect(throws: TraceError.self) {
            try await writer.append(.ended(EpisodeEnd(reason: .limit("1 steps"), steps: 1)))
        }
        let failure = await writer.failure
        #expect(failure?.description.contains("removed") == true)
    }

    @Test func `a picture is hashed once, whoever asks for its name`() {
        let picture = Recording.screen(shade: 3).screenshot.image
        let name = FrameName(of: picture)
        let copy = picture
        #expect(copy.digest { "computed again" } + ".png" == name.description)
        #expect(FrameName(of: Recording.screen(shade: 4).screenshot.image) != name)
    }

    @Test func `a frame that cannot be stored ends recording and leaves the trace readable`() async throws {
        let scratch = try Scratch()
        let writer = try TraceWriter(folder: scratch.trace, header: Recording.header())
        try await writer.append(.observed(step: 1, Recording.screen(shade: 1)))
        for event in Recording.step(1) { try await writer.append(event) }
        try await writer.finish()
        try FileManager.default.removeItem(atPath: scratch.trace + "/frames")
        try await writer.append(.observed(step: 2, Recording.screen(shade: 2)))
        await #expect(throws: TraceError.self) {
            try await writer.append(.ended(EpisodeEnd(reason: .limit("1 steps"), steps: 1)))
        }
        let trace = try Trace(folder: scratch.trace)
        #expect(trace.steps.map(\.number) == [1])
        #expect(trace.losses.contains(.noEnd))
    }

    @Test func `a folder that cannot be made is refused with its path`() {
        #expect(throws: TraceError.self) {
            try TraceWriter(folder: "/proc/deskhand/trace", header: Recording.header())
        }
    }
}
