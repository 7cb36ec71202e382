import Agents
import Foundation
import Images
import Interaction
import Testing
import Traces

struct FrameOrderTests {
    @Test func `a line that names a frame is only written when the frame is whole`() async throws {
        let scratch = try Scratch()
        let writer = try TraceWriter(folder: scratch.trace, header: Recording.header())
        // The first takes long to encode; the next, small one must not overtake it.
        try await writer.append(.observed(step: 1, noise(1600)))
        for event in Recording.step(1, .init(action: .key([Key("F5")]))) {
            try await writer.append(event)
            try checkFrames(in: scratch.trace)
        }
        try await writer.append(.observed(step: 2, Recording.screen(shade: 7)))
        try checkFrames(in: scratch.trace)
        try await writer.append(.observed(step: 3, noise(900)))
        try checkFrames(in: scratch.trace)
        try await writer.finish()
        let trace = try Trace(folder: scratch.trace)
        #expect(trace.lines.map(\.sequence) == Array(1...8))
        #expect(
            trace.lines.map(\.event.name) == [
                "observed", "decided", "gated", "announced", "executed", "settled", "observed", "observed",
            ])
        try trace.verifyFrames()
    }

    @Test func `lines that stand out of order are read in the order of what happened`() async throws {
        let scratch = try Scratch()
        let whole = try await Recording.record(in: scratch.trace)
        let file = URL(filePath: scratch.trace + "/trace.jsonl")
        var lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
        lines.swapAt(2, 5)
        lines.swapAt(8, 12)
        try (lines.joined(separator: "\n") + "\n").write(to: file, atomically: true, encoding: .utf8)
        let read = try Trace(folder: scratch.trace)
        #expect(read.lines == whole.lines)
        #expect(read.steps.map(\.action) == whole.steps.map(\.action))
    }

    private func checkFrames(in folder: String) throws {
        try Trace(folder: folder).verifyFrames()
    }

    private func noise(_ side: Int) -> ScreenState {
        var random = SystemRandomNumberGenerator()
        let image = Image(width: side, height: side) { bytes in
            for index in bytes.indices {
                bytes.storeBytes(of: UInt8.random(in: 0...255, using: &random), toByteOffset: index, as: UInt8.self)
            }
        }
        let size = Size<ScreenSpace>(width: side, height: side)
        let capture = Box<ScreenSpace>(x: 0, y: 0, width: Double(side), height: Double(side))
        return ScreenState(
            screenshot: Screenshot(image: image, screen: size, capture: capture), pointer: Point(x: 0, y: 0),
            windows: [])
    }
}
