import Foundation
import Images
import Interaction
import Testing
import X11Desktop

/// Settling on real servers with real programs.
@Suite(.enabled(if: SettleStage.isAvailable, "Xvfb is not installed"), .timeLimit(.minutes(2)))
struct SettleTests {
    private static let inside = Point<ScreenSpace>(x: 190, y: 140)

    /// Long enough that a busy machine does not pass for a quiet screen.
    private func expecting(
        first: Duration = .seconds(5), quiet: Duration = .milliseconds(600), deadline: Duration = .seconds(20),
        process: Int? = nil, ignored: [Box<ScreenSpace>] = []
    ) -> SettleExpectation {
        SettleExpectation(
            firstChange: first, quiet: quiet, deadline: deadline, startedProcess: process, ignored: ignored)
    }

    @Test func `changes are waited for to the last`() async throws {
        let stage = try SettleStage()
        try await stage.open("colours", 0, 150, 300)
        try await stage.desktop.watchForChanges()
        _ = try await stage.desktop.perform(.click(.left, at: Self.inside))
        let report = try await stage.desktop.settle(expecting())
        #expect(report.reason == .quiet)
        #expect(try await stage.colour() == Colour(red: 0, green: 0, blue: 255))
        let (first, last) = (try #require(report.firstChange), try #require(report.lastChange))
        #expect(first < last && last + .milliseconds(600) <= report.settled)
        #expect(report.regions.isEmpty && report.notes.isEmpty)
    }

    @Test(arguments: [["-extension", "DAMAGE"], ["-extension", "MIT-SHM"]])
    func `without an extension it settles all the same, and says so`(_ without: [String]) async throws {
        let stage = try SettleStage(["Xvfb", "-screen", "0", "640x480x24"] + without)
        try await stage.open("colours", 0, 150)
        try await stage.desktop.watchForChanges()
        _ = try await stage.desktop.perform(.click(.left, at: Self.inside))
        let report = try await stage.desktop.settle(expecting())
        #expect(report.reason == .quiet)
        #expect(try await stage.colour() == Colour(red: 0, green: 255, blue: 0))
        #expect(report.notes.count == 1 && report.notes[0].contains(without[1]))
    }

    @Test func `a click on nothing is no change, wherever the pointer goes`() async throws {
        let stage = try SettleStage()
        try await stage.open("none")
        try await stage.desktop.watchForChanges()
        _ = try await stage.desktop.perform(.click(.left, at: Point(x: 500, y: 400)))
        let report = try await stage.desktop.settle(expecting(first: .milliseconds(300)))
        #expect(report.reason == .noChange)
        #expect(report.firstChange == nil && report.lastChange == nil)
    }

    @Test func `drawing that looks like what was there is no change`() async throws {
        let stage = try SettleStage()
        try await stage.open("same")
        try await stage.desktop.watchForChanges()
        let report = try await stage.desktop.settle(expecting(first: .milliseconds(400)))
        #expect(report.reason == .noChange)
    }

    @Test func `what returns to earlier contents is named and not waited for`() async throws {
        let stage = try SettleStage()
        try await stage.open("flicker")
        try await stage.desktop.watchForChanges()
        let report = try await stage.desktop.settle(expecting(first: .seconds(2)))
        #expect(report.reason != .deadline)
        let field = Box<ScreenSpace>(x: 90, y: 90, width: 200, height: 100)
        #expect(report.regions.contains { $0.kind == .periodic && field.expanded(by: 2).contains($0.box) })
    }

    @Test func `a region given by the caller does not count`() async throws {
        let stage = try SettleStage()
        try await stage.open("colours", 0, 100)
        let field = Box<ScreenSpace>(x: 80, y: 80, width: 220, height: 120)
        try await stage.desktop.watchForChanges()
        _ = try await stage.desktop.perform(.click(.left, at: Self.inside))
        let report = try await stage.desktop.settle(expecting(first: .milliseconds(1500), ignored: [field]))
        #expect(report.reason == .noChange)
        #expect(report.regions == [.init(box: field, kind: .given)])
    }

    @Test(.enabled(if: TestServer.has("xterm"), "xterm is not installed"))
    func `a terminal whose caret blinks settles, and the caret is named`() async throws {
        let stage = try SettleStage()
        try stage.start("xterm", "-bc", "-bcn", "200", "-bcf", "200", "-e", "sleep", "600")
        let window = try await stage.waitForWindow("xterm")
        try await stage.desktop.activate(window.id)
        try await stage.desktop.watchForChanges()
        let report = try await stage.desktop.settle(expecting(first: .seconds(3)))
        #expect(report.reason != .deadline)
        #expect(report.regions.contains { $0.kind == .caret && window.content.contains($0.box) })
    }

    @Test(.enabled(if: TestServer.has("xclock"), "xclock is not installed"))
    func `a clock that never rests is named at the deadline`() async throws {
        let stage = try SettleStage()
        try stage.start("xclock", "-update", "1")
        let window = try await stage.waitForWindow("xclock")
        try await stage.desktop.watchForChanges()
        let report = try await stage.desktop.settle(expecting(quiet: .seconds(3), deadline: .seconds(4)))
        #expect(report.reason == .deadline)
        #expect(report.regions.contains { $0.kind == .unstable && window.content.contains($0.box) })
    }

    @Test func `a program that is at work is waited for though nothing is seen of it`() async throws {
        let stage = try SettleStage()
        try await stage.open("compute", 1500)
        try await stage.desktop.watchForChanges()
        _ = try await stage.desktop.perform(.click(.left, at: Self.inside))
        let report = try await stage.desktop.settle(expecting(first: .milliseconds(200)))
        #expect(report.reason == .quiet && report.notes.isEmpty)
        #expect(try await stage.colour() == Colour(red: 255, green: 0, blue: 0))
    }

    @Test func `a program that never rests is not waited for to the deadline, and is named`() async throws {
        let stage = try SettleStage()
        try await stage.open("compute", 600_000)
        try await stage.desktop.watchForChanges()
        _ = try await stage.desktop.perform(.click(.left, at: Self.inside))
        let report = try await stage.desktop.settle(expecting(first: .milliseconds(200), deadline: .seconds(60)))
        #expect(report.reason == .noChange)
        #expect(report.notes == ["the program that was acted on was still at work"])
        #expect(report.settled < .seconds(60))
    }

    @Test func `a cancelled task stops waiting`() async throws {
        let stage = try SettleStage()
        try await stage.desktop.watchForChanges()
        let waiting = Task { try await stage.desktop.settle(expecting(first: .seconds(60), deadline: .seconds(60))) }
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
    }
}

/// Settling after the start of a program.
@Suite(.enabled(if: SettleStage.isAvailable, "Xvfb is not installed"), .timeLimit(.minutes(2)))
struct ProgramStartTests {
    @Test(
        .enabled(if: TestServer.has("xterm") && TestServer.has("openbox"), "xterm or openbox is not installed"),
        arguments: [true, false])
    func `a started program is waited for until its window is drawn`(_ managed: Bool) async throws {
        let stage = try SettleStage()
        if managed {
            try stage.start("openbox", "--sm-disable")
            try await stage.becomes("openbox runs") { try await stage.desktop.windowManagerName() != nil }
        }
        try await stage.desktop.watchForChanges()
        let program = try stage.start("xterm", "-e", "sleep", "600")
        let process = Int(program.processIdentifier)
        let report = try await stage.desktop.settle(
            SettleExpectation(deadline: .seconds(30), startedProcess: process))
        #expect(report.reason == .quiet)
        let window = try await stage.desktop.window("xterm")
        #expect(window.process == process && window.program == "xterm")
    }

