import Foundation
import Images
import Interaction
import Testing
import X11Desktop

/// What programs make of clicks, on a private server without a window manager.
@Suite(.enabled(if: SettleStage.isAvailable, "Xvfb is not installed"), .serialized, .timeLimit(.minutes(3)))
struct ClickTests {
    private let stage: SettleStage
    private let log = FileManager.default.temporaryDirectory.appending(path: "clicks-\(UUID().uuidString)")

    init() throws { stage = try SettleStage() }

    private var lines: [String] {
        ((try? String(contentsOf: log, encoding: .utf8)) ?? "").split(separator: "\n").map(String.init)
    }

    private func open(_ fixture: String, _ arguments: String..., title: String) async throws -> WindowInfo {
        let script = SettleStage.fixture("input/\(fixture).py")
        try stage.start(["/usr/bin/python3", script] + arguments)
        let window = try await stage.waitForWindow(title)
        try await stage.becomes("it is drawn") {
            let picture = try await stage.desktop.screenshot(of: .everything).image
            let (x, y) = (Int(window.content.x) + 5, Int(window.content.y) + 5)
            return picture[x, y] != Colour(red: 0, green: 0, blue: 0)
        }
        return window
    }

    @Test(arguments: ["gtk", "qt", "tk"], [false, true])
    func `two single clicks on one row activate nothing, a double click does`(
        toolkit: String, isAnotherProcess: Bool
    ) async throws {
        defer { try? FileManager.default.removeItem(at: log) }
        let list = try await open("rows", toolkit, log.path, title: "Cities")
        let row = Point<ScreenSpace>(x: list.content.x + 40, y: list.content.y + (toolkit == "gtk" ? 34 : 10))
        _ = try await stage.desktop.perform(.click(.left, at: row))
        // Another connection knows as little of earlier clicks as another process does.
        let second = isAnotherProcess ? try XDesktop(at: stage.server.address) : stage.desktop
        _ = try await second.perform(.click(.left, at: row))
        try await stage.becomes("both clicks arrived") { lines.count { $0 == "clicked" } == 2 }
        #expect(!lines.contains { $0.hasPrefix("activated") })
        _ = try await stage.desktop.perform(.click(.left, count: 2, at: row))
        try await stage.becomes("the row is activated") { lines.contains { $0.hasPrefix("activated") } }
    }

    @Test func `a triple click after a single one stays a triple click`() async throws {
        defer { try? FileManager.default.removeItem(at: log) }
        _ = try await open("events", log.path, title: "Events")
        let place = Point<ScreenSpace>(x: 300, y: 200)
        _ = try await stage.desktop.perform(.click(.left, at: place))
        _ = try await stage.desktop.perform(.click(.left, count: 3, at: place))
        try await stage.becomes("all releases arrived") { lines.count { $0.hasPrefix("button-release") } == 4 }
        #expect(lines.filter { $0.hasPrefix("3button") } == ["3button-press 1 300,200"])
        #expect(lines.filter { $0.hasPrefix("2button") } == ["2button-press 1 300,200"])
    }

    @Test(arguments: ["library", "class"])
    func `single clicks are kept further apart in a program of FLTK`(toldBy: String) async throws {
        defer { try? FileManager.default.removeItem(at: log) }
        let library = FileManager.default.temporaryDirectory.appending(path: "libfltk.so.1.3-\(UUID().uuidString)")
        try Data(repeating: 1, count: 4096).write(to: library)
        defer { try? FileManager.default.removeItem(at: library) }
        _ = try await open("events", log.path, toldBy == "library" ? library.path : "class:fltk", title: "Events")
        let place = Point<ScreenSpace>(x: 300, y: 200)
        _ = try await stage.desktop.perform(.click(.left, at: place))
        let first = ContinuousClock.now
        _ = try await stage.desktop.perform(.click(.left, at: place))
        // The second press is held for a moment too.
        #expect(first.duration(to: .now) > .seconds(1))
    }

