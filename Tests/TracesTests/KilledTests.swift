import Agents
import Foundation
import Images
import Interaction
import Testing
import Traces

/// What processes that were killed leave, and those that come after them.
struct KilledTests {
    private func files(_ folder: String) throws -> [String: Data] {
        let names = try #require(FileManager.default.enumerator(atPath: folder)?.allObjects as? [String])
        return Dictionary(
            uniqueKeysWithValues: names.compactMap { name in
                FileManager.default.contents(atPath: folder + "/" + name).map { (name, $0) }
            })
    }

    private func later(_ shade: UInt8) -> [EpisodeEvent] {
        Recording.episode.map { event in
            if case .observed(2, _) = event { .observed(step: 2, Recording.screen(shade: shade)) } else { event }
        }
    }

    @Test func `an update that is killed at any moment leaves one of the two traces, and the next one tidies up`()
        async throws
    {
        let (old, new) = (try Scratch(), try Scratch())
        let recorded = try await Recording.record(in: old.trace)
        try Data("kept".utf8).write(to: URL(filePath: old.trace + "/notes.txt"))
        let again = try await Recording.record(later(90), in: new.trace)
        let (before, target) = (recorded.lines, try TraceUpdate(of: recorded, with: again))
        let original = try files(old.trace)
        let changes = try target.changes()
        #expect(changes.count >= 3)
        var ends: Set<[String: Data]> = []
        for count in 0...changes.count {
            let scratch = try Scratch()
            try FileManager.default.copyItem(atPath: old.trace, toPath: scratch.trace)
            let trace = try Trace(folder: scratch.trace)
            for change in try TraceUpdate(of: trace, with: again).changes().prefix(count) { try change.apply() }
            // The change after that was under way.
            try Data("half".utf8).write(to: URL(filePath: scratch.trace + "/trace.jsonl.part"))
            try Data("half".utf8).write(
                to: URL(
                    filePath: scratch.trace
                        + "/frames/\(FrameName(of: Recording.screen(shade: 5).screenshot.image)).part"))
            let left = try Trace(folder: scratch.trace)
            try left.verifyFrames()
            #expect(left.lines == before || left.steps[1].before?.frame == again.steps[1].before?.frame)
            try TraceUpdate(of: left, with: again).replaceRecorded()
            ends.insert(try files(scratch.trace))
        }
        #expect(ends.count == 1)
        #expect(ends.first?["notes.txt"] == Data("kept".utf8))
        #expect(try files(old.trace) == original)
    }

    @Test(arguments: ["trace.jsonl", "inputs", "frames"])
    func `what a killed process left half written is never added to`(part: String) async throws {
        let (clean, scratch) = (try Scratch(), try Scratch())
        try await Recording.record(in: clean.trace)
        for name in try files(clean.trace).keys where name.hasPrefix(part) && !name.hasSuffix("frames") {
            let path = scratch.trace + "/" + name + ".part"
            try FileManager.default.createDirectory(
                at: URL(filePath: path).deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data("stale bytes".utf8).write(to: URL(filePath: path))
        }
        let trace = try await Recording.record(in: scratch.trace)
        try trace.verifyFrames()
        let input = try #require(trace.header.inputs.first)
        #expect(try trace.contents(of: input) == Array("draft".utf8))
        #expect(try files(scratch.trace).keys.sorted() == files(clean.trace).keys.sorted())
        #expect(try !files(scratch.trace).values.contains { $0.range(of: Data("stale".utf8)) != nil })
    }

    @Test func `a write that fails takes nothing away of what was there`() async throws {
        let scratch = try Scratch()
        let path = scratch.path + "/lines"
        try Data("first\n".utf8).write(to: URL(filePath: path))
        let program = "ulimit -f 1; trap '' XFSZ; head -c 5000 /dev/zero >> \"$0\""
        _ = try Process.run(URL(filePath: "/bin/bash"), arguments: ["-c", program, path]).waitUntilExit()
        var file = try RecordFile(path: path, isNew: false)
        let length = try Data(contentsOf: URL(filePath: path)).count
        try file.append(Array("second\n".utf8))
        #expect(try Data(contentsOf: URL(filePath: path)).count == length + 7)
        #expect(try Data(contentsOf: URL(filePath: path)).starts(with: Data("first\n".utf8)))
    }

    @Test func `of two that record into one folder at once, one is refused and the other's trace is whole`()
        async throws
    {
        let scratch = try Scratch()
        let folder = scratch.trace
        let outcomes = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<8 {
                group.addTask { (try? await Recording.record(in: folder)) != nil }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.count(where: { $0 }) == 1)
        try Trace(folder: scratch.trace).verifyFrames()
    }
}
