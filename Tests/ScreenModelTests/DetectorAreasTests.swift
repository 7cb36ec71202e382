import Images
import ScreenModel
import Testing

@Suite struct DetectorAreasTests {
    private static let screen = Size<ImageSpace>(width: 1280, height: 800)

    @Test(arguments: [(1280, 800, 1), (1920, 1080, 1), (2560, 1440, 4), (3840, 2160, 4), (1920, 1200, 2)])
    func `a picture larger than 1920x1088 is looked at in tiles, which cover it once`(
        width: Int, height: Int, count: Int
    ) {
        let size = Size<ImageSpace>(width: width, height: height)
        let boxes = DetectorAreas(all: size).boxes
        #expect(boxes.count == count)
        #expect(boxes.reduce(0) { $0 + $1.area } == size.bounds.area)
        #expect(boxes.allSatisfy { size.bounds.contains($0) })
    }

    @Test func `of a small change its surroundings are looked at, which begin at the network's steps`() {
        let changed = Box<ImageSpace>(x: 500, y: 300, width: 20, height: 10)
        let areas = DetectorAreas(of: Self.screen, changed: [changed]).boxes
        #expect(areas == [Box(x: 436, y: 236, width: 148, height: 138)])
        // From (308, 108), rounded down to multiples of 32, to (712, 502).
        let seen = DetectorAreas.surroundings(of: areas[0], in: Self.screen)
        #expect(seen == Box(x: 288, y: 96, width: 424, height: 406))
    }

    @Test func `changes that lie close together are one area, and areas end with the picture`() {
        let near = [
            Box<ImageSpace>(x: 0, y: 0, width: 10, height: 10), Box(x: 1000, y: 700, width: 5, height: 5),
            Box(x: 100, y: 0, width: 10, height: 10),
        ]
        let areas = DetectorAreas(of: Self.screen, changed: near).boxes
        #expect(Set(areas) == [Box(x: 0, y: 0, width: 174, height: 74), Box(x: 936, y: 636, width: 133, height: 133)])
    }

    @Test func `nothing is looked at where nothing changed, and everything after a large change`() {
        #expect(DetectorAreas(of: Self.screen, changed: []).boxes.isEmpty)
        let large = Box<ImageSpace>(x: 0, y: 0, width: 800, height: 700)
        #expect(DetectorAreas(of: Self.screen, changed: [large]).boxes == [Self.screen.bounds])
    }
}
