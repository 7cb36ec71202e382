import Datasets
import Images
import Interaction
import Testing

/// Buttons that show nothing are no targets.
struct DrawnEdgesTests {
    private static let box = Box<ImageSpace>(x: 4, y: 4, width: 32, height: 32)

    /// A ground that slowly grows brighter downwards, with `ink` in the pixels where it is given.
    private static func image(_ ink: (Int, Int) -> UInt8?) -> Image {
        Image(width: 40, height: 40) { bytes in
            for y in 0..<40 {
                for x in 0..<40 {
                    for channel in 0..<4 { bytes[4 * (40 * y + x) + channel] = ink(x, y) ?? UInt8(100 + y) }
                }
            }
        }
    }

    @Test func `a frame around a graded ground shows nothing, nor does what is as dark as its ground`() {
        #expect(!DrawnEdges.areVisible(in: Self.box, of: Self.image { _, _ in nil }))
        #expect(!DrawnEdges.areVisible(in: Self.box, of: Self.image { x, y in x == 5 || y == 5 ? 0 : nil }))
        #expect(!DrawnEdges.areVisible(in: Self.box, of: Self.image { x, y in x == 20 ? UInt8(104 + y) : nil }))
    }

    @Test func `a line within the frame shows`() {
        #expect(DrawnEdges.areVisible(in: Self.box, of: Self.image { x, _ in x == 20 ? 0 : nil }))
        #expect(DrawnEdges.areVisible(in: Self.box, of: Self.image { _, y in y == 20 ? 0 : nil }))
        #expect(!DrawnEdges.areVisible(in: Box(x: 60, y: 60, width: 9, height: 9), of: Self.image { _, _ in 0 }))
    }
}
