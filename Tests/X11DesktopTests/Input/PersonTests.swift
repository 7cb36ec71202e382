import Foundation
import Images
import Interaction
import Testing
import X11Desktop

/// Telling a person's input from a program's, on a TigerVNC server whose viewer is the person.
@Suite(.enabled(if: TestServer.has("Xtigervnc"), "Xtigervnc is not installed"), .timeLimit(.minutes(2)))
struct PersonTests {
    private let stage: SettleStage
    private let socket: String
    private let script = SettleStage.fixture("input/person.py")

    init() throws {
        socket = FileManager.default.temporaryDirectory.appending(path: "rfb-\(UUID().uuidString.prefix(8))").path
        stage = try SettleStage([
            "Xtigervnc", "-geometry", "640x480", "-SecurityTypes", "None", "-rfbunixpath", socket, "-rfbport", "-1",
        ])
    }

    /// Lets the person do something, until the test ends.
    private func person(_ deeds: String...) throws {
        try stage.start(["/usr/bin/python3", script, socket] + deeds, holdingInput: true)
    }

    @Test func `what programs do through XTEST is no touch, what a person does is one`() async throws {
        var touches = try InputMonitor.touches(at: stage.server.address).makeAsyncIterator()
        _ = try await stage.desktop.perform(.click(.left, at: Point(x: 300, y: 300)))
        _ = try await stage.desktop.perform(.key([Key("ctrl"), Key("alt"), Key("Escape")]))
        try person("pointer:100,200")
        #expect(await touches.next() == .input(device: "TigerVNC pointer"))
        try? FileManager.default.removeItem(atPath: socket)
    }

    @Test func `a person holds the run until nothing was touched for a while`() async throws {
        try await stage.open("none")
        let person = try PersonAtDesktop(at: stage.server.address, patience: .milliseconds(800))
        #expect(await person.oversight() == .go)
        try self.person("pointer:100,200")
        try await stage.becomes("the person is noticed") {
            await person.oversight() == .hold("a person uses TigerVNC pointer")
        }
        #expect(await person.untilReleased() == .go)
        #expect(await person.oversight() == .go)
        try? FileManager.default.removeItem(atPath: socket)
    }

    @Test func `a hold ends at once for a run that is cancelled`() async throws {
        try await stage.open("none")
        let person = try PersonAtDesktop(at: stage.server.address, patience: .seconds(600))
        try self.person("pointer:100,200")
        try await stage.becomes("the person is noticed") {
            await person.oversight() == .hold("a person uses TigerVNC pointer")
        }
        let hold = Task { await person.untilReleased() }
        try await Task.sleep(for: .milliseconds(50))
        let start = ContinuousClock.now
        hold.cancel()
        #expect(await hold.value == .stop("the run was cancelled"))
        #expect(start.duration(to: .now) < .seconds(60))
        try? FileManager.default.removeItem(atPath: socket)
    }

    @Test func `a screen that goes blank ends the run`() async throws {
        let person = try PersonAtDesktop(at: stage.server.address)
        #expect(await person.oversight() == .go)
        try stage.server.run("xset", "s", "activate")
        #expect(await person.oversight() == .stop("the screen is blank: the screen saver is on; wake it first"))
        try? FileManager.default.removeItem(atPath: socket)
    }

    @Test func `the stop chord stops the run at once`() async throws {
        try await stage.open("none")
        let (stops, continuation) = AsyncStream.makeStream(of: Void.self)
        let person = try PersonAtDesktop(at: stage.server.address) { continuation.yield() }
        try self.person("hold:0xffe3", "hold:0xffe9", "hold:0xff1b")
        var iterator = stops.makeAsyncIterator()
        await iterator.next()
        #expect(await person.oversight() == .stop("the stop chord Control_L+Alt_L+Escape was pressed"))
        #expect(await person.untilReleased() == .stop("the stop chord Control_L+Alt_L+Escape was pressed"))
        try? FileManager.default.removeItem(atPath: socket)
    }
}

/// Following held keys, from names alone.
struct ChordWatchTests {
    @Test func `a chord is complete when all its keys are held, on either side`() {
        var watch = ChordWatch(InputMonitor.defaultStopChord)
        var complete = [watch.press(37, named: "Control_R"), watch.press(9, named: "Escape")]
        watch.release(9)
        complete += [watch.press(64, named: "Alt_L"), watch.press(9, named: "Escape")]
        #expect(complete == [false, false, false, true])
    }

    @Test func `no keys are no chord`() {
        var watch = ChordWatch([])
        let isComplete = watch.press(9, named: "Escape")
        #expect(!isComplete)
    }
}

/// Telling whether a screen can be worked on.
@Suite(.enabled(if: SettleStage.isAvailable, "Xvfb is not installed"), .timeLimit(.minutes(2)))
struct ScreenConditionTests {
    @Test func `a screen on which nothing has been started yet can be used`() async throws {
        let stage = try SettleStage()
        #expect(try await stage.desktop.screenCondition() == .usable)
    }

    @Test func `a screen that a program fills with black can be used`() async throws {
        let stage = try SettleStage()
        try stage.start("xterm", "-bg", "black", "-fg", "black", "-cr", "black", "-b", "0", "-geometry", "200x100+0+0")
        try await stage.becomes("the window covers the screen") { try await stage.desktop.windows().count == 1 }
        #expect(try await stage.desktop.screenCondition() == .usable)
    }

    @Test func `a screen that the server's saver hides is blank until it is woken`() async throws {
        let stage = try SettleStage()
        try await stage.open("none")
        try stage.server.run("xset", "s", "activate")
        #expect(try await stage.desktop.screenCondition() == .blank("the screen saver is on"))
        try stage.server.run("xset", "s", "reset")
        #expect(try await stage.desktop.screenCondition() == .usable)
    }

    @Test func `a screen with a window can be used`() async throws {
        let stage = try SettleStage()
        try await stage.open("none")
        #expect(try await stage.desktop.screenCondition() == .usable)
    }

    @Test func `a locker that covers the screen is named`() async throws {
        let stage = try SettleStage()
        try await stage.open("none")
        try stage.start(["/usr/bin/python3", SettleStage.fixture("input/locker.py"), "i3lock"])
        try await stage.becomes("the screen is locked") {
            try await stage.desktop.screenCondition() == .locked(by: "i3lock")
        }
    }
}
