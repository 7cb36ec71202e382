import Formats
import Images
import Testing

/// Our JPEG files as leptonica reads them.
@Suite struct JPEGTests {
    /// Text-like strokes, gradients and flat colours; the colours of pixels that are near each other differ.
    private static func picture(_ width: Int, _ height: Int) -> Image {
        Image(width: width, height: height) { bytes in
            for y in 0..<height {
                for x in 0..<width {
                    let start = 4 * (y * width + x)
                    let isStroke = (x / 3 + y / 5).isMultiple(of: 4)
                    bytes[start] = isStroke ? 20 : UInt8(255 * x / width)
                    bytes[start + 1] = isStroke ? 30 : 240
                    bytes[start + 2] = isStroke ? 200 : UInt8(255 * y / height)
                }
            }
        }
    }

    /// The root of the mean square of the differences of all components.
    private static func error(_ a: Image, _ b: Image) -> Double {
        var sum = 0.0
        for y in 0..<a.height {
            for x in 0..<a.width {
                let (one, other) = (a[x, y], b[x, y])
                for (left, right) in [(one.red, other.red), (one.green, other.green), (one.blue, other.blue)] {
                    sum += (Double(left) - Double(right)) * (Double(left) - Double(right))
                }
            }
        }
        return (sum / Double(3 * a.width * a.height)).squareRoot()
    }

    @Test(arguments: [(1, 1), (7, 5), (8, 8), (9, 17), (160, 100), (333, 127)])
    func `a picture is read as it was, whatever its size`(width: Int, height: Int) throws {
        let leptonica = try #require(LeptonicaLibrary.opened)
        let picture = Self.picture(width, height)
        let read = try leptonica.image(picture.jpeg(quality: 100), maximumPixels: 1 << 20)
        #expect(read.size == picture.size)
        #expect(Self.error(picture, read) < 2)
    }

    @Test func `less quality takes fewer bytes, and no more of it is lost than the eye bears`() throws {
        let leptonica = try #require(LeptonicaLibrary.opened)
        let picture = Self.picture(320, 200)
        let files = [100, 92, 50, 1].map { picture.jpeg(quality: $0) }
        #expect(files.map(\.count) == files.map(\.count).sorted(by: >))
        let errors = try files.map { try Self.error(picture, leptonica.image($0, maximumPixels: 1 << 20)) }
        #expect(errors == errors.sorted() && errors[1] < 6, "\(errors)")
    }

    @Test func `a part of a picture is that part alone`() throws {
        let leptonica = try #require(LeptonicaLibrary.opened)
        let part = try #require(Self.picture(64, 48).cropped(to: Box(x: 10, y: 6, width: 33, height: 21)))
        let read = try leptonica.image(part.jpeg(quality: 100), maximumPixels: 1 << 20)
        #expect(read.size == part.size && Self.error(part, read) < 2)
    }
}
