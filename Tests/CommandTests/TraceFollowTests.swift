import Agents
import Foundation
import Images
import Interaction
import TestInputs
import Testing
import Traces

/// `deskhand trace view --follow`, in a browser, while a trace is being recorded.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct TraceFollowTests {
    @Test(.enabled(if: Chromium.isExpected, "chromium is not installed"))
    func `the page grows with the trace, whoever looks at a step stays there, and it outlives the server`() async throws
    {
        let bed = try FollowedRun()
        try await bed.step(1)
        try await bed.step(2)
        let server = try ServedProgram(["trace", "view", bed.folder, "--follow", "-o", bed.page])
        let browser = try Chromium()
        try browser.open(server.address)
        try browser.wait(for: "document.body.dataset.shown === '2/before'")
        #expect(try browser.text("document.getElementById('outcome').textContent") == "being recorded")
        try browser.press("k")
        try browser.wait(for: "document.body.dataset.shown === '1/before'")
        _ = try browser.value("document.querySelector('#details .heading').dataset.same = 'yes'")
        try await bed.step(3)
        try browser.wait(for: "document.querySelectorAll('#steps li').length === 3")
        #expect(try browser.text("document.body.dataset.shown") == "1/before")
        #expect(try browser.text("document.querySelector('#details .heading').dataset.same") == "yes")
        try browser.press("End")
        try browser.wait(for: "document.body.dataset.shown === '3/before'")
        try await bed.step(4)
        try browser.wait(for: "document.body.dataset.shown === '4/before'")
        try await bed.end()
        try browser.wait(for: "document.getElementById('live').textContent === 'recording ended'")
        server.process.waitUntilExit()
        #expect(server.process.terminationStatus == 0)
        #expect(try browser.text("document.getElementById('outcome').textContent") == "success")
        // The server is gone, and all pictures are there.
        for step in ["1", "2", "3", "4"] {
            try browser.press(step == "1" ? "Home" : "j")
            try browser.wait(for: "document.body.dataset.shown === '\(step)/before'")
            #expect(try browser.value("document.querySelectorAll('.picture canvas').length") as? Int == 1)
        }
        #expect(try String(contentsOfFile: bed.page, encoding: .utf8).contains("\"event\":\"ended\""))
    }

    @Test func `only who knows the address sees the trace, and a recorder that went away ends it`() async throws {
        let bed = try FollowedRun()
        try await bed.step(1)
        let server = try ServedProgram(["trace", "view", bed.folder, "--follow"])
        let path = try #require(URL(string: server.address)?.path)
        #expect(path.count > 30)
        for (target, status) in [
            ("/", 404), ("/lines?from=0", 404), ("\(path)x/lines?from=0", 404), ("\(path)/lines?from=-1", 400),
            ("\(path)/lines?from=0", 200), ("\(path)/frames/../trace.jsonl", 404), ("\(path)/", 200),
        ] {
            let connection = try RawConnection(port: server.port)
            connection.send("GET \(target) HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            #expect(try connection.response().status == status, "\(target)")
        }
        let foreign = try RawConnection(port: server.port)
        foreign.send("GET \(path)/ HTTP/1.1\r\nHost: example.org\r\n\r\n")
        #expect(try foreign.response().status == 403)
        try await bed.breakOff()
        server.process.waitUntilExit()
        #expect(server.process.terminationStatus == 0)
        let later = try Deskhand(["trace", "view", bed.folder, "--follow"])
        #expect(later.status == 64 && later.errors.contains("is not being recorded now"), "\(later.errors)")
        let missing = try Deskhand(["trace", "view", bed.folder + "-none", "--follow"])
        #expect(missing.status == 65 && missing.errors.contains("holds no trace"), "\(missing.errors)")
    }
}

/// A run that is recorded step by step.
private final class FollowedRun {
    let folder = FileManager.default.temporaryDirectory.appending(path: "deskhand-follow-\(UUID().uuidString)").path
    var page: String { folder + ".html" }
    private var writer: TraceWriter?

    init() throws {
        writer = try TraceWriter(
            folder: folder,
            header: TraceHeader(instruction: "count", policy: "script", limits: EpisodeLimits()))
    }

    deinit { for path in [folder, page] { try? FileManager.default.removeItem(atPath: path) } }

    func step(_ number: Int) async throws {
        let image = Image(width: 320, height: 200) { $0.initializeMemory(as: UInt8.self, repeating: 200) }
            .drawing { canvas in
                for index in 0..<number { canvas.fill(Box(x: 10 + 20 * index, y: 10, width: 12, height: 60), .blue) }
            }
        let capture = Box<ScreenSpace>(x: 0, y: 0, width: 320, height: 200)
        let screen = ScreenState(
            screenshot: Screenshot(image: image, screen: Size(width: 320, height: 200), capture: capture),
            pointer: Point(x: 1, y: 1), windows: [])
        let action = Action<ScreenSpace>.click(.left, at: Point(x: Double(20 * number), y: 30))
        try await writer?.append(.observed(step: number, screen))
        try await writer?.append(.decided(step: number, .act(Proposal(action: action)), took: .milliseconds(3)))
        try await writer?.append(.announced(step: number, action))
        try await writer?.finish()
    }

    func end() async throws {
        try await writer?.append(.ended(EpisodeEnd(reason: .finished(.success(answer: nil)), steps: 4)))
        try await breakOff()
    }

    /// Lets go of the trace.
    func breakOff() async throws {
        try await writer?.finish()
        writer = nil
    }
}
