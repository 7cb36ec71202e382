import Agents
import Foundation
import Images
import Interaction
import Testing
import X11Desktop

/// Every gesture as the X server delivers it to a window, on a private server without a window manager.
@Suite(.enabled(if: SettleStage.isAvailable, "Xvfb is not installed"), .serialized, .timeLimit(.minutes(5)))
struct GestureTests {
    private let window: GestureWindow

    init() throws { window = try GestureWindow() }

    private static let modifiers: [[String]] = [
        [], ["ctrl"], ["shift"], ["alt"], ["super"], ["shift", "ctrl", "alt", "super"],
    ]

    /// The keys that are pressed for modifiers, in order.
    private static func keys(_ names: [String]) -> [String] { names.map { Key($0).name } }

    @Test(arguments: MouseButton.allCases)
    func `a click of any button and count arrives with its modifiers and nothing else`(button: MouseButton) async throws
    {
        try await window.open()
        var place = Point<ScreenSpace>(x: 20, y: 20)
        for names in Self.modifiers {
            for count in 1...3 {
                // Far from the click before, so that they need not be kept apart.
                place = Point(x: place.x > 550 ? 20 : place.x + 60, y: place.y + 20)
                _ = try await window.desktop.perform(
                    .click(button, count: count, at: place, modifiers: names.map { Key($0) }))
                let events = try await window.events { $0.count == 2 * (count + names.count) }
                let held = names.map { " \($0)" }.joined()
                let own = button.number <= 3 ? " button\(button.number)" : ""
                let at = "\(Int(place.x)),\(Int(place.y))"
                let clicks = Array(
                    repeating: ["press \(button.number) \(at)\(held)", "release \(button.number) \(at)\(held)\(own)"],
                    count: count
                ).joined()
                #expect(
                    events.map(\.name) == Self.keys(names).map { "keydown \($0)" }
                        + Array(repeating: ["press", "release"], count: count).joined()
                        + Self.keys(names).reversed().map { "keyup \($0)" })
                #expect(
                    events.filter { $0.text.contains("press ") || $0.text.contains("release ") }.map(\.text)
                        == Array(clicks))
            }
        }
        #expect(try InputState(of: window.address).isEmpty)
    }

    @Test(arguments: [MouseButton.left, .middle, .right], [[], ["ctrl"], ["shift", "alt"]])
    func `a drag passes every point of its path with its button and modifiers held`(
        button: MouseButton, names: [String]
    ) async throws {
        try await window.open()
        let route = [(100, 100), (300, 100), (300, 250), (120, 333), (480, 60)]
        let points = route.map { Point<ScreenSpace>(x: Double($0.0), y: Double($0.1)) }
        let path = try #require(DragPath(through: points))
        _ = try await window.desktop.perform(.drag(button, path, modifiers: names.map { Key($0) }))
        let keyUps = names.count
        let events = try await window.events(withMoves: true) { events in
            events.count { $0.name.hasPrefix("keyup") } == keyUps && events.contains { $0.name == "release" }
        }
        let held = names.map { " \($0)" }.joined()
        let pointer = events.filter { !$0.name.hasPrefix("key") }
        let press = try #require(pointer.firstIndex { $0.name == "press" })
        #expect(pointer[press].text == "press \(button.number) 100,100\(held)")
        #expect(pointer.last?.text == "release \(button.number) 480,60\(held) button\(button.number)")
        #expect(pointer.count { $0.name == "press" || $0.name == "release" } == 2)
        let moves = pointer[(press + 1)...].filter { $0.name == "move" }
        #expect(moves.allSatisfy { $0.text.hasSuffix("\(held) button\(button.number)") })
        var rest = moves[...]
        for (x, y) in route.dropFirst() {
            let index = rest.firstIndex { $0.text.hasPrefix("move \(x),\(y)") }
            rest = rest[try #require(index, "(\(x), \(y)) was not passed in its turn")...]
        }
    }

    @Test func `a drag lasts as long as it says, and starts where the pointer is unless told`() async throws {
        try await window.open()
        _ = try await window.desktop.perform(.mouseMove(Point(x: 50, y: 60)))
        _ = try await window.desktop.perform(
            .drag(.left, DragPath(end: Point(x: 90, y: 60)), duration: .milliseconds(700)))
        let events = try await window.events { $0.contains { $0.name == "release" } }
        let press = try #require(events.first { $0.name == "press" })
        let release = try #require(events.first { $0.name == "release" })
        #expect(press.text == "press 1 50,60")
        #expect(release.time - press.time >= 700)
    }

    @Test func `the wheel turns along both axes at once, in notches or pixels, with modifiers`() async throws {
        try await window.open()
        let place = Point<ScreenSpace>(x: 200, y: 150)
        let amount = ScrollAmount(vertical: -4, horizontal: 2, .notches)
        let execution = try await window.desktop.perform(.scroll(amount, at: place, modifiers: [Key("ctrl")]))
        #expect(execution.notches == 6)
        let events = try await window.events { $0.contains { $0.name == "keyup Control_L" } }
        let presses = events.filter { $0.name == "press" }.map(\.text)
        #expect(presses.allSatisfy { $0.hasSuffix(" 200,150 ctrl") })
        // Both axes take turns.
        #expect(presses.map { $0.split(separator: " ")[1] } == ["5", "6", "5", "5", "6", "5"])
        for (pixels, button, count) in [(360.0, 4, 3), (-120, 5, 1), (1, 4, 1)] {
            _ = try await window.desktop.perform(.scroll(.vertical, pixels: pixels, at: place))
            let turns = try await window.events { $0.count { $0.name == "release" } == count }
            #expect(
                turns.filter { $0.name == "press" }.map(\.text)
                    == Array(repeating: "press \(button) 200,150", count: count))
        }
        _ = try await window.desktop.perform(.scroll(ScrollAmount(horizontal: -2, .notches), at: nil))
        let sideways = try await window.events { $0.count { $0.name == "release" } == 2 }
        #expect(sideways.filter { $0.name == "press" }.map(\.text) == ["press 7 200,150", "press 7 200,150"])
    }

    @Test(arguments: MouseButton.allCases)
    func `a button stays down until it is released`(button: MouseButton) async throws {
        try await window.open()
        _ = try await window.desktop.perform(.mouseDown(button, at: Point(x: 30, y: 40), modifiers: [Key("shift")]))
        #expect(try InputState(of: window.address).buttons == [button.number])
        #expect(try InputState(of: window.address).keycodes.isEmpty)
        _ = try await window.desktop.perform(.mouseMove(Point(x: 300, y: 40)))
        _ = try await window.desktop.perform(.mouseUp(button, at: nil))
        let events = try await window.events { $0.contains { $0.name == "release" } }.filter {
            !$0.name.hasPrefix("key")
        }
        #expect(events.first { $0.name == "press" }?.text == "press \(button.number) 30,40 shift")
        #expect(events.last?.text.hasPrefix("release \(button.number) 300,40") == true)
        #expect(try InputState(of: window.address).isEmpty)
    }

    @Test func `held keys are held during clicks, chords and motion, and not during text`() async throws {
        try await window.open()
        _ = try await window.desktop.perform(.keyDown([Key("ctrl"), Key("shift")]))
        _ = try await window.desktop.perform(.click(.left, at: Point(x: 100, y: 100)))
        _ = try await window.desktop.perform(.key([Key("a")]))
        _ = try await window.desktop.perform(.type("b"))
        _ = try await window.desktop.perform(.keyUp([Key("shift"), Key("ctrl")]))
        let events = try await window.events {
            $0.last?.name == "keyup Control_L" && $0.contains { $0.name == "keyup b" }
        }
        #expect(events.contains { $0.text == "press 1 100,100 shift ctrl" })
        #expect(events.contains { $0.text == "keydown a 100,100 shift ctrl" })
        #expect(events.contains { $0.text == "keydown b 100,100" })
        #expect(events.suffix(2).map(\.name) == ["keyup Shift_L", "keyup Control_L"])
        #expect(try InputState(of: window.address).isEmpty)
    }

    @Test func `a key that needs Shift does not let go of a Shift that is held`() async throws {
        try await window.open()
        _ = try await window.desktop.perform(.keyDown([Key("shift")]))
        _ = try await window.desktop.perform(.holdKey([Key("A")], .milliseconds(20)))
        _ = try await window.desktop.perform(.click(.left, at: Point(x: 100, y: 100)))
        let events = try await window.events { $0.contains { $0.name == "release" } }
        #expect(events.contains { $0.text.hasPrefix("press 1 100,100 shift") })
        _ = try await window.desktop.perform(.keyUp([Key("shift")]))
        #expect(try InputState(of: window.address).isEmpty)
    }

    @Test func `a held key is down for its time and repeats`() async throws {
        try await window.open()
        _ = try await window.desktop.perform(.mouseMove(Point(x: 100, y: 100)))
        _ = try await window.desktop.perform(.holdKey([Key("ctrl"), Key("Down")], .seconds(2)))
        let events = try await window.events { $0.last?.name == "keyup Control_L" }
        let downs = events.filter { $0.name == "keydown Down" }
        #expect(downs.count > 2)
        #expect(downs.allSatisfy { $0.text.hasSuffix(" ctrl") })
        let (first, last) = (try #require(events.first { $0.name == "keydown Control_L" }), try #require(events.last))
        #expect(last.time - first.time >= 2000)
    }

    @Test(arguments: [
        Action<ScreenSpace>.holdKey([Key("ctrl"), Key("x")], .seconds(600)),
        .drag(.right, DragPath(end: Point(x: 600, y: 400)), modifiers: [Key("ctrl")], duration: .seconds(600)),
    ])
    func `what lasts is cancelled at once, and everything is released`(action: Action<ScreenSpace>) async throws {
        try await window.open()
        let desktop = window.desktop
        let work = Task { try await desktop.perform(action) }
        _ = try await window.events { $0.contains { $0.name == "keydown x" || $0.name == "press" } }
        let cancelled = ContinuousClock.now
        work.cancel()
        await #expect(throws: CancellationError.self) { try await work.value }
        #expect(ContinuousClock.now - cancelled < .seconds(5))
        #expect(try InputState(of: window.address).isEmpty)
    }

    @Test func `what was left down is released and named`() async throws {
        try await window.open()
        _ = try await window.desktop.perform(.keyDown([Key("ctrl")]))
        _ = try await window.desktop.perform(.mouseDown(.forward, at: Point(x: 30, y: 40)))
        _ = try await window.desktop.perform(.mouseDown(.right, at: nil))
        let held = try await window.desktop.releaseHeld()
        #expect(held.names == ["Control_L", "forward button", "right button"])
        #expect(try InputState(of: window.address).isEmpty)
        #expect(try await window.desktop.releaseHeld().isEmpty)
    }

    @Test func `keys of which one cannot be pressed leave none down`() async throws {
        try await window.open()
        await #expect(throws: X11Error.self) {
            try await window.desktop.perform(.keyDown([Key("ctrl"), Key("Cyrillic_zhe")]))
        }
        #expect(try InputState(of: window.address).isEmpty)
    }

    @Test func `a guardian's release reaches the side buttons`() async throws {
        try await window.open()
        _ = try await window.desktop.perform(.mouseDown(.back, at: Point(x: 30, y: 40)))
        try InputState.releaseEverything(at: window.address)
        #expect(try InputState(of: window.address).isEmpty)
    }

    @Test func `a batch presses in order, and stops at what fails`() async throws {
        try await window.open()
        let action = Action<ScreenSpace>.batch([
            .keyDown([Key("shift")]), .click(.left, at: Point(x: 50, y: 50)), .keyUp([Key("shift")]),
            .wait(.milliseconds(10)), .click(.right, at: Point(x: 200, y: 50)),
        ])
        _ = try await window.desktop.perform(action)
        let events = try await window.events { $0.count { $0.name == "release" } == 2 }
        #expect(events.map(\.name) == ["keydown Shift_L", "press", "release", "keyup Shift_L", "press", "release"])
        #expect(events[1].text == "press 1 50,50 shift")
        #expect(events[4].text == "press 3 200,50")
    }

    @Test(arguments: [
        (["ctrl"], Action<ScreenSpace>.key([Key("q")])), (["q"], .key([Key("ctrl")])), (["ctrl"], .keyDown([Key("q")])),
        (["ctrl"], .holdKey([Key("Q")], .seconds(1))), ([], .holdKey([Key("ctrl"), Key("q")], .seconds(1))),
        ([], .keyDown([Key("ctrl"), Key("q")])), (["q"], .click(.left, at: nil, modifiers: [Key("ctrl")])),
    ])
    func `a denied chord is refused however its keys come to be down`(
        held: [String], action: Action<ScreenSpace>
    ) async throws {
        try await window.open()
        let gate = Gate(try GateRules(parsing: #"{"chords": {"deny": ["ctrl+q"]}}"#, file: "gate.json"))
        let desktop = window.desktop
        if !held.isEmpty { _ = try await desktop.perform(.keyDown(held.map { Key($0) })) }
        let planned = PlannedAction(action, keystrokes: try await desktop.keystrokes(of: action))
        let screen = try await desktop.look(at: .everything, drawingPointer: false)
        let verdict = await gate.judge(planned, on: screen)
        #expect(verdict.rule.hasPrefix("chords.deny: 'ctrl+q'"), "\(verdict)")
        _ = try await desktop.releaseHeld()
        let harmless = PlannedAction(
            .keyDown([Key("ctrl")]), keystrokes: try await desktop.keystrokes(of: .keyDown([Key("ctrl")])))
        #expect(await gate.judge(harmless, on: screen).allowed)
    }
}

/// A window that tells what the server delivers to it.
private final class GestureWindow {
    private let stage: SettleStage
    private let log = FileManager.default.temporaryDirectory.appending(path: "gestures-\(UUID().uuidString)")
    /// How many lines were taken already.
    private var taken = 0

    var desktop: XDesktop { stage.desktop }
    var address: DisplayAddress { stage.server.address }

    /// One event, without its time.
    struct Event {
        let text: String
        let time: Int

        /// The kind, and for keys which.
        var name: String {
            let words = text.split(separator: " ")
            return words.prefix(text.hasPrefix("key") ? 2 : 1).joined(separator: " ")
        }
    }

    init() throws { stage = try SettleStage() }

    deinit { try? FileManager.default.removeItem(at: log) }

    func open() async throws {
        try stage.start(["/usr/bin/python3", SettleStage.fixture("input/gestures.py"), log.path])
        try await stage.becomes("the window is there") { lines.contains("ready") }
        _ = try await desktop.perform(.mouseMove(Point(x: 5, y: 5)))
        _ = try await stage.becomes("the pointer is seen") { lines.contains { $0.hasPrefix("move 5,5") } }
        taken = lines.count
    }

    private var lines: [String] {
        ((try? String(contentsOf: log, encoding: .utf8)) ?? "").split(separator: "\n").map(String.init)
    }

    /// The events since the last call, when they are all there.
    func events(withMoves: Bool = false, until isWhole: ([Event]) -> Bool) async throws -> [Event] {
        var events: [Event] = []
        try await stage.becomes("the events arrived") {
            let all = lines.dropFirst(taken).compactMap(Self.event)
            events = all.filter { withMoves || $0.name != "move" }
            return isWhole(events)
        }
        taken = lines.count
        return events
    }

    private static func event(_ line: String) -> Event? {
        let parts = line.split(separator: "@")
        guard parts.count == 2, let time = Int(parts[1]) else { return nil }
        return Event(text: String(parts[0].dropLast()), time: time)
    }
}
