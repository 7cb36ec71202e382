import Agents
import Images
import Interaction
import Testing

/// A screen of one checkbox, which no text names.
private struct OneCheckbox: TargetResolving {
    let isChecked: Bool

    func resolve(_ target: Target, on screen: ScreenState) -> Grounding? { nil }

    func places(of target: Target, on screen: ScreenState) -> [Candidate] {
        let states: ElementStates = isChecked ? [.enabled, .checked] : .enabled
        guard target.needsElements, target.text == "Bold", target.state?.holds(of: states) ?? true else { return [] }
        let box = Box<ImageSpace>(x: 5, y: 5, width: 10, height: 10)
        return [Candidate(box: box, point: box.centre, text: "Bold", confidence: 1, isExact: true)]
    }

    func explanation(of target: Target, on screen: ScreenState) -> String? {
        "the checkbox 'Bold' is \(isChecked ? "" : "not ")checked"
    }
}

struct StateClaimTests {
    private let checked = StateDemand(present: .checked)

    @Test(arguments: [true, false])
    func `a claim about a state holds where the element is in it, and says how it is otherwise`(
        isChecked: Bool
    ) async throws {
        let claim = Assertion(Target("Bold", state: checked), present: true)
        let result = try await claim.evaluate(on: look, by: OneCheckbox(isChecked: isChecked))
        #expect(result.holds == isChecked)
        #expect(result.claim == "'Bold' that is checked is on the screen")
        if !isChecked { #expect(result.detail.contains("the checkbox 'Bold' is not checked"), "\(result.detail)") }
        let opposite = Assertion(Target("Bold", state: checked.negated), present: true)
        #expect(try await opposite.evaluate(on: look, by: OneCheckbox(isChecked: isChecked)).holds != isChecked)
    }

    @Test func `words that describe an element are a claim about it`() async throws {
        let resolver = OneCheckbox(isChecked: true)
        let there = try await Assertion(Target("the Bold checkbox"), present: true).evaluate(on: look, by: resolver)
        #expect(there.holds)
        let gone = try await Assertion(Target("the Bold checkbox"), present: false).evaluate(on: look, by: resolver)
        #expect(!gone.holds)
        let other = try await Assertion(Target("the Wide checkbox"), present: true).evaluate(on: look, by: resolver)
        #expect(!other.holds)
    }

    private var look: ScreenState {
        let size = Size<ScreenSpace>(width: 40, height: 30)
        let image = Image(width: 40, height: 30) { _ in }
        return ScreenState(
            screenshot: Screenshot(image: image, screen: size, capture: size.bounds), pointer: Point(x: 0, y: 0),
            windows: [])
    }
}
