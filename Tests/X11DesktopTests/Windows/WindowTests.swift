import Foundation
import Images
import Interaction
import Testing
import X11Desktop

/// Listing, finding, activating and closing real windows.
@Suite(
    .enabled(
        if: TestServer.has("Xvfb") && TestServer.has("openbox") && TestServer.has("xterm"),
        "Xvfb, openbox or xterm is not installed"), .timeLimit(.minutes(2)))
struct WindowTests {
    /// A server with two terminals, `beta` above `alpha`, and a window manager if wanted.
    private func stage(managed: Bool) async throws -> SettleStage {
        let stage = try SettleStage()
        if managed {
            try stage.start("openbox", "--sm-disable")
            try await stage.becomes("openbox runs") { try await stage.desktop.windowManagerName() != nil }
        }
        for (name, place) in [("alpha", "20x5+10+40"), ("beta", "20x5+60+80")] {
            try stage.start("xterm", "-title", name, "-geometry", place, "-e", "sleep", "600")
            _ = try await stage.waitForWindow(name)
        }
        try await stage.desktop.activate(try await stage.desktop.window("beta").id)
        return stage
    }

    @Test(arguments: [true, false])
    func `windows are listed from the uppermost down, the active one marked`(_ managed: Bool) async throws {
        let stage = try await stage(managed: managed)
        let windows = try await stage.desktop.windows()
        #expect(windows.map(\.title) == ["beta", "alpha"])
        #expect(windows.map(\.isActive) == [true, false])
        #expect(windows.allSatisfy { $0.className == "XTerm" && $0.program == "xterm" && !$0.isPopup })
        #expect(windows.allSatisfy { $0.frame.contains($0.content) && ($0.frame.y < $0.content.y) })
        #expect(try await stage.desktop.windowManagerName() == (managed ? "Openbox" : nil))
    }

    @Test(arguments: [true, false])
    func `an activated window comes to the front with the focus`(_ managed: Bool) async throws {
        let stage = try await stage(managed: managed)
        try await stage.desktop.activate(try await stage.desktop.window("alpha").id)
        let windows = try await stage.desktop.windows()
        #expect(windows.first?.title == "alpha")
        #expect(windows.first?.isActive == true)
    }

    @Test(arguments: [true, false])
    func `a window that was asked to close goes, and its program ends`(_ managed: Bool) async throws {
        let stage = try await stage(managed: managed)
        try await stage.open("none")
        try await stage.desktop.close(try await stage.desktop.window("settle none").id)
        try await stage.becomes("it is gone") {
            try await stage.desktop.windows().map(\.title).sorted() == ["alpha", "beta"]
        }
    }

    @Test func `a minimised window is listed last, and activating it brings it back`() async throws {
        let stage = try await stage(managed: true)
        try await stage.open("minimise")
        _ = try await stage.desktop.perform(.click(.left, at: Point(x: 190, y: 140)))
        try await stage.becomes("it is minimised") { try await stage.desktop.window("settle").isMinimised }
        #expect(try await stage.desktop.windows().last?.title == "settle minimise")
        try await stage.desktop.activate(try await stage.desktop.window("settle").id)
        #expect(try await stage.desktop.window("settle").isMinimised == false)
    }

    @Test func `a menu is listed as a popup above its window`() async throws {
        let stage = try await stage(managed: true)
        let area = try await stage.desktop.window("beta").content
        try await stage.desktop.press(Key("ctrl"))
        _ = try await stage.desktop.perform(.mouseDown(.left, at: area.centre))
        try await stage.becomes("the menu is listed") { try await stage.desktop.windows().first?.isPopup == true }
    }

    @Test func `an unknown window is an error that lists those there are`() async throws {
        let stage = try await stage(managed: true)
        await #expect(throws: X11Error.noSuchWindow("gamma", titles: ["beta", "alpha"])) {
            _ = try await stage.desktop.window("gamma")
        }
        await #expect(throws: X11Error.severalWindows("XTERM", matches: ["beta", "alpha"])) {
            _ = try await stage.desktop.window("XTERM")
        }
    }

    @Test func `windows that come and go while being read cause no error`() async throws {
        let stage = try SettleStage()
        let churn = try stage.start(
            "sh", "-c", "while :; do xterm -e true & xterm -e true & wait; done")
        for _ in 0..<400 {
            _ = try await stage.desktop.windows()
        }
        churn.terminate()
    }
}
