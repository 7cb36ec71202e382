import Images
import ScreenModel
import Testing

@Suite struct InkBoxTests {
    /// A light picture with dark rectangles.
    private static func picture(_ rectangles: [Box<ImageSpace>]) -> Image {
        Image(width: 80, height: 60) { bytes in
            for index in bytes.indices { bytes[index] = 230 }
            for rectangle in rectangles {
                let (left, top, width, height) = rectangle.pixels
                for y in top..<top + height {
                    for x in left..<left + width { for channel in 0..<3 { bytes[4 * (80 * y + x) + channel] = 40 } }
                }
            }
        }
    }

    private static let ink = Box<ImageSpace>(x: 30, y: 20, width: 16, height: 12)

    @Test(arguments: [
        Box<ImageSpace>(x: 28, y: 18, width: 20, height: 17), Box(x: 31.4, y: 21.2, width: 13, height: 10), ink,
    ])
    func `a box that is too large or too small becomes that of the ink`(box: Box<ImageSpace>) {
        #expect(InkBox.fitted(box, on: Self.picture([Self.ink])) == Self.ink)
    }

    @Test func `what begins beyond the box and its surroundings is no part of the icon, nor what lies beside it`() {
        let line = Box<ImageSpace>(x: 0, y: 36, width: 80, height: 2)
        let dot = Box<ImageSpace>(x: 49, y: 25, width: 2, height: 2)
        let picture = Self.picture([Self.ink, line, dot])
        #expect(InkBox.fitted(Box(x: 29, y: 19, width: 18, height: 14), on: picture) == Self.ink)
    }

    @Test func `parts that lie apart are one icon`() {
        let (left, right) = (
            Box<ImageSpace>(x: 30, y: 20, width: 6, height: 12), Box<ImageSpace>(x: 40, y: 20, width: 6, height: 12)
        )
        #expect(InkBox.fitted(Box(x: 29, y: 19, width: 18, height: 14), on: Self.picture([left, right])) == Self.ink)
    }

    @Test(arguments: [
        // Nothing, a small part of the box, and ink that goes on beyond the surroundings.
        [], [Box<ImageSpace>(x: 36, y: 24, width: 4, height: 4)], [Box<ImageSpace>(x: 0, y: 20, width: 80, height: 12)],
    ])
    func `a box stays where its ink is not told apart`(rectangles: [Box<ImageSpace>]) {
        let box = Box<ImageSpace>(x: 29, y: 19, width: 18, height: 14)
        #expect(InkBox.fitted(box, on: Self.picture(rectangles)) == box)
    }

    @Test func `at the edge of the picture the surroundings end`() {
        let corner = Box<ImageSpace>(x: 2, y: 46, width: 12, height: 12)
        #expect(InkBox.fitted(Box(x: 0, y: 44, width: 15, height: 15), on: Self.picture([corner])) == corner)
    }
}
