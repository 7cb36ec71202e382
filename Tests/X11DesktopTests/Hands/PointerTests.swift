import Foundation
import Images
import Interaction
import Sessions
import Testing
import X11Desktop

@Suite(.needsTypingBed, .serialized)
struct PointerTests {
    private func withCanvas(_ body: (TypingBed) async throws -> Void) async throws {
        let bed = try TypingBed(layout: ["-layout", "us"], windowManager: false)
        defer { bed.end() }
        try await bed.open(.canvas)
        try await body(bed)
    }

    @Test func `a drag holds the button all the way`() async throws {
        try await withCanvas { bed in
            _ = try await bed.desktop.perform(.mouseMove(Point(x: 100, y: 100)))
            let execution = try await bed.desktop.perform(
                .leftClickDrag(to: Point(x: 400, y: 300), path: [Point(x: 400, y: 100)]))
            #expect(execution.pointerBefore == Point(x: 100, y: 100))
            #expect(execution.pointerAfter == Point(x: 400, y: 300))
            try await bed.wait(for: "the release") { bed.lines.last?.hasPrefix("release 1") ?? false }
            #expect(bed.lines.first == "press 1 100 100")
            #expect(bed.lines.last == "release 1 400 300")
            #expect(bed.lines.contains("drag 400 100"))
            #expect(bed.lines.count { $0.hasPrefix("drag") } > 10)
        }
    }

    @Test func `a cancelled drag releases the button where the pointer is`() async throws {
        try await withCanvas { bed in
            _ = try await bed.desktop.perform(.mouseMove(Point(x: 100, y: 100)))
            let path = (0..<2000).map { Point<ScreenSpace>(x: $0.isMultiple(of: 2) ? 400 : 100, y: 100) }
            let desktop = bed.desktop
            let drag = Task { try await desktop.perform(.leftClickDrag(to: Point(x: 400, y: 300), path: path)) }
            try await bed.wait(for: "the drag") { bed.lines.contains { $0.hasPrefix("drag") } }
            let cancelled = ContinuousClock.now
            drag.cancel()
            await #expect(throws: CancellationError.self) { try await drag.value }
            // The whole way takes minutes.
            #expect(ContinuousClock.now - cancelled < .seconds(5))
            try await bed.wait(for: "the release") { bed.lines.last?.hasPrefix("release 1") ?? false }
            #expect(bed.lines.last != "release 1 400 300")
        }
    }

