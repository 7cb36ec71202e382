import Foundation
import Images
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
}
