import Images
import Testing

struct ResizingTests {
    @Test func `sizes agree with Pillow's to the last bit`() throws {
        let fixture: PictureFixtures.Resizing = try PictureFixtures.read("resize.json")
        let source = Image(
            width: fixture.width, height: fixture.height, rgb: PictureFixtures.bytes(fixture.rgb))
        for example in fixture.cases {
            let resized = source.resized(
                to: Size(width: example.width, height: example.height),
                using: example.filter == "area" ? .area : .bicubic)
            #expect(resized.rgb == PictureFixtures.bytes(example.rgb), "\(example.filter) \(resized.size)")
        }
    }

    @Test(arguments: ResizeFilter.allCases)
    func `a flat picture stays flat and a part resizes alone`(filter: ResizeFilter) throws {
        let image = Image(width: 90, height: 80) { x, _ in x < 40 ? (1, 2, 3) : (200, 100, 50) }
        let part = try #require(image.cropped(to: Box(x: 40, y: 7, width: 33, height: 21)))
        let resized = part.resized(to: Size(width: 77, height: 5), using: filter)
        #expect(Set((0..<77).map { resized[$0, 2] }) == [Colour(red: 200, green: 100, blue: 50)])
    }
}
