import Agents
import Images
import Interaction
import Policies
import Synchronization
import Testing

@Suite struct AssertionTests {
    @Test(arguments: [
        (Target("Place older"), "Place order", false), (Target("place order"), "Place order", false),
        (Target("Total: 7"), "Total: 7.50", false), (Target("Total: 7"), "Total: 7", true),
        (Target("Place older", isRough: true), "Place order", true), (Target("TOTAL", isRough: true), "Total: 7", true),
    ])
    func `an assertion is exact unless it says roughly`(target: Target, shown: String, holds: Bool) async throws {
        let result = try await Assertion(target, present: true).evaluate(on: look([]), by: Shown([Label(shown, 0, 0)]))
        #expect(result.holds == holds)
        #expect(holds || result.detail.contains("'\(shown)'"), "\(result.detail)")
        #expect((result.grounding != nil) == holds)
    }

    @Test(arguments: [("ERROR", "Error", false), ("Error", "Errors", true), ("Total: 7", "Total: 7.50", true)])
    func `an absence holds in any case of the letters`(words: String, shown: String, holds: Bool) async throws {
        let claim = Assertion(Target(words), present: false)
        #expect(try await claim.evaluate(on: look([]), by: Shown([Label(shown, 0, 0)])).holds == holds)
    }

    @Test func `what the steps typed is no evidence, elsewhere or after it has gone it is`() async throws {
        let shown = Shown([])
        var typing = TypingRecord()
        let claim = Assertion(Target("abc"), present: true)
        func holds(_ labels: [Label]) async throws -> Bool {
            shown.set(labels)
            let screen = look(labels)
            typing.see(screen)
            return try await claim.evaluate(on: screen, by: shown, since: typing).holds
        }
        #expect(try await holds([]) == false)
        typing.note(.type("ab"), on: look([]))
        _ = try await holds([Label("ab", 40, 40)])
        typing.note(.type("c"), on: look([Label("ab", 40, 40)]))
        #expect(try await holds([Label("abc", 40, 40)]) == false)
        typing.note(.key([Key("ctrl"), Key("s")]), on: look([Label("abc", 40, 40)]))
        #expect(try await holds([Label("abc", 40, 40, isMarked: true)]) == false, "the same text in other colours")
        #expect(try await holds([Label("abc", 40, 40), Label("abc", 40, 160)]), "elsewhere")
        #expect(try await holds([Label("abc", 40, 40)]) == false)
        #expect(try await holds([]) == false)
        #expect(try await holds([Label("abc", 40, 40)]), "it has gone and come back")
    }

    @Test func `more than was typed is evidence where it was typed`() async throws {
        let shown = Shown([])
        var typing = TypingRecord()
        typing.note(.type("abc"), on: look([]))
        let labels = [Label("abc.txt", 40, 40)]
        shown.set(labels)
        typing.see(look(labels))
        let claim = Assertion(Target("abc.txt"), present: true)
        #expect(try await claim.evaluate(on: look(labels), by: shown, since: typing).holds)
    }

    @Test func `a script's check of what it typed fails and says so`() async throws {
        let shown = Shown([])
        let time = Mutex(Duration.zero)
        let steps: [ScriptStep] = [.act(.type("abc")), .assert(Target("abc"), present: true)]
        let policy = ScriptedPolicy(Script(steps: steps), resolver: shown) { time.withLock { $0 } }
        func next(_ labels: [Label]) async throws -> Decision {
            shown.set(labels)
            time.withLock { $0 += .seconds(3) }
            return try await policy.decide(
                Observation(step: 1, instruction: "", screen: look(labels), feedback: nil), history: [])
        }
        _ = try await next([])
        _ = try await next([Label("abc", 40, 40)])
        guard case .assertion(let result) = try await next([Label("abc", 40, 40)]) else {
            Issue.record("no assertion")
            return
        }
        #expect(!result.holds && result.detail.contains("only where the steps typed it"), "\(result.detail)")
    }

    /// A picture with a block of pixels where each label stands.
    private func look(_ labels: [Label]) -> ScreenState {
        let image = Image(width: 320, height: 240) { bytes in
            for label in labels {
                for y in 0..<12 {
                    for x in 0..<(8 * label.text.count) where (x / 4 + y / 3).isMultiple(of: 2) || label.isMarked {
                        bytes[4 * ((label.y + y) * 320 + label.x + x)] = label.isMarked ? 255 : 128
                    }
                }
            }
        }
        let size = Size<ScreenSpace>(width: 320, height: 240)
        return ScreenState(
            screenshot: Screenshot(image: image, screen: size, capture: size.bounds), pointer: Point(x: 0, y: 0),
            windows: [])
    }
}

private struct Label: Hashable {
    let text: String
    let x: Int
    let y: Int
    var isMarked = false

    init(_ text: String, _ x: Int, _ y: Int, isMarked: Bool = false) {
        (self.text, self.x, self.y, self.isMarked) = (text, x, y, isMarked)
    }
}

/// Finds every label for any words. On a part of a screen, it finds them where there are any pixels.
private final class Shown: TargetResolving {
    private let shown: Mutex<[Label]>

    init(_ labels: [Label]) { shown = Mutex(labels) }

    func set(_ labels: [Label]) { shown.withLock { $0 = labels } }

    func labels(on screen: ScreenState) -> [String] { shown.withLock { $0.map(\.text) } }

    func resolve(_ target: Target, on screen: ScreenState) throws -> Grounding? { nil }

    func places(of target: Target, on screen: ScreenState) throws -> [Candidate] {
        let image = screen.screenshot.image
        let isWhole = image.width == 320
        let isBlank = image.withBytes { bytes in bytes.allSatisfy { $0 == 0 } }
        let labels = isBlank && !isWhole ? [] : shown.withLock { $0 }
        return (isWhole ? labels : isBlank ? [] : [Label(target.text, 0, 0)]).map { label in
            let box = Box<ImageSpace>(x: label.x, y: label.y, width: 8 * label.text.count, height: 12)
            return Candidate(box: box, point: box.centre, text: label.text, confidence: 1, isExact: true)
        }
    }
}
