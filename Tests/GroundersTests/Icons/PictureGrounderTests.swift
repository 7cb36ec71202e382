import Grounders
import Images
import Interaction
import Testing

@Suite struct PictureGrounderTests {
    /// Finds what it was made with, whatever is asked for.
    private struct Prepared: Grounder {
        let name: String
        let found: [Candidate]

        func candidates(for target: String, in image: Image) -> [Candidate] { found }
    }

    private static func candidate(_ text: String, isExact: Bool, x: Int = 10) -> Candidate {
        let box = Box<ImageSpace>(x: x, y: 10, width: 20, height: 20)
        return Candidate(box: box, point: box.centre, text: text, confidence: 0.9, isExact: isExact)
    }

    private static let label = candidate("Save", isExact: true)
    private static let part = candidate("Save", isExact: false)
    private static let icon = candidate("save", isExact: false, x: 60)

    @Test(arguments: [
        ([label], [icon], [label]), ([part], [icon], [icon]), ([], [icon], [icon]), ([part], [], [part]), ([], [], []),
    ])
    func `whole labels come first, then icons, then parts of labels`(
        read: [Candidate], seen: [Candidate], expected: [Candidate]
    ) async throws {
        let grounder = PictureGrounder(
            text: Prepared(name: "text", found: read), icons: Prepared(name: "icons", found: seen))
        #expect(try await grounder.candidates(for: "Save", in: Self.blank) == expected)
    }

    @Test func `an icon is taken where no label is the target, two alike are not, and checks look for words only`()
        async throws
    {
        let screen = ScreenState(
            screenshot: Screenshot(
                image: Self.blank, screen: Size(width: 100, height: 40),
                capture: Box(x: 0, y: 0, width: 100, height: 40)),
            pointer: Point(x: 0, y: 0), windows: [])
        func resolver(_ seen: [Candidate]) -> TargetResolver {
            TargetResolver(Prepared(name: "text", found: []), icons: Prepared(name: "icons", found: seen))
        }
        let taken = try await resolver([Self.icon]).resolve(Target("Save"), on: screen)
        #expect(taken?.grounder == "icons" && taken?.candidates == [Self.icon])
        let other = Self.candidate("save", isExact: false, x: 10)
        await #expect(throws: AmbiguousTarget.self) {
            try await resolver([Self.icon, other]).resolve(Target("Save"), on: screen)
        }
        #expect(try await resolver([Self.icon]).places(of: Target("Save"), on: screen).isEmpty)
    }

    @Test(arguments: [
        ("the Save button", true), ("Save", true), ("Save menu item", true), ("the Save menu item", false),
        ("the Save tab", false),
    ])
    func `an icon is not taken for what shows words: an item of a menu, a tab`(target: String, isFound: Bool)
        async throws
    {
        let screen = ScreenState(
            screenshot: Screenshot(
                image: Self.blank, screen: Size(width: 100, height: 40),
                capture: Box(x: 0, y: 0, width: 100, height: 40)),
            pointer: Point(x: 0, y: 0), windows: [])
        let resolver = ElementResolver(
            TargetResolver(
                Prepared(name: "text", found: []), icons: Prepared(name: "icons", found: [Self.icon])))
        #expect(try await resolver.resolve(Target(target), on: screen)?.grounder == (isFound ? "icons" : nil))
    }

    private static let blank = Image(width: 100, height: 40) { _ in }
}
