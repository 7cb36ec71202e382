import Foundation
import Grounders
import Images
import Interaction
import Testing

/// Controls of which no program tells anything, found by what stands beside them.
@Suite struct SightTests {
    private let resolver = ElementResolver(TargetResolver(TextGrounder(), icons: IconGrounder()))
    private let screen: ScreenState

    init() throws {
        let file = "Tasks/grounding/programs/images/galculator-c550-0-0.png"
        screen = ScreenState(picture: try Image(png: Array(try #require(FileManager.default.contents(atPath: file)))))
    }

    @Test(
        arguments: [
            ("the button right of 'AC'", Point<ImageSpace>(x: 774, y: 347)),
            ("the menu item right of 'Edit'", Point(x: 580, y: 249)),
        ])
    func `a control is found by its role and what is beside it`(words: String, place: Point<ImageSpace>) async throws {
        let found = try #require(try await resolver.resolve(Target(words), on: screen))
        #expect(found.grounder == "sight")
        #expect(found.candidates[found.chosen].box.contains(place), "\(found.candidates[found.chosen])")
    }

    @Test(arguments: ["the button right of 'Nowhere'", "the checked button right of 'AC'", "the slider below 'AC'"])
    func `what is not beside it, and a state, is not`(words: String) async throws {
        #expect(try await resolver.resolve(Target(words), on: screen) == nil)
    }
}