    @Test func `a program that shows nothing is named at the deadline`() async throws {
        let stage = try SettleStage()
        try await stage.desktop.watchForChanges()
        let program = try stage.start("sleep", "600")
        let report = try await stage.desktop.settle(
            SettleExpectation(deadline: .seconds(1), startedProcess: Int(program.processIdentifier)))
        #expect(report.reason == .noChange)
        #expect(report.notes == ["the started program showed no window"])
    }

    @Test func `a program that ends at once is not waited for`() async throws {
        let stage = try SettleStage()
        try await stage.desktop.watchForChanges()
        let program = try stage.start("true")
        program.waitUntilExit()
        let report = try await stage.desktop.settle(
            SettleExpectation(deadline: .seconds(60), startedProcess: Int(program.processIdentifier)))
        #expect(report.reason == .noChange)
        #expect(report.notes == ["the started program has ended"])
        #expect(report.settled < .seconds(30))
    }
}

/// Settling on a screen that takes another size.
@Suite(
    .enabled(
        if: TestServer.has("Xtigervnc") && TestServer.has("xrandr"), "Xtigervnc or xrandr is not installed"),
    .timeLimit(.minutes(2)))
struct ResizedScreenTests {
    @Test func `a new size is a change, and is noted`() async throws {
        let stage = try SettleStage([
            "Xtigervnc", "-geometry", "800x600", "-SecurityTypes", "None", "-rfbport", "-1", "-AcceptSetDesktopSize=1",
        ])
        try await stage.desktop.watchForChanges()
        try stage.server.run("xrandr", "--fb", "1024x768")
        try stage.server.run("xrandr", "--output", "VNC-0", "--mode", "1024x768")
        try await stage.becomes("the screen is larger") {
            try await stage.desktop.screenSize() == Size(width: 1024, height: 768)
        }
        let report = try await stage.desktop.settle(SettleExpectation())
        #expect(report.reason == .quiet)
        #expect(report.notes == ["the screen became 1024x768"])
    }
}
