import Agents
import Foundation
import Images
import Interaction
import Testing
import Traces

/// Traces in the forms of other tools.
struct ExportTests {
    @Test func `a trajectory has OSWorld's fields, and a picture before all and after each step`() async throws {
        let scratch = try Scratch()
        let trace = try await Recording.record(in: scratch.trace)
        let folder = scratch.path + "/out"
        try TraceExport.trajectory.write(trace, to: folder)
        let lines = try String(contentsOfFile: folder + "/traj.jsonl", encoding: .utf8).split(separator: "\n")
        #expect(lines.count == trace.steps.count)
        let first = try #require(try JSONSerialization.jsonObject(with: Data(lines[0].utf8)) as? [String: Any])
        let fields: Set = [
            "step_num", "action_timestamp", "action", "response", "reward", "done", "info", "screenshot_file",
        ]
        #expect(Set(first.keys) == fields)
        #expect(first["response"] as? String == "I click <b>Save</b>")
        #expect((first["action"] as? [String: Any])?["action"] as? String == "left_click")
        let picture = try Image(png: Array(Data(contentsOf: URL(filePath: folder + "/step_1.png"))))
        let after = try #require(trace.steps.first?.after)
        #expect(FrameName(of: picture) == after.frame)
        #expect(FileManager.default.fileExists(atPath: folder + "/step_0.png"))
        let last = try #require(
            try JSONSerialization.jsonObject(with: Data(lines[lines.count - 1].utf8)) as? [String: Any])
        #expect(last["done"] as? Bool == true)
        #expect(throws: TraceError.self) { try TraceExport.trajectory.write(trace, to: folder) }
    }

    @Test func `a dataset has a line for each executed step, and each picture once`() async throws {
        let scratch = try Scratch()
        let trace = try await Recording.record(in: scratch.trace)
        let folder = scratch.path + "/out"
        try TraceExport.dataset.write(trace, to: folder)
        let lines = try String(contentsOfFile: folder + "/dataset.jsonl", encoding: .utf8).split(separator: "\n")
        #expect(lines.count == 2)
        for line in lines {
            let row = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            #expect(row["instruction"] as? String == "save the file" && row["size"] as? [Int] == [40, 30])
            let image = try #require(row["image"] as? String)
            #expect(FileManager.default.fileExists(atPath: folder + "/" + image))
            #expect(row["target"] as? String == "left_click 'Save'")
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/images").count == 2)
    }

    @Test func `places are those of the picture, and only what was carried out to its end is in a dataset`()
        async throws
    {
        let scratch = try Scratch()
        let image = Image(width: 20, height: 15) { $0.initializeMemory(as: UInt8.self, repeating: 9) }
        func screen() -> ScreenState {
            ScreenState(
                screenshot: Screenshot(
                    image: image, screen: Size(width: 100, height: 80),
                    capture: Box(x: 50, y: 40, width: 20, height: 15)
                ), pointer: Point(x: 3, y: 4), windows: [])
        }
        let click = Action<ScreenSpace>.click(.left, at: Point(x: 59, y: 48))
        let failed =
            Recording.step(2, Proposal(action: click)).prefix(3)
            + [.executionFailed(step: 2, reason: "no such key")]
        let events: [EpisodeEvent] =
            [.observed(step: 1, screen())] + Recording.step(1, Proposal(action: click)) + [.observed(step: 2, screen())]
            + failed + [.observed(step: 3, screen())] + Recording.step(3, batch: [click, .type("a")])
            + [.observed(step: 4, screen())]
        let trace = try await Recording.record(events, in: scratch.trace)
        try TraceExport.dataset.write(trace, to: scratch.path + "/out")
        try TraceExport.trajectory.write(trace, to: scratch.path + "/traj")
        func actions(_ file: String) throws -> [[String: Any]] {
            try String(contentsOfFile: scratch.path + file, encoding: .utf8).split(separator: "\n").compactMap { line in
                let row = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
                return row?["action"] as? [String: Any]
            }
        }
        let rows = try actions("/out/dataset.jsonl")
        #expect(rows.count == 2)
        #expect(rows[0]["coordinate"] as? [Double] == [9, 8])
        let members = try #require(rows[1]["actions"] as? [[String: Any]])
        #expect(members.count == 2 && members[0]["coordinate"] as? [Double] == [9, 8])
        #expect(try actions("/traj/traj.jsonl").first?["coordinate"] as? [Double] == [9, 8])
    }

    @Test func `an export that fails leaves no half of it`() async throws {
        let scratch = try Scratch()
        let trace = try await Recording.record(in: scratch.trace)
        let last = try #require(trace.steps.last?.after?.frame ?? trace.steps.last?.before?.frame)
        try FileManager.default.removeItem(atPath: trace.path(of: last))
        #expect(throws: TraceError.self) { try TraceExport.trajectory.write(trace, to: scratch.path + "/out") }
        #expect(!FileManager.default.fileExists(atPath: scratch.path + "/out"))
    }
}
