import Images
import Testing

struct DifferenceTests {
    private let plain = Image(width: 200, height: 150) { x, y in (x, y, 99) }

    @Test func `equal pictures have no difference, whatever their fourth bytes hold`() {
        let other = Image(width: 200, height: 150) { bytes in
            for y in 0..<150 {
                for x in 0..<200 {
                    let start = 4 * (y * 200 + x)
                    (bytes[start], bytes[start + 1], bytes[start + 2]) = (99, UInt8(y), UInt8(x))
                    bytes[start + 3] = 255
                }
            }
        }
        let difference = other.difference(from: plain)
        #expect(difference.isEmpty)
        #expect(difference.bounds == nil)
    }

    @Test func `changes are counted and bounded exactly, far ones apart and near ones together`() {
        let changed = plain.drawing { canvas in
            canvas.fill(Box(x: 3, y: 5, width: 4, height: 2), .white)
            canvas.fill(Box(x: 30, y: 31, width: 40, height: 3), .white)
            canvas.fill(Box(x: 199, y: 149, width: 1, height: 1), .white)
        }
        let difference = changed.difference(from: plain)
        #expect(difference.changedPixels == 8 + 120 + 1)
        #expect(
            difference.boxes == [
                Box(x: 3, y: 5, width: 67, height: 29), Box(x: 199, y: 149, width: 1, height: 1),
            ])
        #expect(difference.bounds == Box(x: 3, y: 5, width: 197, height: 145))
    }

    @Test func `a change of one step in one channel is found`() {
        let changed = plain.drawing {
            $0.fill(Box(x: 77, y: 88, width: 1, height: 1), Colour(red: 77, green: 88, blue: 98))
        }
        #expect(changed.difference(from: plain).boxes == [Box(x: 77, y: 88, width: 1, height: 1)])
    }

    @Test func `parts compare like whole pictures`() throws {
        let part = try #require(plain.cropped(to: Box(x: 10, y: 10, width: 50, height: 50)))
        #expect(part.difference(from: Image(width: 50, height: 50) { x, y in (x + 10, y + 10, 99) }).isEmpty)
    }

    @Test func `pictures of different sizes differ everywhere`() {
        let small = Image(width: 20, height: 10) { _, _ in (0, 0, 0) }
        #expect(small.difference(from: plain).changedPixels == 200)
    }
}
