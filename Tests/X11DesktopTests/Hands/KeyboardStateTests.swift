import Foundation
import Images
import Interaction
import Sessions
import Testing
import X11Desktop

/// Text is exact whatever state the keyboard is in, and that state is the same afterwards.
@Suite(.needsTypingBed, .serialized)
struct KeyboardStateTests {
    static let text = "Hello, World! 123 aÄé {x} 漢\tß\nend"

    @Test(arguments: [("Caps_Lock", "Caps Lock:"), ("Num_Lock", "Num Lock:")])
    func `a lock does not change the text, and stays on`(key: String, light: String) async throws {
        let bed = try TypingBed(layout: ["-layout", "us"])
        defer { bed.end() }
        try await bed.open(.tk)
        _ = try await bed.desktop.perform(.key([Key(key)]))
        #expect(try bed.isLit(light))
        let report = try await bed.desktop.perform(.type(Self.text)).typing
        await bed.expectText(Self.text)
        #expect(try bed.isLit(light))
        #expect(report?.mapChanges == 2)
    }

    @Test func `a held modifier does not change the text, and stays held`() async throws {
        let bed = try TypingBed(layout: ["-layout", "us"])
        defer { bed.end() }
        try await bed.open(.tk)
        try await bed.desktop.press(Key("shift"))
        _ = try await bed.desktop.perform(.type(Self.text))
        await bed.expectText(Self.text)
        _ = try await bed.desktop.perform(.key([Key("a")]))
        try await bed.desktop.release(Key("shift"))
        _ = try await bed.desktop.perform(.key([Key("a")]))
        await bed.expectText(Self.text + "Aa")
        #expect(try InputState(of: bed.server.address).isEmpty)
    }

    @Test func `text of either script is exact in the second group, which stays`() async throws {
        let bed = try TypingBed(layout: ["-layout", "us,ru", "-option", "grp:menu_toggle"])
        defer { bed.end() }
        try await bed.open(.gtk)
        _ = try await bed.desktop.perform(.key([Key("ISO_Next_Group")]))
        #expect(try bed.isLit("Group 2:"))
        for text in ["Hello, World", "Привет, мир №1", "Hello Привет é"] {
            try await bed.clear()
            _ = try await bed.desktop.perform(.type(text))
            await bed.expectText(text)
            #expect(try bed.isLit("Group 2:"))
        }
        try await bed.clear()
        _ = try await bed.desktop.perform(.type("word"))
        _ = try await bed.desktop.perform(.key([Key("ctrl"), Key("a")]))
        _ = try await bed.desktop.perform(.key([Key("BackSpace")]))
        await bed.expectText("")
    }

    @Test(arguments: TypingBed.Widget.typing)
    func `accents that the layout has only as dead keys arrive`(widget: TypingBed.Widget) async throws {
        let bed = try TypingBed(layout: ["-layout", "fr"])
        defer { bed.end() }
        try await bed.open(widget)
        let text = "ê ñ ^ ¨ ` ~ œ Ç à ù 1234567890 AZERTY €"
        _ = try await bed.desktop.perform(.type(text))
        await bed.expectText(text)
    }

    @Test func `the map is bit for bit what it was, also after an error`() async throws {
        let bed = try TypingBed(layout: ["-layout", "de"])
        defer { bed.end() }
        try await bed.open(.xterm)
        _ = try await bed.desktop.perform(.type("a"))
        let before = try bed.run("xkbcomp", ["-xkb", bed.server.address.name, "-"])
        _ = try await bed.desktop.perform(.type(TypedText.mixed.text))
        #expect(try bed.run("xkbcomp", ["-xkb", bed.server.address.name, "-"]) == before)
        let long = String(repeating: "漢字 and some more text; ", count: 12_000)
        try bed.start("xterm", [])
        await #expect(throws: X11Error.self) { try await bed.desktop.perform(.type(long)) }
        #expect(try bed.run("xkbcomp", ["-xkb", bed.server.address.name, "-"]) == before)
    }
}

extension TypingBed {
    /// Whether a light of the keyboard is on, as `xset q` tells.
    func isLit(_ light: String) throws -> Bool {
        let state = try run("xset", ["q"])
        guard let found = state.range(of: light) else { return false }
        return state[found.upperBound...].split(separator: " ").first == "on"
    }
}
