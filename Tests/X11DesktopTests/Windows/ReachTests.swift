import Foundation
import Images
import Interaction
import Testing
import X11Desktop

/// Windows that are not simply there: on other virtual desktops, under other window managers, on other screens.
@Suite(.enabled(if: SettleStage.isAvailable, "Xvfb is not installed"), .serialized, .timeLimit(.minutes(2)))
struct ReachTests {
    @Test(.enabled(if: TestServer.has("openbox"), "openbox is not installed"))
    func `a window on another virtual desktop is marked, and activated together with its desktop`() async throws {
        let stage = try SettleStage()
        try stage.start("openbox", "--sm-disable")
        try await stage.becomes("openbox runs") { try await stage.desktop.windowManagerName() != nil }
        for name in ["alpha", "beta"] {
            try stage.start("xterm", "-title", name, "-geometry", "20x5", "-e", "sleep", "600")
            _ = try await stage.waitForWindow(name)
        }
        let beta = try await stage.desktop.window("beta")
        let script = SettleStage.fixture("input/desktop.py")
        try stage.server.run("/usr/bin/python3", script, "\(beta.id.number)", "2")
        try await stage.becomes("beta is on the third desktop") {
            try await stage.desktop.window("beta").otherDesktop == 2
        }
        let windows = try await stage.desktop.windows()
        #expect(windows.map(\.title) == ["alpha", "beta"])
        #expect(windows.map(\.isMinimised) == [false, true])
        try await stage.desktop.activate(beta.id)
        try await stage.becomes("its desktop is shown") {
            let beta = try await stage.desktop.window("beta")
            return beta.isActive && beta.otherDesktop == nil && !beta.isMinimised
        }
        #expect(try await stage.desktop.window("alpha").otherDesktop == 0)
    }

    @Test(.enabled(if: TestServer.has("twm"), "twm is not installed"))
    func `under twm windows have their titles, frames and focus, and can be activated and closed`() async throws {
        let stage = try SettleStage()
        let settings = FileManager.default.temporaryDirectory.appending(path: "twm-\(UUID().uuidString)")
        try Data("RandomPlacement\nNoGrabServer\n".utf8).write(to: settings)
        defer { try? FileManager.default.removeItem(at: settings) }
        try stage.start("twm", "-f", settings.path)
        for (name, place) in [("alpha", "20x5+10+40"), ("beta", "20x5+260+80")] {
            try stage.start("xterm", "-title", name, "-geometry", place, "-e", "sleep", "600")
            _ = try await stage.waitForWindow(name)
        }
        let alpha = try await stage.desktop.window("alpha")
        try await stage.becomes("twm has put it into a frame") {
            let alpha = try await stage.desktop.window("alpha")
            return alpha.frame.y + 10 < alpha.content.y
        }
        #expect(alpha.className == "XTerm" && !alpha.isPopup)
        try await stage.desktop.activate(alpha.id)
        try await stage.becomes("it has the focus and is uppermost") {
            let first = try await stage.desktop.windows().first { !$0.title.isEmpty }
            return first?.title == "alpha" && first?.isActive == true
        }
        try stage.start("/usr/bin/python3", SettleStage.fixture("settle/window.py"), "none")
        let window = try await stage.waitForWindow("settle none")
        try await stage.desktop.close(window.id)
        try await stage.becomes("it is gone") { try await stage.desktop.find("settle none").isEmpty }
    }

    @Test func `a second screen of a server is operated as the first`() async throws {
        let stage = try SettleStage(["Xvfb", "-screen", "0", "640x480x24", "-screen", "1", "500x400x24"])
        let address = DisplayAddress(name: stage.server.address.name + ".1", cookie: stage.server.address.cookie)
        let second = try XDesktop(at: address)
        #expect(try await second.screenSize() == Size(width: 500, height: 400))
        let log = FileManager.default.temporaryDirectory.appending(path: "screen-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: log) }
        try stage.start([
            "env", "DISPLAY=\(address.name)", "/usr/bin/python3", SettleStage.fixture("input/events.py"), log.path,
        ])
        try await stage.becomes("the window is there") { try await !second.find("Events").isEmpty }
        #expect(try await second.look(at: .everything, drawingPointer: true).windows.map(\.title) == ["Events"])
        #expect(try await stage.desktop.windows().isEmpty)
        try await stage.becomes("the click arrives") {
            _ = try await second.perform(.click(.left, at: Point(x: 300, y: 200)))
            let lines = (try? String(contentsOf: log, encoding: .utf8)) ?? ""
            return lines.contains("button-press 1 300,200")
        }
        #expect(try await second.perform(.wait(.zero)).pointerAfter == Point(x: 300, y: 200))
        // From the other screen it is somewhere else, which is no error.
        #expect(try await stage.desktop.look(at: .everything, drawingPointer: true).windows.isEmpty)
        _ = try await stage.desktop.perform(.click(.left, at: Point(x: 600, y: 450)))
        #expect(try await stage.desktop.perform(.wait(.zero)).pointerAfter == Point(x: 600, y: 450))
    }

    @Test func `of several alike windows a number picks one`() async throws {
        let stage = try SettleStage()
        for place in ["20x5+10+40", "20x5+10+200"] {
            try stage.start("xterm", "-title", "alike", "-geometry", place, "-e", "sleep", "600")
            try await stage.becomes("it is there") { try await stage.desktop.windows().contains { $0.frame.y > 39 } }
        }
        try await stage.becomes("both are there") { try await stage.desktop.find("alike").count == 2 }
        let both = try await stage.desktop.find("alike")
        #expect(try await stage.desktop.window("alike", number: 2).id == both[1].id)
        await #expect(throws: X11Error.self) { try await stage.desktop.window("alike") }
        await #expect(throws: X11Error.self) { try await stage.desktop.window("alike", number: 3) }
    }
}
