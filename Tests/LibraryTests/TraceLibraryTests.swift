import DeskhandInteraction
import DeskhandTraces
import Foundation
import Testing

/// What another package does with traces: no display is needed.
struct TraceLibraryTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "library-trace-\(UUID().uuidString)")

    @Test func `what was recorded is read back`() async throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let (blank, marked) = (try picture(0), try picture(200))
        let recorder = try TraceRecorder(
            folder: folder, instruction: "mark it", policy: "by hand", secrets: ["WORD": "hunter2"])
        try await recorder.observed(look(blank))
        try await recorder.willPerform(.click(at: ScreenPoint(x: 3, y: 2)))
        try await recorder.performed()
        try await recorder.observed(look(marked))
        try await recorder.willPerform(.type("hunter2"))
        try await recorder.failed("the keyboard is gone")
        try await recorder.observed(look(marked))
        try await recorder.end(.stuck, detail: "no keyboard")

        let trace = try Trace(contentsOf: folder)
        #expect(trace.losses.isEmpty)
        #expect((trace.instruction, trace.policy) == ("mark it", "by hand"))
        #expect(trace.started != nil)
        #expect(trace.end?.reason == "stuck" && trace.end?.detail == "no keyboard")
        #expect(trace.steps.map(\.number) == [1, 2])
        #expect(trace.steps.map(\.isExecuted) == [true, false])
        #expect(trace.steps.map { $0.action?.name } == ["left_click", "type"])
        #expect(trace.steps[0].action?.point == ScreenPoint(x: 3, y: 2))
        #expect(trace.steps[1].action == .type("{{env:WORD}}"))
        #expect(trace.steps[1].failure == "the keyboard is gone")
        #expect(try trace.picture(of: #require(trace.steps[0].before), isVerified: true) == blank)
        #expect(try trace.picture(of: #require(trace.steps[0].after), isVerified: true) == marked)
    }

    @Test func `a folder with a trace is not written over, and one without is no trace`() async throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        #expect(throws: TraceError.self) { try Trace(contentsOf: folder) }
        _ = try TraceRecorder(folder: folder, instruction: "", policy: "")
        #expect(throws: TraceError.self) { try TraceRecorder(folder: folder, instruction: "", policy: "") }
    }

    @Test func `pictures keep their pixels through bytes and files`() throws {
        let file = folder.appendingPathExtension("png")
        defer { try? FileManager.default.removeItem(at: file) }
        let rgb: [UInt8] = [255, 0, 0, 0, 255, 0, 0, 0, 255, 9, 8, 7]
        let picture = try Picture(width: 2, height: 2, rgb: rgb)
        try picture.write(to: file)
        let read = try Picture(contentsOf: file)
        #expect(read == picture)
        #expect(read.colour(x: 1, y: 1) == (9, 8, 7))
        let cut = try #require(read.cropped(to: PictureBox(x: 1, y: 0, width: 9, height: 1)))
        #expect(cut.colour(x: 0, y: 0) == (0, 255, 0))
        #expect(read.cropped(to: PictureBox(x: 2, y: 0, width: 1, height: 1)) == nil)
    }

    @Test(arguments: [(0, 1, 0), (2, 2, 11), (-1, -1, 3), (Int.max, 2, 6)])
    func `a picture of another size than its bytes is refused`(width: Int, height: Int, bytes: Int) {
        #expect(throws: PictureError.self) {
            try Picture(width: width, height: height, rgb: [UInt8](repeating: 0, count: bytes))
        }
    }

    @Test func `actions are read from JSON and written to it`() throws {
        let text = #"{"action":"left_click","coordinate":[640,400]}"#
        let action = try ScreenAction(json: text)
        #expect(action == .click(at: ScreenPoint(x: 640, y: 400)))
        #expect(try action.json() == text)
        #expect(try ScreenAction.press("ctrl+s").name == "key")
        #expect(throws: ActionError.self) { try ScreenAction(json: #"{"action":"fly"}"#) }
        #expect(throws: ActionError.self) { try ScreenAction(json: "nothing") }
    }

    private func picture(_ grey: UInt8) throws -> Picture {
        try Picture(width: 8, height: 6, rgb: [UInt8](repeating: grey, count: 3 * 48))
    }

    private func look(_ picture: Picture) -> ScreenLook {
        ScreenLook(Screenshot(ofWholeScreen: picture), pointer: ScreenPoint(x: 1, y: 1))
    }
}