    @Test func `single clicks in other programs do not wait that long`() async throws {
        defer { try? FileManager.default.removeItem(at: log) }
        _ = try await open("events", log.path, title: "Events")
        let place = Point<ScreenSpace>(x: 300, y: 200)
        _ = try await stage.desktop.perform(.click(.left, at: place))
        var waits: [Duration] = []
        for _ in 0..<5 {
            let start = ContinuousClock.now
            _ = try await stage.desktop.perform(.click(.left, at: place))
            waits.append(start.duration(to: .now))
        }
        #expect(try #require(waits.min()) < .seconds(1), "\(waits)")
    }

    @Test func `clicks at different places do not wait for each other`() async throws {
        defer { try? FileManager.default.removeItem(at: log) }
        _ = try await open("events", log.path, title: "Events")
        var quickest = Duration.seconds(60)
        for step in 0..<6 {
            let start = ContinuousClock.now
            _ = try await stage.desktop.perform(.click(.left, at: Point(x: 100 + 70 * Double(step), y: 200)))
            if step > 0 { quickest = min(quickest, start.duration(to: .now)) }
        }
        #expect(quickest < .milliseconds(300), "\(quickest)")
    }

    @Test func `a program that polls the buttons sees every press`() async throws {
        defer { try? FileManager.default.removeItem(at: log) }
        try stage.start(["/usr/bin/python3", SettleStage.fixture("input/poll.py"), log.path])
        try await stage.becomes("it polls") { lines == ["ready"] }
        for step in 0..<20 {
            _ = try await stage.desktop.perform(.click(.left, at: Point(x: 20 + 25 * Double(step), y: 200)))
            try await Task.sleep(for: .milliseconds(40))
        }
        try await stage.becomes("it saw the last press") { lines.count { $0 == "pressed" } >= 19 }
    }

    @Test(arguments: [
        [["xmodmap", "-e", "pointer = 3 2 1"]], [["xmodmap", "-e", "pointer = 1 2 3 5 4 7 6 8 9 10"]],
        [["xinput", "set-button-map", "Virtual core XTEST pointer", "2", "3", "1"]],
        [
            ["xinput", "set-button-map", "Virtual core XTEST pointer", "3", "2", "1", "5", "4"],
            ["xmodmap", "-e", "pointer = 2 3 1 5 4 7 6 8 9 10"],
        ],
        [["xset", "m", "10/1", "1"]],
    ])
    func `a left click is a left click and down is down, whatever the button map`(settings: [[String]]) async throws {
        defer { try? FileManager.default.removeItem(at: log) }
        _ = try await open("events", log.path, title: "Events")
        // The server takes a map for the device that was used last.
        _ = try await stage.desktop.perform(.mouseMove(Point(x: 5, y: 5)))
        for command in settings { try run(command) }
        let place = Point<ScreenSpace>(x: 300, y: 200)
        for click in [MouseButton.left, .right, .middle] {
            _ = try await stage.desktop.perform(.click(click, at: place))
        }
        _ = try await stage.desktop.perform(.scroll(.vertical, pixels: -120, at: place))
        _ = try await stage.desktop.perform(.scroll(.horizontal, pixels: 120, at: place))
        _ = try await stage.desktop.perform(.mouseDown(.left, at: Point(x: 200, y: 100)))
        #expect(try InputState(of: stage.server.address).buttons == [1])
        try InputState.releaseEverything(at: stage.server.address)
        #expect(try InputState(of: stage.server.address).isEmpty)
        let expected = [
            "button-press 1 300,200", "button-press 3 300,200", "button-press 2 300,200", "scroll down", "scroll left",
            "button-press 1 200,100",
        ]
        try await stage.becomes("everything arrived") { lines.count { $0.hasPrefix("button-release") } == 4 }
        #expect(lines.filter { !$0.hasPrefix("button-release") && !$0.hasPrefix("key") } == expected)
    }

