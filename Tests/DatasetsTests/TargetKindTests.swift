import Datasets
import Images
import Interaction
import Testing

/// What has its name written on it is told from pictures by the shape of the ink.
struct TargetKindTests {
    private static let screen = Size<ScreenSpace>(width: 200, height: 100)

    /// A grey screen with these boxes in black.
    private static func screenshot(_ ink: [Box<ImageSpace>]) -> Screenshot {
        let image = Image(width: 200, height: 100) { bytes in
            for y in 0..<100 {
                for x in 0..<200 {
                    let isInk = ink.contains { $0.contains(Point(x: Double(x), y: Double(y))) }
                    for channel in 0..<4 { bytes[4 * (200 * y + x) + channel] = isInk ? 0 : 220 }
                }
            }
        }
        return Screenshot(image: image, screen: screen, capture: Box(x: 0, y: 0, width: 200, height: 100))
    }

    private static func kind(
        _ role: ElementRole, _ name: String, _ box: Box<ScreenSpace>, _ ink: [Box<ImageSpace>]
    ) -> TargetKind {
        let element = Element(role: role, name: name, box: box, sources: .accessibility)
        return TargetKind(of: element, on: screenshot(ink), scale: 1)
    }

    private static let button = Box<ScreenSpace>(x: 10, y: 10, width: 60, height: 60)

    @Test func `a band of ink much wider than high is a name, also below a picture`() {
        let picture = Box<ImageSpace>(x: 28, y: 16, width: 24, height: 24)
        let letters = (0..<4).map { Box<ImageSpace>(x: 26 + 7 * $0, y: 50, width: 5, height: 9) }
        let bar = Box<ImageSpace>(x: 26, y: 50, width: 28, height: 6)
        #expect(Self.kind(.button, "Save", Self.button, letters) == .text)
        #expect(Self.kind(.button, "Save", Self.button, [picture] + letters) == .text)
        #expect(Self.kind(.button, "Save", Self.button, [picture]) == .icon)
        // The colour that a button gives.
        #expect(Self.kind(.button, "Ink", Self.button, [picture, bar]) == .icon)
        #expect(Self.kind(.button, "7", Self.button, [Box(x: 36, y: 30, width: 6, height: 10)]) == .text)
        // A field's name stands beside it, whatever is written in it.
        #expect(Self.kind(.field, "Name", Self.button, letters) == .icon)
    }

    @Test(arguments: [
        Box<ScreenSpace>(x: 10, y: 10, width: 1, height: 1), Box(x: 199, y: 99, width: 30, height: 30),
        Box(x: -20, y: -20, width: 10, height: 10), Box(x: 300, y: 300, width: 10, height: 10),
        Box(x: 0, y: 0, width: 0, height: 0),
    ])
    func `what is tiny or beside the screen has no name on it`(box: Box<ScreenSpace>) {
        #expect(Self.kind(.button, "Save", box, []) == .icon)
    }
}
