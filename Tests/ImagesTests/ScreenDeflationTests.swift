import Images
import Testing

/// Pictures as screens are, most of whose pixels repeat others.
struct ScreenDeflationTests {
    @Test(arguments: [
        (3, 3), (16, 1), (85, 40), (86, 40), (87, 3), (700, 600), (2000, 300), (10_922, 4), (10_923, 4), (12_000, 5),
    ])
    func `glyphs on a flat ground survive, whatever the width`(width: Int, height: Int) throws {
        var state: UInt64 = 42
        let image = Image(width: width, height: height) { x, y in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            // A third of each line has grains, in every fourth of them new ones.
            guard x % 30 < 10, y % 16 < 9 else { return (250, 250, 250) }
            let grain = y / 16 % 4 == 0 ? Int(state >> 60) * 16 : (x * 31 + y % 16 * 57) % 13 * 19
            return (grain, grain, grain)
        }
        #expect(try Image(png: image.png()).rgb == image.rgb)
    }

    /// Each colour twice as often as the one before would need a code of as many bits as there are colours.
    @Test func `colours of very different number survive`() throws {
        let (width, height) = (1024, 600)
        let image = Image(width: width, height: height) { x, y in
            let index = (y * width + x) * 2_654_435_761 % (width * height)
            let colour = 255 - (index + 1).leadingZeroBitCount * 4
            // Half of it flat, so that it counts as a screen.
            return x < width / 2 ? (colour, 255 - colour, colour ^ 77) : (0, 0, 0)
        }
        #expect(try Image(png: image.png()).rgb == image.rgb)
    }

    @Test func `what repeats nothing beside flat ground takes no more than its bytes`() throws {
        var random = SystemRandomNumberGenerator()
        let image = Image(width: 900, height: 500) { x, _ in
            guard x < 440 else { return (9, 9, 9) }
            return (Int(random.next() & 255), Int(random.next() & 255), Int(random.next() & 255))
        }
        let file = try image.png()
        #expect(try Image(png: file).rgb == image.rgb)
        #expect(file.count < 440 * 500 * 3 * 102 / 100)
    }

    @Test func `a flat screen takes some thousands of bytes`() throws {
        let image = Image(width: 1920, height: 1080) { _, _ in (46, 52, 64) }
        #expect(try image.png().count < 12_000)
    }
}