    @Test func `a button that is off is an error that says so`() async throws {
        _ = try await stage.desktop.perform(.mouseMove(Point(x: 5, y: 5)))
        try run(["xmodmap", "-e", "pointer = 1 2 0 4 5 6 7 8 9 10"])
        await #expect(throws: X11Error.buttonOff(3)) {
            try await stage.desktop.perform(.click(.right, at: Point(x: 50, y: 50)))
        }
    }

    @Test(arguments: [["slow"], ["bounce"], ["sticky"], ["slow", "bounce", "sticky", "mouse"]])
    func `text and held keys arrive whatever the keyboard's settings, which stay as they were`(
        settings: [String]
    ) async throws {
        defer { try? FileManager.default.removeItem(at: log) }
        _ = try await open("events", log.path, title: "Events")
        let place = Point<ScreenSpace>(x: 300, y: 200)
        _ = try await stage.desktop.perform(.mouseMove(place))
        try await type("k", until: "key k")
        let xkb = ["/usr/bin/python3", SettleStage.fixture("input/xkb.py")]
        try run(xkb + settings)
        let report = try DisplayReport(of: stage.server.address)
        #expect(report.keyboardControls == settings.map { "\($0) keys" }.joined(separator: ", "))
        let before = lines.count
        _ = try await stage.desktop.perform(.type("aaB11c"))
        _ = try await stage.desktop.perform(.key([Key("ctrl"), Key("d")]))
        _ = try await stage.desktop.perform(.click(.left, at: place, modifiers: [Key("ctrl")]))
        _ = try await stage.desktop.perform(.click(.right, at: place))
        try await stage.becomes("the clicks arrived") { lines.count { $0.hasPrefix("button-release") } == 2 }
        let letters = lines[before...].filter { $0.hasPrefix("key") && !$0.contains("_L") }
        #expect(letters == ["key a", "key a", "key B shift", "key 1", "key 1", "key c", "key d ctrl"])
        #expect(
            lines.filter { $0.hasPrefix("button-press") } == ["button-press 1 300,200 ctrl", "button-press 3 300,200"])
        #expect(try DisplayReport(of: stage.server.address).keyboardControls == report.keyboardControls)
    }

    @Test func `slow keys are on again after a guardian put the keyboard back`() async throws {
        _ = try await stage.desktop.perform(.mouseMove(Point(x: 5, y: 5)))
        let xkb = ["/usr/bin/python3", SettleStage.fixture("input/xkb.py")]
        try run(xkb + ["slow", "sticky"])
        let snapshot = try #require(
            KeyboardMapSnapshot(bytes: try KeyboardMapSnapshot(of: stage.server.address).bytes))
        // As a Deskhand does that is killed before it turns them on again.
        try run(xkb + ["off", "slow", "sticky"])
        #expect(try DisplayReport(of: stage.server.address).keyboardControls == "")
        try snapshot.restoreLocks(at: stage.server.address)
        #expect(try DisplayReport(of: stage.server.address).keyboardControls == "slow keys, sticky keys")
    }

    @Test(arguments: [["ctrl"], ["shift"], ["ctrl", "shift"]])
    func `modifiers are held while the pointer acts and let go of afterwards`(names: [String]) async throws {
        defer { try? FileManager.default.removeItem(at: log) }
        _ = try await open("events", log.path, title: "Events")
        let keys = names.map { Key($0) }
        let place = Point<ScreenSpace>(x: 300, y: 200)
        let held = ["shift", "ctrl"].filter(names.contains).map { " \($0)" }.joined()
        _ = try await stage.desktop.perform(.click(.left, at: place, modifiers: keys))
        _ = try await stage.desktop.perform(.scroll(.vertical, pixels: 120, at: place, modifiers: keys))
        _ = try await stage.desktop.perform(
            .leftClickDrag(to: Point(x: 400, y: 300), path: [], modifiers: keys))
        #expect(try InputState(of: stage.server.address).isEmpty)
        await #expect(throws: X11Error.self) {
            try await stage.desktop.perform(
                .scroll(.vertical, pixels: 1_000_000, at: place, modifiers: keys))
        }
        #expect(try InputState(of: stage.server.address).isEmpty)
        try await stage.becomes("the releases arrived") { lines.count { $0.hasPrefix("button-release") } == 2 }
        let seen = lines.filter { $0.hasPrefix("button-press") || $0.hasPrefix("scroll") }
        #expect(seen == ["button-press 1 300,200\(held)", "scroll up\(held)", "button-press 1 300,200\(held)"])
    }

    @Test(arguments: ["gtk", "qt"], [("0", "0"), ("1", "0.3")])
    func `what is dragged is dropped, however busy the programs are`(
        toolkit: String, busy: (begin: String, move: String)
    ) async throws {
        defer { try? FileManager.default.removeItem(at: log) }
        let window = try await open("parcel", toolkit, log.path, busy.begin, busy.move, title: "Drag").content
        let place: (Double) -> Point<ScreenSpace> = { part in
            Point(x: window.x + window.width * part, y: window.y + window.height / 2)
        }
        _ = try await stage.desktop.perform(.mouseMove(place(0.1)))
        _ = try await stage.desktop.perform(.leftClickDrag(to: place(0.8), path: []))
        try await stage.becomes("the parcel is dropped") { lines == ["dropped parcel"] }
    }

    private func run(_ command: [String]) throws {
        let process = try stage.server.start(command)
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "\(command)")
    }

    private func type(_ text: String, until line: String) async throws {
        try await stage.becomes("the window takes keys") {
            _ = try? await stage.desktop.perform(.type(text))
            try await Task.sleep(for: .milliseconds(100))
            return lines.contains(line)
        }
    }
}

