import Agents
import Foundation
import Images
import Interaction
import Testing

struct GateTests {
    private static let example = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures/gates/editor.json")

    private func gate(_ text: String? = nil) throws -> Gate {
        let text = try text ?? String(contentsOf: Self.example, encoding: .utf8)
        return Gate(try GateRules(parsing: text, file: "gate.json"), now: { .zero })
    }

    @Test(arguments: [
        (Action<ScreenSpace>.click(.left, at: Point(x: 50, y: 50)), nil),
        (.click(.left, at: Point(x: 700, y: 50)), "no window at (700, 50)"),
        (.click(.left, at: Point(x: 550, y: 50)), "windows: 'Terminal'"),
        (.click(.left, at: Point(x: 50, y: 780)), "regions: (50, 780)"),
        (.click(.left, at: nil), nil),
        (.click(.right, at: Point(x: 50, y: 50)), "actions: 'right_click'"),
        (.leftClickDrag(to: Point(x: 60, y: 60), path: [Point(x: 550, y: 50)]), "windows: 'Terminal'"),
        (.key([Key("ctrl"), Key("s")]), nil),
        (.key([Key("s"), Key("Control_R")]), nil),
        (.key([Key("ctrl"), Key("q")]), "chords.deny"),
        (.key([Key("F5")]), "chords.allow"),
        (.type("hello\n"), nil),
        (.type("Sudo reboot"), "text.deny: '(?i)sudo'"),
        (.type("{{env:PASSWORD}}"), "text.deny"),
        (.scroll(.vertical, pixels: 120, at: nil), "actions: 'scroll'"),
    ])
    func `the example allows and refuses by its rules`(action: Action<ScreenSpace>, rule: String?) async throws {
        let verdict = try await gate().judge(.pressing(action), on: .twoWindows(active: "a - Mousepad"))
        #expect(verdict.allowed == (rule == nil), "\(verdict)")
        if let rule { #expect(verdict.rule.contains(rule), "\(verdict)") }
    }

    @Test func `keys need an allowed window to be active`() async throws {
        let action = Action<ScreenSpace>.type("hello")
        let elsewhere = try await gate().judge(.pressing(action), on: .twoWindows(active: "Terminal"))
        #expect(!elsewhere.allowed && elsewhere.rule.contains("'Terminal'"))
        let nowhere = try await gate().judge(.pressing(action), on: .twoWindows(active: nil))
        #expect(!nowhere.allowed && nowhere.rule.contains("no window is active"))
    }

    @Test func `a denied key cannot be typed as a line end`() async throws {
        let gate = try gate(#"{"chords":{"deny":["Return"]}}"#)
        let verdict = await gate.judge(.pressing(.type("rm x\n")), on: .twoWindows(active: nil))
        #expect(!verdict.allowed && verdict.rule.contains("Return"))
    }

    @Test func `the rate counts what was allowed in the last minute`() async throws {
        let gate = try gate(#"{"actions_per_minute":2}"#)
        let screen = ScreenState.twoWindows(active: nil)
        let times: [(Int, Bool)] = [
            (0, true), (10, true), (20, false), (59, false), (60, true), (61, false), (70, true),
        ]
        for (second, allowed) in times {
            let verdict = await gate.judge(.pressing(.type("x")), on: screen, at: .seconds(second))
            #expect(verdict.allowed == allowed, "at \(second) s: \(verdict)")
        }
    }

    @Test(arguments: [
        ("", "JSON"), ("[]", "object"), (#"{"window":[]}"#, "unknown field"), (#"{"windows":[{}]}"#, "needs 'title'"),
        (#"{"windows":null}"#, "an array"), (#"{"regions":[[1,2,3]]}"#, "[x, y, width, height]"),
        (#"{"chords":{"deny":["ctrl+"]}}"#, "a chord"), (#"{"text":{"deny":["("]}}"#, "not a valid regular expression"),
        (#"{"actions":["clik"]}"#, "unknown action 'clik'; did you mean 'click'?"),
        (#"{"actions_per_minute":0.5}"#, "a whole number"),
        (#"{"text":{"refuse":[]}}"#, "text.refuse"),
    ])
    func `a malformed file is an error and never an open gate`(text: String, words: String) {
        let error = #expect(throws: GateError.self) { try GateRules(parsing: text, file: "gate.json") }
        let description = error?.description ?? ""
        #expect(description.contains("gate.json") && (description.contains(words) || text.isEmpty), "\(description)")
    }

    @Test func `an unreadable file is an error and no file an open gate that says so`() async throws {
        #expect(throws: (any Error).self) { try GateRules.reading(file: URL(filePath: "/nonexistent/gate.json")) }
        let verdict = await Gate.gatekeeper(try GateRules.reading(file: nil)).judge(
            .pressing(.type("x")), on: .twoWindows(active: nil))
        #expect(verdict.allowed && verdict.rule.contains("no gate file"))
    }

    @Test func `a pattern on which a search never ends refuses`() async throws {
        let text = String(repeating: "a", count: 60) + "b"
        for rules in [#"{"text":{"deny":["(a+)+$"]}}"#, #"{"text":{"allow":["(a+)+$"]}}"#] {
            let start = ContinuousClock.now
            let verdict = try await gate(rules).judge(.pressing(.type(text)), on: .twoWindows(active: nil))
            #expect(!verdict.allowed && verdict.rule.hasPrefix("text."), "\(verdict)")
            #expect(ContinuousClock.now - start < .seconds(60))
        }
    }

    @Test func `denied text is found however its accents are composed`() async throws {
        let gate = try gate(#"{"text":{"deny":["\u00e9t\u00e9"]}}"#)
        for text in ["\u{e9}t\u{e9}", "e\u{301}te\u{301}"] {
            #expect(await !gate.judge(.pressing(.type(text)), on: .twoWindows(active: nil)).allowed)
        }
    }

    @Test func `an empty list allows nothing`() async throws {
        let verdict = try await gate(#"{"windows":[]}"#).judge(
            .pressing(.click(.left, at: Point(x: 5, y: 5))), on: .twoWindows(active: nil))
        #expect(!verdict.allowed)
    }
}

extension PlannedAction {
    /// The action with what it presses on a keyboard that has every key.
    static func pressing(_ action: Action<ScreenSpace>) -> PlannedAction {
        PlannedAction(action, keystrokes: Keystrokes(typing: action))
    }
}

extension ScreenState {
    /// A screen with a text editor at the left and a terminal beside it.
    static func twoWindows(active: String?) -> ScreenState {
        let image = Image(width: 1280, height: 800) { bytes in bytes.initializeMemory(as: UInt8.self, repeating: 0) }
        let screenshot = Screenshot(
            image: image, screen: Size(width: 1280, height: 800), capture: Box(x: 0, y: 0, width: 1280, height: 800))
        func window(_ number: UInt, _ title: String, _ className: String, x: Int, width: Int, height: Int) -> WindowInfo
        {
            let box = Box<ScreenSpace>(x: x, y: 0, width: width, height: height)
            return WindowInfo(
                id: WindowID(number), title: title, instance: className.lowercased(), className: className,
                process: nil,
                program: nil, frame: box, content: box, isActive: title == active, isMinimised: false, isPopup: false)
        }
        return ScreenState(
            screenshot: screenshot, pointer: Point(x: 20, y: 20),
            windows: [
                window(2, "Terminal", "XTerm", x: 500, width: 100, height: 100),
                window(1, "a - Mousepad", "Mousepad", x: 0, width: 600, height: 800),
            ])
    }
}

/// Acts that cannot be undone.
struct IrreversibleTests {
    @Test(arguments: [
        ("Send", true), ("Place order", true), ("Datei löschen", true), ("送 信", true), ("DeIete", true),
        ("Next page", false),
        ("Settings", false),
    ])
    func `are told by the words of what is pressed`(name: String, refused: Bool) async throws {
        let verdict = try await gate("deny", NamedScreen(name: name)).judge(click, on: .twoWindows(active: nil))
        #expect(verdict.allowed != refused, "\(verdict)")
    }

    @Test func `a yes counts by what its window asks, and what cannot be read as irreversible`() async throws {
        let question = NamedScreen(name: "Yes", others: ["Delete 3 files?"])
        #expect(try await !gate("deny", question).judge(click, on: .twoWindows(active: nil)).allowed)
        let harmless = NamedScreen(name: "Yes", others: ["Show hints?"])
        #expect(try await gate("deny", harmless).judge(click, on: .twoWindows(active: nil)).allowed)
        #expect(try await !gate("deny", nil).judge(click, on: .twoWindows(active: nil)).allowed)
    }

    @Test func `keys count too, and a question decides`() async throws {
        let screen = NamedScreen(name: nil)
        let active = ScreenState.twoWindows(active: "Terminal")
        #expect(try await !gate("deny", screen).judge(.pressing(.type("ls\n")), on: active).allowed)
        #expect(try await gate("deny", screen).judge(.pressing(.type("ls")), on: active).allowed)
        #expect(try await !gate("ask", screen).judge(.pressing(.key([Key("0xffff")])), on: active).allowed)
        let asked = try await gate("ask", screen, Answers(isYes: true)).judge(
            .pressing(.key([Key("0xffff")])), on: active)
        #expect(asked.allowed && asked.judged?.keys == "Delete", "\(asked)")
    }

    private var click: PlannedAction { .pressing(.click(.left, at: Point(x: 50, y: 50))) }

    private func gate(_ verdict: String, _ naming: NamedScreen?, _ asker: Answers? = nil) throws -> Gate {
        Gate(
            try GateRules(parsing: #"{"irreversible":"\#(verdict)"}"#, file: "gate.json"), naming: naming, asker: asker,
            now: { .zero })
    }

    private struct NamedScreen: ElementNaming {
        var name: String?
        var others: [String] = []

        func name(at point: Point<ScreenSpace>, on screen: ScreenState) -> String? { name }
        func names(in box: Box<ScreenSpace>, on screen: ScreenState) -> [String] { others }
    }

    private struct Answers: Asker {
        let isYes: Bool
        func confirms(_ question: String) -> Bool { isYes }
    }
}

struct ChordSpellingTests {
    @Test(arguments: [
        ("Delete", ["0xffff"], true), ("Delete", ["KP_Delete"], true), ("ctrl+Q", ["ctrl", "q"], true),
        ("ctrl+q", ["Control_R", "U0071"], true), ("ctrl+q", ["ctrl", "Q"], true), ("F13", ["f13"], true),
        ("é", ["eacute"], true), ("ctrl+alt+Delete", ["a", "Delete", "alt", "ctrl"], true), ("ctrl+q", ["q"], false),
        ("Return", ["KP_Enter"], true), ("Q", ["q"], false), ("shift+q", ["Q"], true), ("Tab", ["0xfe20"], true),
        ("Delete", ["0x1004ffff"], true), ("ctrl+q", ["ctrl", "w"], false),
    ])
    func `a denied chord is refused under every name`(rule: String, keys: [String], refused: Bool) async throws {
        let gate = Gate(try GateRules(parsing: #"{"chords":{"deny":["\#(rule)"]}}"#, file: "gate.json"))
        let verdict = await gate.judge(.pressing(.key(keys.map { Key($0) })), on: .twoWindows(active: nil))
        #expect(verdict.allowed != refused, "\(verdict)")
    }

    @Test func `a rule that names no key is an error, and control characters are none`() {
        #expect(throws: GateError.self) {
            try GateRules(parsing: #"{"chords":{"deny":["ctrl+foo"]}}"#, file: "gate.json")
        }
        for name in ["0x0d", "U000D", "0x100000d", "0x7f", "\r"] { #expect(Key(name).keysym == nil, "\(name)") }
    }

    @Test func `denied text is found in pieces and in keys, and a secret's keys are judged without being told`()
        async throws
    {
        let gate = Gate(try GateRules(parsing: #"{"text":{"deny":["sudo"]}, "chords":{"deny":["Return"]}}"#, file: "g"))
        let screen = ScreenState.twoWindows(active: nil)
        #expect(await gate.judge(.pressing(.type("su")), on: screen).allowed)
        #expect(await gate.judge(.pressing(.key([Key("d")])), on: screen).allowed)
        #expect(await !gate.judge(.pressing(.key([Key("o")])), on: screen).allowed)
        var secret = PlannedAction(.type("{{env:PASSWORD}}"), keystrokes: Keystrokes(typing: .type("pa55\n")))
        secret.keystrokes?.isSecret = true
        let verdict = await gate.judge(secret, on: screen)
        #expect(!verdict.allowed && !"\(verdict)".contains("pa55"), "\(verdict)")
    }
}
