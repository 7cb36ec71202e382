import Foundation
import Images
import ScreenModel
import Tensors
import Testing

/// A look at a screen of which an earlier look is known.
@Suite struct LaterLookTests {
    private let model: ScreenModel
    private let toolbar: Image

    init() throws {
        model = try ScreenModel(engine: Engine(threads: 2))
        toolbar = try Image(
            png: Array(#require(FileManager.default.contents(atPath: "Tests/Fixtures/screen/picture.png"))))
    }

    /// A white screen of 960x640 with the fixture's picture at some places.
    private func screen(_ places: [(x: Int, y: Int)]) -> Image {
        Image(width: 960, height: 640) { bytes in
            for index in bytes.indices { bytes[index] = 255 }
            toolbar.withBytes { drawn in
                for (x, y) in places {
                    for row in 0..<toolbar.height {
                        let line = drawn[(row * toolbar.bytesPerRow)...].prefix(4 * toolbar.width)
                        UnsafeMutableRawBufferPointer(
                            rebasing: bytes[(4 * (960 * (y + row) + x))...].prefix(line.count)
                        )
                        .copyMemory(from: UnsafeRawBufferPointer(rebasing: line))
                    }
                }
            }
        }
    }

    @Test func `icons where nothing changed stay, and those where something did are seen as at first sight`() {
        let (before, after) = (screen([(64, 64)]), screen([(64, 64), (672, 448)]))
        let first = model.icons(on: before)
        #expect(!first.isEmpty)
        let later = model.icons(on: after, since: (before, first))
        let whole = model.icons(on: after)
        #expect(Set(first.map(\.box)).isSubset(of: Set(later.map(\.box))))
        let right = later.filter { $0.box.x > 480 }
        #expect(!right.isEmpty)
        for icon in whole where icon.box.x > 480 && icon.confidence > 0.3 {
            #expect(right.contains { $0.box.centre.distance(to: icon.box.centre) < 2 })
        }
    }

    @Test func `icons that have gone are gone, and the same screen has the same icons`() {
        let (before, after) = (screen([(64, 64), (672, 448)]), screen([(64, 64)]))
        let first = model.icons(on: before)
        #expect(first.contains { $0.box.x > 480 })
        #expect(model.icons(on: after, since: (before, first)).allSatisfy { $0.box.x < 480 })
        #expect(model.icons(on: before, since: (before, first)).map(\.box) == first.map(\.box))
    }
}

extension Point {
    fileprivate func distance(to other: Point) -> Double { max(abs(x - other.x), abs(y - other.y)) }
}
