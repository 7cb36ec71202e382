import Images
import Testing

struct VisibleDifferenceTests {
    /// A white picture with something drawn on it.
    private func picture(_ draw: (Canvas) -> Void) -> Image {
        let ground = Image(width: 64, height: 48) { bytes in
            for index in bytes.indices { bytes[index] = 255 }
        }
        return ground.drawing(draw)
    }

    private func grey(_ level: UInt8) -> Colour { Colour(red: level, green: level, blue: level) }

    @Test(arguments: [(1, 0), (5, 0), (6, 600), (40, 600), (200, 600)])
    func `a shade counts from six steps of grey on`(steps: Int, different: Int) {
        let (one, other) = (
            picture { $0.fill(Box(x: 10, y: 10, width: 30, height: 20), self.grey(220)) },
            picture { $0.fill(Box(x: 10, y: 10, width: 30, height: 20), self.grey(UInt8(220 - steps))) }
        )
        let difference = other.visibleDifference(from: one, threshold: 0.02)
        #expect(difference.different == different)
        #expect(difference.tolerated == 600 - different)
    }

    @Test func `with the threshold 0 every pixel has to be equal`() {
        let (one, other) = (picture { _ in }, picture { $0.fill(Box(x: 3, y: 4, width: 1, height: 1), self.grey(254)) })
        #expect(other.visibleDifference(from: one, threshold: 0).different == 1)
        #expect(other.visibleDifference(from: one, threshold: 0.02).different == 0)
    }

    /// A dark area with a column of pixels that smooths its left edge.
    private func area(edge: UInt8, left: Int = 20) -> Image {
        picture {
            $0.fill(Box(x: left, y: 10, width: 20, height: 20), .black)
            $0.fill(Box(x: left, y: 10, width: 1, height: 20), self.grey(edge))
        }
    }

    @Test func `an edge that is smoothed otherwise is tolerated`() {
        let difference = area(edge: 160).visibleDifference(from: area(edge: 110), threshold: 0.02)
        #expect(difference.tolerated > 0)
        #expect(difference.different <= 2, "the corners end the slope")
    }

    @Test func `an area that lies one pixel further counts`() {
        #expect(area(edge: 128, left: 21).visibleDifference(from: area(edge: 128), threshold: 0.02).different >= 20)
    }

    @Test func `a smoothed dot that is gone counts`() {
        let dot = picture {
            $0.fill(Box(x: 20, y: 20, width: 4, height: 4), self.grey(150))
            $0.fill(Box(x: 21, y: 21, width: 2, height: 2), .black)
        }
        #expect(picture { _ in }.visibleDifference(from: dot, threshold: 0.02).different == 16)
    }

    @Test func `what is ignored is neither compared nor counted, and overlaps count once`() {
        let other = picture { $0.fill(Box(x: 10, y: 10, width: 10, height: 10), .red) }
        let ignored: [Box<ImageSpace>] = [
            Box(x: 0, y: 0, width: 15, height: 48), Box(x: 10, y: 0, width: 5, height: 90),
        ]
        let difference = other.visibleDifference(from: picture { _ in }, threshold: 0.02, ignoring: ignored)
        #expect(difference.different == 50)
        #expect(difference.ignored == 15 * 48)
        #expect(difference.compared == 64 * 48 - 15 * 48)
        #expect(difference.boxes == [Box(x: 15, y: 10, width: 5, height: 10)])
    }

    @Test func `the picture of a difference shows three pictures beside each other`() {
        let (one, other) = (picture { _ in }, picture { $0.fill(Box(x: 10, y: 10, width: 4, height: 4), .blue) })
        let shown = other.visibleDifference(from: one, threshold: 0.02).picture(recorded: one, now: other)
        #expect(shown.width == 3 * 64 + 2 * 8)
        #expect(shown[2 * 72 + 11, shown.height - 48 + 11] == .red)
    }
}
