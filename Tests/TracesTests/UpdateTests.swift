import Agents
import Foundation
import Images
import Interaction
import Testing
import Traces

struct UpdateTests {
    /// The recorded episode with another last screen and a look that was waited out.
    private var recorded: [EpisodeEvent] {
        let waiting = Waiting(what: "'Save' to appear", interval: .milliseconds(100))
        var events = Recording.episode
        events.insert(
            contentsOf: [
                .observed(step: 1, Recording.screen(shade: 77)), .decided(step: 1, .lookAgain(waiting), took: .zero),
            ], at: 1)
        return events
    }

    private var later: [EpisodeEvent] {
        Recording.episode.map { event in
            if case .observed(2, _) = event {
                .observed(step: 2, Recording.screen(shade: 90, title: "Writer"))
            } else {
                event
            }
        }
    }

    @Test func `an updated trace has the new screens, the old decisions, and every file`() async throws {
        let (old, new) = (try Scratch(), try Scratch())
        let trace = try await Recording.record(recorded, in: old.trace)
        let again = try await Recording.record(later, in: new.trace)
        try Data("kept".utf8).write(to: URL(filePath: old.trace + "/notes.txt"))
        try TraceUpdate(of: trace, with: again).replaceRecorded()

        let updated = try Trace(folder: old.trace)
        try updated.verifyFrames()
        #expect(updated.steps.map { $0.before?.frame } == again.steps.map { $0.before?.frame })
        #expect(updated.steps[1].before?.windows.first?.title == "Writer")
        #expect(updated.steps.map { $0.decision } == trace.steps.map { $0.decision })
        #expect(updated.steps.allSatisfy { $0.waits.isEmpty })
        #expect(updated.losses.isEmpty)
        let input = try #require(updated.header.inputs.first)
        #expect(try updated.contents(of: input) == Array("draft".utf8))
        #expect(FileManager.default.fileExists(atPath: old.trace + "/notes.txt"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: old.path) == ["trace"])
    }

    @Test func `an updated batch has what the later run found for each member`() async throws {
        func episode(clickingAt x: Double) -> [EpisodeEvent] {
            let members: [Action<ScreenSpace>] = [.click(.left, at: Point(x: x, y: 8)), .type("x")]
            return [.observed(step: 1, Recording.screen(shade: UInt8(x)))] + Recording.step(1, batch: members)
                + [
                    .observed(step: 2, Recording.screen(shade: 200)),
                    .ended(EpisodeEnd(reason: .finished(.success(answer: nil)), steps: 1)),
                ]
        }
        let (old, new) = (try Scratch(), try Scratch())
        let trace = try await Recording.record(episode(clickingAt: 9), in: old.trace)
        let again = try await Recording.record(episode(clickingAt: 30), in: new.trace)
        try TraceUpdate(of: trace, with: again).replaceRecorded()

        let updated = try Trace(folder: old.trace)
        #expect(updated.losses.isEmpty)
        #expect(updated.steps.first?.members == again.steps.first?.members)
        #expect(updated.steps.first?.decision?.action == again.steps.first?.decision?.action)
        #expect(updated.steps.first?.members?.first?.execution?.pointerAfter == Point(x: 30, y: 8))
        #expect(updated.lines.map(\.action) == trace.lines.map(\.action))
    }

    @Test(arguments: ["script", "model"])
    func `an updated trace has the elements of the new screens`(policy: String) async throws {
        func episode(naming names: [String]) -> [EpisodeEvent] {
            var events = Recording.episode
            for (step, name) in names.enumerated().reversed() {
                let decided = events.firstIndex { event in
                    if case .decided(let number, _, _) = event { number == step + 1 } else { false }
                }
                let button = Element(
                    role: .button, name: name, box: Box(x: 4, y: 5, width: 10, height: 6), states: .enabled,
                    sources: .accessibility)
                events.insert(.listed(step: step + 1, ElementList(shown: [button])), at: decided ?? 0)
            }
            return events
        }
        let (old, new) = (try Scratch(), try Scratch())
        var header = Recording.header()
        header.policy = policy
        let trace = try await Recording.record(
            episode(naming: ["Save", "Save", "Save"]), in: old.trace, header: header)
        let again = try await Recording.record(
            episode(naming: ["Store", "Store", "Stored"]), in: new.trace, header: header)
        try TraceUpdate(of: trace, with: again).replaceRecorded()
        let updated = try Trace(folder: old.trace)
        #expect(updated.steps.map { $0.elements?.map(\.name) } == [["Store"], ["Store"], ["Stored"]])
    }

    @Test func `a run that did not get as far changes nothing`() async throws {
        let (old, new) = (try Scratch(), try Scratch())
        let trace = try await Recording.record(recorded, in: old.trace)
        let short = try await Recording.record(Array(later.prefix(7)), in: new.trace)
        let before = FileManager.default.contents(atPath: old.trace + "/trace.jsonl")
        #expect(throws: TraceError.self) { try TraceUpdate(of: trace, with: short).replaceRecorded() }
        #expect(FileManager.default.contents(atPath: old.trace + "/trace.jsonl") == before)
    }

    @Test func `an update that cannot be written leaves the trace as it was`() async throws {
        let (old, new) = (try Scratch(), try Scratch())
        let trace = try await Recording.record(recorded, in: old.trace)
        let again = try await Recording.record(later, in: new.trace)
        try FileManager.default.removeItem(atPath: new.trace + "/frames")
        let before = FileManager.default.contents(atPath: old.trace + "/trace.jsonl")
        #expect(throws: TraceError.self) { try TraceUpdate(of: trace, with: again).replaceRecorded() }
        #expect(FileManager.default.contents(atPath: old.trace + "/trace.jsonl") == before)
        #expect(try FileManager.default.contentsOfDirectory(atPath: old.path) == ["trace"])
    }

    @Test func `an input that was altered is not taken for the recorded one`() async throws {
        let scratch = try Scratch()
        let trace = try await Recording.record(in: scratch.trace)
        let input = try #require(trace.header.inputs.first)
        try Data("other".utf8).write(to: URL(filePath: "\(scratch.trace)/inputs/\(input.sha256)"))
        #expect(throws: TraceError.self) { try trace.contents(of: input) }
    }
}
