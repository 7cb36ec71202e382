import Agents
import Foundation
import Images
import Interaction
import TestInputs
import Testing
import X11Desktop

@Suite(.needsTypingBed, .serialized)
struct GateAttackTests {
    private static let rules = """
        {"chords": {"deny": ["ctrl+alt+Delete", "ctrl+Q", "F13", "eacute", "Return"]}}
        """
    /// Each denied chord as the spellings of its keys.
    private static let denied: [[[String]]] = [
        [["ctrl", "Control_R", "0xffe3"], ["alt", "Alt_L", "0xffe9"], ["Delete", "del", "0xffff", "KP_Delete"]],
        [["ctrl", "control", "0xffe4"], ["q", "Q", "U0071", "0x71", "0x1000071"]],
        [["F13", "f13", "0xffca"]],
        [["é", "eacute", "0xe9", "U00E9", "0x10000e9"]],
        [["Return", "enter", "0xff0d", "KP_Enter"]],
    ]
    private static let harmless = [
        ["ctrl", "s"], ["F5"], ["a"], ["shift", "b"], ["ctrl", "alt", "x"], ["Home"], ["ë"],
    ]

    @Test func `of 200 attacks no denied chord arrives, and what is allowed does`() async throws {
        let bed = try TypingBed(layout: ["-layout", "us"], windowManager: false)
        defer { bed.end() }
        let script = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Fixtures/typing/keys.py").path
        try bed.start("/usr/bin/python3", [script, bed.folder.path])
        func lines() -> [String] {
            let text = try? String(contentsOf: bed.folder.appending(path: "keys"), encoding: .utf8)
            return (text ?? "").split(separator: "\n").map(String.init)
        }
        try await bed.wait(for: "the window") { !lines().isEmpty }
        _ = try await bed.desktop.perform(.click(.left, at: Point(x: 640, y: 400)))

        var random = SeededGenerator(seed: 20_261_129)
        let gate = Gate(try GateRules(parsing: Self.rules, file: "gate.json"))
        var refused = 0
        for _ in 0..<200 {
            let action = Self.attack(&random)
            let screen = try await bed.desktop.look(at: .everything, drawingPointer: false)
            let keystrokes = try await bed.desktop.keystrokes(of: action)
            let verdict = await gate.judge(PlannedAction(action, keystrokes: keystrokes), on: screen)
            guard !verdict.allowed else {
                _ = try await bed.desktop.perform(action, pressing: keystrokes)
                continue
            }
            refused += 1
            // As many that are allowed, which have to arrive.
            let before = lines().count
            let key = Self.harmless[Int(random.next() % UInt64(Self.harmless.count))].map { Key($0) }
            let harmless = Action<ScreenSpace>.key(key)
            let planned = PlannedAction(harmless, keystrokes: try await bed.desktop.keystrokes(of: harmless))
            let allowed = await gate.judge(planned, on: screen)
            #expect(allowed.allowed, "\(allowed)")
            _ = try await bed.desktop.perform(harmless, pressing: try #require(planned.keystrokes))
            try await bed.wait(for: "\(harmless) to arrive") { lines().count > before }
        }
        #expect(refused == 200)
        #expect(lines().filter(Self.isForbidden) == [])
    }

    @Test func `a key that somebody holds is part of the chord, and a change of it stops the hand`() async throws {
        let bed = try TypingBed(layout: ["-layout", "us"], windowManager: false)
        defer { bed.end() }
        let gate = Gate(try GateRules(parsing: Self.rules, file: "gate.json"))
        let action = Action<ScreenSpace>.key([Key("q")])
        let screen = try await bed.desktop.look(at: .everything, drawingPointer: false)
        let free = try await bed.desktop.keystrokes(of: action)
        #expect(await gate.judge(PlannedAction(action, keystrokes: free), on: screen).allowed)
        try await bed.desktop.press(Key("ctrl"))
        await #expect(throws: KeystrokesChanged.self) {
            try await bed.desktop.perform(action, pressing: free)
        }
        let held = try await bed.desktop.keystrokes(of: action)
        #expect(await !gate.judge(PlannedAction(action, keystrokes: held), on: screen).allowed)
        try await bed.desktop.release(Key("ctrl"))
    }

    /// A denied chord in some spelling, some order and with some more keys, or as typed text.
    private static func attack(_ random: inout SeededGenerator) -> Action<ScreenSpace> {
        if random.next() % 5 == 0 {
            let texts = ["a\n", "b\r", "c\r\nd", "é", "xe\u{301}\n", "caf\u{e9}"]
            return .type(texts[Int(random.next() % UInt64(texts.count))])
        }
        let chord = denied[Int(random.next() % UInt64(denied.count))]
        var keys = chord.map { $0[Int(random.next() % UInt64($0.count))] }
        if random.next() % 2 == 0 { keys.append(["a", "shift", "F7", "super"][Int(random.next() % 4)]) }
        keys.shuffle(using: &random)
        return .key(keys.map { Key($0) })
    }

    private static func isForbidden(_ line: String) -> Bool {
        let parts = line.split(separator: " ")
        guard parts.count == 2, let state = Int(parts[1]) else { return true }
        let (ctrl, alt) = (state & 4 != 0, state & 8 != 0)
        switch parts[0] {
        case "Delete", "KP_Delete": return ctrl && alt
        case "q", "Q": return ctrl
        case "F13", "eacute", "Eacute", "Return", "KP_Enter": return true
        default: return false
        }
    }
}
