import Foundation
import Images
import Testing

struct PNGTests {
    @Test(arguments: [(1, 1), (2, 3), (4, 4), (5, 7), (127, 33), (640, 480), (1201, 503)])
    func `a picture survives being written and read`(width: Int, height: Int) throws {
        let flat = Image(width: width, height: height) { x, y in (x / 40 * 50, y / 30 * 60, 200) }
        let smooth = Image(width: width, height: height) { x, y in (x * 3 + y, x + y * 2, (x * y) >> 4) }
        var random = SystemRandomNumberGenerator()
        let noise = Image(width: width, height: height) { _, _ in
            (Int(random.next() & 255), Int(random.next() & 255), Int(random.next() & 255))
        }
        for image in [flat, smooth, noise] {
            #expect(try Image(png: image.png()).rgb == image.rgb)
        }
    }

    @Test func `a part of a picture is written without its surroundings`() throws {
        let image = Image(width: 50, height: 40) { x, y in (x, y, x + y) }
        let part = try #require(image.cropped(to: Box(x: 30, y: 20, width: 40, height: 9)))
        #expect(part.size == Size(width: 20, height: 9))
        #expect(try Image(png: part.png())[3, 4] == Colour(red: 33, green: 24, blue: 57))
    }

    @Test func `every kind of PNG gives the colours that a model's own reader gives, and 16-bit grey its upper bits`()
        throws
    {
        let fixtures: PictureFixtures.PNGs = try PictureFixtures.read("png.json")
        #expect(fixtures.pictures.count == 50)
        for picture in fixtures.pictures {
            let image = try Image(png: Array(picture.png))
            #expect(image.size == Size(width: fixtures.width, height: fixtures.height))
            let differences = zip(image.rgb, PictureFixtures.bytes(picture.rgb)).map { abs(Int($0) - Int($1)) }
            #expect(differences.max() == 0, "\(picture.name)")
        }
    }

    @Test func `windows shrink to a sixtieth, and a grainy photograph to little more than its grain`() throws {
        let windows = Image(width: 800, height: 600) { x, y in
            x / 90 % 2 == y / 70 % 2 ? (240, 240, 240) : (40, 80, 160)
        }
        #expect(try windows.png().count < 800 * 600 * 3 / 60)
        let photograph = Image(width: 800, height: 600) { x, y in
            let grain = (x * 7919 + y * 104_729 + x * y * 31) >> 3 & 3
            return (x / 4 + grain, (x * y) >> 11 + grain, 255 - x / 5 - grain)
        }
        #expect(try photograph.png().count < 800 * 600 * 3 / 2)
    }
}

/// What a broken file is told to its owner.
struct BrokenPNGTests {
    private let whole: [UInt8]

    init() throws {
        whole = try Image(width: 60, height: 40) { x, y in (x * y, x ^ y, x + y) }.png()
    }

    @Test func `no file is a PNG that does not begin like one`() {
        #expect(throws: ImageError.notPNG(start: [])) { try Image(png: []) }
        #expect(throws: ImageError.notPNG(start: [0xff, 0xd8, 0xff])) { try Image(png: [0xff, 0xd8, 0xff]) }
        let error = #expect(throws: ImageError.self) { try Image(png: Array("GIF89a......".utf8)) }
        #expect(error?.description.contains("47 49 46") == true)
    }

    @Test func `a file cut off anywhere is said to be cut off`() {
        for count in 1..<whole.count {
            #expect(throws: ImageError.truncated(bytes: count)) { try Image(png: Array(whole[..<count])) }
        }
    }

    @Test func `a byte changed anywhere is no crash`() {
        for index in whole.indices {
            for change: UInt8 in [0xff, 0x01, 0x80] {
                var bytes = whole
                bytes[index] ^= change
                _ = try? Image(png: bytes)
            }
        }
    }

    @Test func `damage in the middle is named with the part of the file that it is in`() throws {
        var bytes = whole
        bytes[bytes.count / 2] ^= 0x55
        let error = #expect(throws: ImageError.self) { try Image(png: bytes) }
        #expect(error?.description.contains("IDAT") == true, "\(error?.description ?? "")")
    }

    @Test(arguments: [(0, 5), (5, 0), (1 << 31, 1), (40000, 10), (32768, 32768), (16384, 8192)])
    func `a header that claims an absurd size is refused`(width: Int, height: Int) {
        let error = #expect(throws: ImageError.badSize(width: width, height: height)) {
            try Image(png: header(width: width, height: height))
        }
        #expect(error?.description.contains("\(width)x\(height)") == true)
    }

    @Test func `a large picture that its file is too small to hold takes no memory`() {
        #expect(throws: ImageError.truncated(bytes: 57)) { try Image(png: header(width: 8000, height: 8000)) }
    }

    /// The first bytes of a file with this size, and some that mean nothing.
    private func header(width: Int, height: Int) -> [UInt8] {
        func number(_ value: Int) -> [UInt8] { [24, 16, 8, 0].map { UInt8(value >> $0 & 255) } }
        return Array(whole[..<16]) + number(width) + number(height) + Array(whole[24..<57])
    }
}
