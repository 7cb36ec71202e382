import Foundation
import Images
import ScreenModel
import Tensors
import Testing

/// A look at a screen of which an earlier look is known: one without the four buttons in a calculator's title bar.
@Suite struct LaterLookTests {
    private static let buttons = Box<ImageSpace>(x: 1104, y: 32, width: 156, height: 36)
    private let model: ScreenModel
    private let screen: Image
    private let without: Image

    init() throws {
        model = try ScreenModel(engine: Engine(threads: 2))
        let file = try #require(FileManager.default.contents(atPath: "Tests/Fixtures/grounding/tools.png"))
        let shown = try Image(png: Array(file))
        screen = shown
        without = Image(width: shown.width, height: shown.height) { bytes in
            shown.withBytes { drawn in
                for y in 0..<shown.height {
                    for x in 0..<shown.width {
                        let isHidden = Self.buttons.contains(Point<ImageSpace>(x: Double(x), y: Double(y)))
                        for channel in 0..<4 {
                            bytes[4 * (shown.width * y + x) + channel] =
                                isHidden ? 240 : drawn[shown.bytesPerRow * y + 4 * x + channel]
                        }
                    }
                }
            }
        }
    }

    private func buttons(_ look: ScreenLook) -> Set<Box<ImageSpace>> {
        Set(look.icons.map(\.box).filter { Self.buttons.contains($0.centre) })
    }

    private func others(_ look: ScreenLook) -> Set<Box<ImageSpace>> {
        Set(look.icons.map(\.box)).subtracting(buttons(look))
    }

    @Test func `icons that have come are seen as at first sight, and all others stay as they were`() {
        let first = model.look(at: without)
        #expect(buttons(first).isEmpty && !first.icons.isEmpty && !first.texts.isEmpty)
        let later = model.look(at: screen, since: (without, first))
        let found = buttons(later)
        let expected = buttons(model.look(at: screen))
        #expect(expected.count == 4 && found.count == 4)
        for box in expected { #expect(found.contains { $0.isNear(box) }, "\(box)") }
        #expect(others(later) == others(first))
        let seen = model.look(at: screen)
        #expect(!seen.elements.isEmpty)
        for element in seen.elements where Self.buttons.contains(element.box.centre) {
            #expect(later.elements.contains { $0.role == element.role && $0.box.isNear(element.box) }, "\(element)")
        }
    }

    @Test func `icons that have gone are gone, and the same screen has the same icons`() {
        let first = model.look(at: screen)
        let later = model.look(at: without, since: (screen, first))
        #expect(buttons(later).isEmpty && others(later) == others(first))
        let same = model.look(at: screen, since: (screen, first))
        #expect(same.icons.map(\.box) == first.icons.map(\.box) && same.texts.map(\.box) == first.texts.map(\.box))
        #expect(same.elements.map(\.box) == first.elements.map(\.box))
    }
}

extension Box {
    fileprivate func isNear(_ other: Box) -> Bool {
        [x - other.x, y - other.y, maxX - other.maxX, maxY - other.maxY].allSatisfy { abs($0) < 1 }
    }
}