/// Reading what desktops say of double clicks, from bytes alone.
struct MultiClickSettingsTests {
    /// A property of XSETTINGS with a text, a colour and two numbers.
    private func property(bigEndian: Bool) -> [UInt8] {
        func number(_ value: Int, _ size: Int) -> [UInt8] {
            let bytes = (0..<size).map { UInt8(value >> (8 * $0) & 0xff) }
            return bigEndian ? bytes.reversed() : bytes
        }
        func entry(_ kind: Int, _ name: String, _ value: [UInt8]) -> [UInt8] {
            let padding = [UInt8](repeating: 0, count: (4 - name.utf8.count % 4) % 4)
            return number(kind, 1) + [0] + number(name.utf8.count, 2) + Array(name.utf8) + padding + number(3, 4)
                + value
        }
        return [bigEndian ? 1 : 0, 0, 0, 0] + number(7, 4) + number(4, 4)
            + entry(1, "Gtk/FontName", number(5, 4) + Array("Sans ".utf8) + [0, 0, 0])
            + entry(2, "Net/Colour", number(0, 8)) + entry(0, "Net/DoubleClickTime", number(750, 4))
            + entry(0, "Net/DoubleClickDistance", number(9, 4))
    }

    @Test(arguments: [false, true])
    func `the numbers of a settings daemon are read in either byte order`(bigEndian: Bool) {
        let settings = XSettings(property(bigEndian: bigEndian))
        #expect(settings["Net/DoubleClickTime"] == 750 && settings["Net/DoubleClickDistance"] == 9)
    }

    @Test func `a property that is cut off anywhere gives only what is whole`() {
        let whole = property(bigEndian: false)
        for length in whole.indices {
            #expect(XSettings(Array(whole[..<length]))["Net/DoubleClickDistance"] == nil)
        }
    }

    @Test func `the longest time among X resources counts`() {
        #expect(MultiClickSettings.resource("XTerm*multiClickTime:\t300\n*multiClickTime: 900\nx: 1") == 900)
        #expect(MultiClickSettings.resource("multi: 5") == nil)
    }
}
