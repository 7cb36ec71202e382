import Foundation
import Images
import Testing
import Traces

/// Traces whose files were damaged after they had been recorded: the rest is shown, and what is lost.
struct DamagedTraceTests {
    @Test(arguments: [true, false])
    func `a frame that is missing or empty is a loss, and the rest is shown`(isMissing: Bool) async throws {
        let scratch = try Scratch()
        let whole = try await Recording.record(in: scratch.trace)
        let frame = try #require(whole.steps.last?.after ?? whole.steps.last?.before).frame
        if isMissing {
            try FileManager.default.removeItem(atPath: whole.path(of: frame))
        } else {
            try Data().write(to: URL(filePath: whole.path(of: frame)))
        }
        let trace = try Trace(folder: scratch.trace)
        #expect(trace.steps.count == whole.steps.count && trace.isLost(frame))
        let words = isMissing ? "is missing" : "is empty"
        #expect(trace.losses.map(\.description) == ["the frame \(frame) of step 1 \(words)"])
        #expect(trace.text.contains("lost: the frame") && trace.text.contains("INCOMPLETE"))
        #expect(try trace.json().contains(words))
        #expect(throws: TraceError.self) { try trace.verifyFrames() }
    }

    @Test func `a frame that is cut off or something else is a loss`() async throws {
        let scratch = try Scratch()
        let whole = try await Recording.record(in: scratch.trace)
        let frames = Set(whole.steps.compactMap(\.before?.frame)).sorted { $0.description < $1.description }
        let bytes = try whole.file(of: frames[0])
        try Data(bytes.dropLast(5)).write(to: URL(filePath: whole.path(of: frames[0])))
        try Data("no picture, but longer than twenty bytes".utf8).write(to: URL(filePath: whole.path(of: frames[1])))
        let words = try Trace(folder: scratch.trace).losses.map(\.description).joined(separator: "\n")
        #expect(words.contains("is cut off") && words.contains("is not a PNG file"), "\(words)")
    }

    @Test(arguments: [3, 5, 9])
    func `a broken line in the middle is a loss with its number, and the other events are read`(
        line: Int
    ) async throws {
        let scratch = try Scratch()
        let whole = try await Recording.record(in: scratch.trace)
        let file = URL(filePath: scratch.trace + "/trace.jsonl")
        var lines = try String(contentsOf: file, encoding: .utf8).components(separatedBy: "\n")
        lines[line - 1] = "{\"broken"
        try lines.joined(separator: "\n").write(to: file, atomically: true, encoding: .utf8)
        let trace = try Trace(folder: scratch.trace)
        #expect(trace.lines.count == whole.lines.count - 1)
        #expect(trace.losses.count == 1 && trace.losses[0].isDamage)
        #expect(trace.losses[0].description.hasPrefix("line \(line) is broken: "))
        #expect(trace.text.contains("lost: line \(line) is broken") && trace.text.contains("ended: success"))
    }

    @Test func `a line that is broken does not excuse one that was removed`() async throws {
        let scratch = try Scratch()
        try await Recording.record(in: scratch.trace)
        let file = URL(filePath: scratch.trace + "/trace.jsonl")
        var lines = try String(contentsOf: file, encoding: .utf8).components(separatedBy: "\n")
        lines[3] = "{\"broken"
        lines.remove(at: 6)
        try lines.joined(separator: "\n").write(to: file, atomically: true, encoding: .utf8)
        #expect(throws: TraceError.self) { try Trace(folder: scratch.trace) }
    }
}
