import Agents
import Foundation
import Images
import Interaction
import Testing
import TraceViewer
import Traces

struct TracePageTests {
    private let hostile = "</script><img src=x onerror=alert(1)>"

    @Test func `a hostile title or answer does not become markup`() async throws {
        let html = try TracePage(try await trace()).html
        #expect(!html.contains("<img"))
        // The end of the data, and of the program.
        #expect(html.components(separatedBy: "</script>").count == 3)
        #expect(html.contains("\\u003c/script>\\u003cimg src=x"))
    }

    @Test func `the page holds what stood on the screen`() async throws {
        let html = try TracePage(try await trace()).html
        #expect(html.contains("\"elements\":[{\"box\":[0,0,120,90],\"name\":\"\\u003c/script>"))
        #expect(html.contains("type=\"search\""))
    }

    @Test func `the page loads nothing from elsewhere and holds each frame once`() async throws {
        let trace = try await trace()
        let html = try TracePage(trace).html
        for address in ["src=\"http", "href=", "url(", "import "] { #expect(!html.contains(address)) }
        #expect(html.contains("connect-src 'none'") && !html.contains("/*"))
        let frame = try #require(trace.steps.first?.before?.frame)
        let data = Data(try trace.file(of: frame)).base64EncodedString()
        #expect(html.components(separatedBy: data).count == 2)
    }

    @Test func `replays are a page that holds their data as data, with recorded and now`() throws {
        let look = ReplayPage.Look(
            step: 1, title: "left_click 'Save'", decided: hostile, differences: [hostile], seconds: 2,
            recordedSeconds: 1, places: [Box(x: 1, y: 2, width: 3, height: 4)], recorded: [1, 2, 3], now: [4, 5, 6])
        let entry = ReplayPage.Entry(
            name: hostile, task: "till", verdict: "diverged", isFlaky: false, reason: hostile, facts: [],
            advice: ["deskhand replay till --update"], seconds: 3, looks: [look])
        let html = try ReplayPage([entry]).html
        #expect(!html.contains("<img") && html.components(separatedBy: "</script>").count == 2)
        for part in ["\"recorded\":\"AQID\"", "\"now\":\"BAUG\"", "\"places\":[[1,2,3,4]]", "--update"] {
            #expect(html.contains(part), "\(part)")
        }
        for address in ["src=\"http", "href=", "url(", "import "] { #expect(!html.contains(address)) }
    }

    @Test func `a step's action is drawn on its picture`() async throws {
        let trace = try await trace()
        let step = try #require(trace.steps.first)
        let before = try #require(step.before)
        let image = try trace.image(of: before.frame)
        let drawn = step.annotated(image)
        #expect(drawn.size == image.size)
        #expect(drawn.difference(from: image).boxes.contains { $0.expanded(by: 20).contains(Point(x: 60, y: 30)) })
    }

    private func trace() async throws -> Trace {
        let folder = FileManager.default.temporaryDirectory.appending(path: "deskhand-page-\(UUID().uuidString)").path
        let writer = try TraceWriter(
            folder: folder,
            header: TraceHeader(instruction: hostile, policy: "script", limits: EpisodeLimits()))
        let image = Image(width: 120, height: 90) { $0.initializeMemory(as: UInt8.self, repeating: 90) }
        let capture = Box<ScreenSpace>(x: 0, y: 0, width: 120, height: 90)
        let window = WindowInfo(
            id: WindowID(1), title: hostile, instance: "", className: "", process: nil, program: nil, frame: capture,
            content: capture, isActive: true, isMinimised: false, isPopup: false)
        let screen = ScreenState(
            screenshot: Screenshot(image: image, screen: Size(width: 120, height: 90), capture: capture),
            pointer: Point(x: 0, y: 0), windows: [window])
        let action = Action<ScreenSpace>.click(.left, at: Point(x: 60, y: 30))
        try await writer.append(.observed(step: 1, screen))
        let element = Element(number: 1, role: .button, name: hostile, box: capture, sources: .accessibility)
        try await writer.append(.listed(step: 1, ElementList(shown: [element])))
        try await writer.append(.decided(step: 1, .act(Proposal(action: action)), took: .milliseconds(3)))
        try await writer.append(.announced(step: 1, action))
        try await writer.finish()
        return try Trace(folder: folder)
    }
}
