import Foundation
import Images
import Interaction
import Sessions
import Testing
import X11Desktop

@Suite(.needsTypingBed, .serialized)
struct KeyboardTests {
    @Test func `chords reach the program`() async throws {
        let bed = try TypingBed(layout: ["-layout", "us"])
        defer { bed.end() }
        try await bed.open(.gtk)
        for keys in [["shift", "a"], ["+"], ["é"], ["eacute"], ["A"], ["enter"], ["Tab"], ["x"], ["backspace"]] {
            _ = try await bed.desktop.perform(.key(keys.map { Key($0) }))
        }
        await bed.expectText("A+ééA\n\t")
        _ = try await bed.desktop.perform(.key([Key("ctrl"), Key("a")]))
        _ = try await bed.desktop.perform(.key([Key("del")]))
        await bed.expectText("")
        #expect(try InputState(of: bed.server.address).isEmpty)
    }

    @Test func `a secret is typed, and stays out of the report`() async throws {
        let store = SecretStore(names: ["PASSWORD"], value: { _ in "s3cret-é" })
        let bed = try TypingBed(layout: ["-layout", "us"], secrets: store)
        defer { bed.end() }
        try await bed.open(.gtk)
        let execution = try await bed.desktop.perform(.type("<{{env:PASSWORD}}>"))
        await bed.expectText("<s3cret-é>")
        #expect(!String(reflecting: execution).contains("s3cret"))
        #expect(execution.typing?.typed == 10)
    }

    @Test func `pasting gives the clipboard back`() async throws {
        let bed = try TypingBed(layout: ["-layout", "us"], typing: .clipboard(chord: [Key("ctrl"), Key("v")]))
        defer { bed.end() }
        try await bed.open(.gtk)
        let report = try await bed.desktop.perform(.type("first é漢😀")).typing
        #expect(report?.pasted == true)
        await bed.expectText("first é漢😀")
        for keys in [["ctrl", "a"], ["ctrl", "c"], ["End"]] {
            _ = try await bed.desktop.perform(.key(keys.map { Key($0) }))
        }
        _ = try await bed.desktop.perform(.type(" second"))
        _ = try await bed.desktop.perform(.key([Key("ctrl"), Key("v")]))
        await bed.expectText("first é漢😀 secondfirst é漢😀")
    }

    @Test func `a guardian can put back the map and release keys from its snapshot`() async throws {
        let bed = try TypingBed(layout: ["-layout", "us"])
        defer { bed.end() }
        try await bed.open(.tk)
        let before = try bed.run("xmodmap", ["-pke"])
        let snapshot = try KeyboardMapSnapshot(of: bed.server.address)
        let held = try #require(KeyboardMapSnapshot(bytes: snapshot.bytes))
        let spare = try #require(
            before.split(separator: "\n").first { $0.trimmingCharacters(in: .whitespaces).hasSuffix("=") })
        try bed.run("xmodmap", ["-e", "\(spare) eacute Eacute"])
        try await bed.desktop.press(Key("shift"))
        _ = try await bed.desktop.perform(.mouseDown(.left, at: nil))
        #expect(try InputState.releaseEverything(at: bed.server.address).isEmpty == false)
        #expect(try InputState(of: bed.server.address).isEmpty)
        try held.restore(at: bed.server.address)
        #expect(KeyboardMapSnapshot(bytes: Array("nonsense".utf8)) == nil)
    }

    @Test func `a guardian is told before the keyboard changes and when it is back`() async throws {
        let bed = try TypingBed(layout: ["-layout", "us"])
        defer { bed.end() }
        try await bed.open(.tk)
        let address = bed.server.address
        let told = Told()
        try await bed.desktop.guardKeyboard { snapshot in told.add(snapshot != nil) }
        _ = try await bed.desktop.perform(.type("é"))
        #expect(told.all == [true, false])
        #expect(try KeyboardMapSnapshot(of: address).restore(at: address) == 0)
    }
}

/// What a guardian was told. Sendable because the lock guards every access.
private final class Told: @unchecked Sendable {
    private let lock = NSLock()
    private var values: [Bool] = []

    func add(_ value: Bool) { lock.withLock { values.append(value) } }
    var all: [Bool] { lock.withLock { values } }
}