    @Test func `a cancelled turn of the wheel stops between two notches`() async throws {
        try await withCanvas { bed in
            let desktop = bed.desktop
            let turn = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                return try await desktop.perform(.scroll(.vertical, pixels: 120_000, at: Point(x: 50, y: 60)))
            }
            await #expect(throws: CancellationError.self) { try await turn.value }
            #expect(try InputState(of: bed.server.address).isEmpty)
            _ = try await desktop.perform(.click(.left, at: Point(x: 70, y: 60)))
            try await bed.wait(for: "the click") { bed.lines.contains("press 1 70 60") }
            #expect(!bed.lines.contains("press 4 50 60"))
        }
    }

    @Test(arguments: [
        (Axis.vertical, 360.0, 4, 3), (.vertical, -1200, 5, 10), (.vertical, 30, 4, 1), (.vertical, -1, 5, 1),
    ])
    func `the wheel turns by notches`(axis: Axis, pixels: Double, button: Int, notches: Int) async throws {
        try await withCanvas { bed in
            let execution = try await bed.desktop.perform(.scroll(axis, pixels: pixels, at: Point(x: 50, y: 60)))
            #expect(execution.notches == notches)
            let press = "press \(button) 50 60"
            try await bed.wait(for: "the notches") { bed.lines.count { $0 == press } == notches }
        }
    }

    @Test(arguments: [(240.0, "left", 2), (-120, "right", 1), (-600, "right", 5)])
    func `the wheel turns sideways by notches`(pixels: Double, direction: String, notches: Int) async throws {
        let bed = try TypingBed(layout: ["-layout", "us"], windowManager: false)
        defer { bed.end() }
        _ = try await bed.desktop.perform(.mouseMove(Point(x: 50, y: 60)))
        try await bed.open(.gtk)
        let execution = try await bed.desktop.perform(.scroll(.horizontal, pixels: pixels, at: nil))
        #expect(execution.notches == notches)
        try await bed.wait(for: "the notches") {
            bed.scrolls == Array(repeating: direction, count: notches)
        }
    }

    @Test(arguments: [(MouseButton.left, 1, 1), (.middle, 2, 1), (.right, 3, 1), (.left, 1, 2), (.left, 1, 3)])
    func `a click presses its button as often as it says`(click: MouseButton, button: Int, count: Int) async throws {
        try await withCanvas { bed in
            _ = try await bed.desktop.perform(.click(click, count: count, at: Point(x: 700, y: 500)))
            try await bed.wait(for: "the releases") {
                bed.lines.count { $0 == "release \(button) 700 500" } == count
            }
            #expect(bed.lines.contains { $0.hasPrefix("double") } == (count >= 2))
            #expect(bed.lines.contains { $0.hasPrefix("triple") } == (count >= 3))
        }
    }

    @Test func `the halves of a click press and release`() async throws {
        try await withCanvas { bed in
            _ = try await bed.desktop.perform(.mouseDown(.left, at: Point(x: 10, y: 10)))
            #expect(try InputState(of: bed.server.address).buttons == [1])
            _ = try await bed.desktop.perform(.mouseUp(.left, at: Point(x: 90, y: 10)))
            #expect(try InputState(of: bed.server.address).isEmpty)
        }
    }

    @Test(arguments: [
        Action<ScreenSpace>.click(.left, at: Point(x: 1280, y: 10)), .mouseMove(Point(x: -1, y: 10)),
        .leftClickDrag(to: Point(x: 10, y: 10), path: [Point(x: 10, y: 800)]),
    ])
    func `a point outside the screen moves nothing`(action: Action<ScreenSpace>) async throws {
        try await withCanvas { bed in
            let before = try await bed.desktop.perform(.mouseMove(Point(x: 5, y: 6))).pointerAfter
            await #expect(throws: X11Error.self) { try await bed.desktop.perform(action) }
            #expect(try await bed.desktop.perform(.wait(.zero)).pointerAfter == before)
        }
    }

    @Test(arguments: [TypingBed.Widget.gtk, .qt, .tk])
    func `toolkits take double and triple clicks for such`(widget: TypingBed.Widget) async throws {
        let bed = try TypingBed(layout: ["-layout", "us"], windowManager: false)
        defer { bed.end() }
        let word = Point<ScreenSpace>(x: 20, y: 12)
        _ = try await bed.desktop.perform(.mouseMove(word))
        try await bed.open(widget)
        _ = try await bed.desktop.perform(.type("alphabet beta"))
        await bed.expectText("alphabet beta")
        _ = try await bed.desktop.perform(.click(.left, count: 2, at: word))
        try await bed.wait(for: "a selected word") { bed.selection == "alphabet" }
        try await Task.sleep(for: .milliseconds(600))  // Longer than any toolkit's interval between clicks.
        _ = try await bed.desktop.perform(.click(.left, count: 3, at: word))
        try await bed.wait(for: "a selected line") { bed.selection?.hasPrefix("alphabet beta") ?? false }
    }

    @Test func `xterm takes a double click for one, and a middle click pastes`() async throws {
        let bed = try TypingBed(layout: ["-layout", "us"], windowManager: false)
        defer { bed.end() }
        _ = try await bed.desktop.perform(.mouseMove(Point(x: 20, y: 34)))
        try await bed.open(.xterm)
        _ = try await bed.desktop.perform(.type("\nalphabet beta "))
        await bed.expectText("\nalphabet beta ")
        try await bed.wait(for: "the pasted word") {
            _ = try? await bed.desktop.perform(.click(.left, count: 2, at: Point(x: 20, y: 34)))
            _ = try? await bed.desktop.perform(.click(.middle, at: nil))
            return await bed.becomes(within: .seconds(1)) { bed.text?.hasSuffix("beta alphabet") ?? false }
        }
    }
}

extension TypingBed {
    var lines: [String] { (text ?? "").split(separator: "\n").map(String.init) }
}
