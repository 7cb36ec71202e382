import Foundation
import Images
import Interaction
import Sessions
import Testing
import X11Desktop

/// Typing that cannot be exact fails, and says how far it came.
@Suite(.needsTypingBed, .serialized)
struct TypingFailureTests {
    /// Long enough for anything to happen meanwhile.
    static let long = String(repeating: "all work and no play ", count: 20_000)

    @Test func `a window that takes the focus stops the typing`() async throws {
        let bed = try TypingBed(layout: ["-layout", "us"])
        defer { bed.end() }
        try await bed.open(.xterm)
        let first = try #require(try await bed.desktop.windows().first { $0.className == "XTerm" }?.id)
        try bed.start("xterm", ["-title", "other"])
        try await bed.wait(for: "another window") {
            (try? await bed.desktop.windows().contains { $0.title == "other" }) == true
        }
        let other = try #require(try await bed.desktop.windows().first { $0.title == "other" }?.id)
        try await bed.desktop.activate(first)
        let known = bed.text?.count ?? 0
        let typing = Task { [desktop = bed.desktop] in try await desktop.perform(.type(Self.long)) }
        try await bed.wait(for: "the first characters") { (bed.text?.count ?? 0) > known }
        try await XDesktop(at: bed.server.address).activate(other)
        let error = await #expect(throws: X11Error.self) { try await typing.value }
        guard case .typingInterrupted(let interruption, let sent, let total) = error else {
            Issue.record("got \(String(describing: error))")
            return
        }
        #expect([.focus, .activeWindow].contains(interruption))
        #expect(sent < total && total == Self.long.count)
        #expect(try InputState(of: bed.server.address).isEmpty)
        #expect(error?.description.contains("work") == false)
    }

    @Test func `another program's change of the map stops the typing and stays`() async throws {
        let bed = try TypingBed(layout: ["-layout", "us"])
        defer { bed.end() }
        try await bed.open(.xterm)
        let typing = Task { [desktop = bed.desktop] in try await desktop.perform(.type("é" + Self.long)) }
        try await bed.wait(for: "the first characters") { bed.text?.isEmpty == false }
        try bed.start("setxkbmap", ["de"])
        let error = await #expect(throws: X11Error.self) { try await typing.value }
        guard case .typingInterrupted(.keyboardMap, _, _) = error else {
            Issue.record("got \(String(describing: error))")
            return
        }
        #expect(try bed.run("xmodmap", ["-pke"]).contains("udiaeresis"))
    }

    @Test func `a window that closes stops the typing`() async throws {
        let bed = try TypingBed(layout: ["-layout", "us"])
        defer { bed.end() }
        try await bed.open(.xterm)
        let typing = Task { [desktop = bed.desktop] in try await desktop.perform(.type(Self.long)) }
        try await bed.wait(for: "the first characters") { bed.text?.isEmpty == false }
        bed.close()
        let error = await #expect(throws: X11Error.self) { try await typing.value }
        guard case .typingInterrupted(let interruption, _, _) = error else {
            Issue.record("got \(String(describing: error))")
            return
        }
        #expect([.targetLost, .focus].contains(interruption))
    }

    @Test func `nothing is typed where no window has the focus`() async throws {
        let bed = try TypingBed(layout: ["-layout", "us"], windowManager: false)
        defer { bed.end() }
        await #expect(throws: X11Error.nothingFocused) { try await bed.desktop.perform(.type("a")) }
    }

    @Test func `nothing is typed when no keycode is spare`() async throws {
        let bed = try TypingBed(layout: ["-layout", "us"])
        defer { bed.end() }
        try await bed.open(.tk)
        let unused = try bed.run("xmodmap", ["-pke"]).split(separator: "\n")
            .filter { $0.trimmingCharacters(in: .whitespaces).hasSuffix("=") }
        try bed.run("xmodmap", unused.flatMap { ["-e", "\($0) F20 F20"] })
        await #expect(throws: X11Error.noSpareKeycode(missing: 2)) { try await bed.desktop.perform(.type("abc é漢é")) }
        _ = try await bed.desktop.perform(.type("plain"))
        await bed.expectText("plain")
    }

    @Test(arguments: [
        (Action<ScreenSpace>.key([Key("ctrl"), Key("nosuchkey")]), X11Error.unknownKey(name: "nosuchkey")),
        (.key([]), .emptyChord),
        (.type("abc\u{1b}"), .untypable(scalar: 27, position: 4)),
        (.type("{{env:OTHER}}"), .secretNotDeclared(name: "OTHER")),
        (.type("{{env:UNSET}}"), .secretNotSet(name: "UNSET")),
        (.type("{{env:no name}}"), .malformedSecret),
    ])
    func `what cannot be pressed is refused before anything is`(
        action: Action<ScreenSpace>, error: X11Error
    ) async throws {
        let bed = try TypingBed(layout: ["-layout", "us"], secrets: SecretStore(names: ["UNSET"], value: { _ in nil }))
        defer { bed.end() }
        try await bed.open(.tk)
        await #expect(throws: error) { try await bed.desktop.perform(action) }
        #expect(try InputState(of: bed.server.address).isEmpty)
        #expect(bed.text == "")
    }
}
