import Dialects
import Images
import Interaction
import Testing

/// From the numbers of an answer to pixels of the screen.
struct CoordinateTests {
    static let screens: [(Int, Int)] = [
        (640, 480), (800, 600), (1024, 600), (1024, 768), (1152, 864), (1280, 720), (1280, 800), (1280, 1024),
        (1366, 768), (1440, 900), (1536, 864), (1600, 900), (1680, 1050), (1920, 1080), (1920, 1200), (2048, 1152),
        (2560, 1440), (3440, 1440), (3840, 2160), (1080, 1920),
    ]

    private func frame(_ width: Int, _ height: Int, _ dialect: Dialect) throws -> CoordinateFrame {
        let screen = Size<ScreenSpace>(width: width, height: height)
        let image = Size<ImageSpace>(width: width, height: height)
        return CoordinateFrame(
            screen: screen, capture: screen.bounds, image: image, model: try dialect.pictureSize(for: image))
    }

    @Test(arguments: screens, [Dialect.qwen3, .uiTARS1, .doubao, .uiTARS2, .glm, .gemini, .maiUI, .json].map(\.name))
    func `a grid's corners and middle are those of the screen`(size: (Int, Int), name: String) throws {
        let dialect = try #require(Dialect.named(name))
        let (width, height) = size
        let frame = try frame(width, height, dialect)
        for x in [0, 1, 333, 500, 999, 1000] {
            for y in [0, 1, 500, 667, 999, 1000] {
                let read = try dialect.read(try answer(dialect, x, y), frame.model)
                let point = try #require(read.action?.point)
                // x · W / 1000, rounded down, and the last pixel for 1000.
                #expect(
                    try frame.screenPoint(point).point
                        == Point(
                            x: Double(min(x * width / 1000, width - 1)), y: Double(min(y * height / 1000, height - 1))))
            }
        }
    }

    @Test(arguments: screens)
    func `pixels of the picture that was sent are scaled by each side's own factor`(width: Int, height: Int) throws {
        for dialect in Dialect.all where dialect.coordinates == .pixels {
            let frame = try frame(width, height, dialect)
            let (w, h) = (frame.model.width, frame.model.height)
            for (x, y) in [(0, 0), (w - 1, 0), (0, h - 1), (w - 1, h - 1), (w / 2, h / 2), (w, h)] {
                let action = Action<ModelSpace>.click(.left, at: Point(x: Double(x), y: Double(y)))
                guard let written = dialect.call(action, frame.model) else { continue }
                let point = try #require(try dialect.read(written, frame.model).action?.point)
                #expect(
                    try frame.screenPoint(point).point
                        == Point(x: Double(min(x * width / w, width - 1)), y: Double(min(y * height / h, height - 1))),
                    "\(dialect.name)")
            }
        }
    }

    @Test(arguments: screens)
    func `a server that resizes by the family's rule leaves the picture as it is`(width: Int, height: Int) throws {
        for dialect in Dialect.all {
            let size = try dialect.pictureSize(for: Size(width: width, height: height))
            #expect(
                try dialect.pictureSize(for: Size(width: size.width, height: size.height)) == size, "\(dialect.name)")
            #expect(abs(Double(size.width) / Double(size.height) / (Double(width) / Double(height)) - 1) < 0.06)
        }
    }

    @Test(arguments: [
        ("computer_use", 1280, 800, 1288, 812), ("computer_use", 1366, 768, 1372, 756),
        ("qwen3_vl", 1920, 1080, 1920, 1088), ("anthropic_20250124", 1920, 1080, 1456, 819),
        ("anthropic_20250124", 1280, 800, 1280, 800), ("openai_computer", 3840, 2160, 3840, 2160),
        ("gemini_desktop", 1440, 900, 1440, 900), ("gta1", 3840, 2160, 3836, 2156),
    ])
    func `known sizes come out`(name: String, width: Int, height: Int, seenWidth: Int, seenHeight: Int) throws {
        let dialect = try #require(Dialect.named(name))
        #expect(
            try dialect.pictureSize(for: Size(width: width, height: height))
                == Size(width: seenWidth, height: seenHeight))
    }

    @Test func `a picture that no model can see is refused with its size`() {
        let error = #expect(throws: PictureRuleError.self) {
            try Dialect.qwen3.pictureSize(for: Size(width: 4000, height: 10))
        }
        #expect(error?.description.contains("4000x10") == true)
        #expect(throws: PictureRuleError.empty) { try Dialect.gemini.pictureSize(for: Size(width: 0, height: 10)) }
    }

    /// An answer with whole numbers of the grid, which ``Dialect/call`` would round for itself.
    private func answer(_ dialect: Dialect, _ x: Int, _ y: Int) throws -> String {
        let picture = Size<ModelSpace>(width: 1_000_000, height: 1_000_000)
        let point = Point<ModelSpace>(x: 123_000, y: 456_000)
        let written = try #require(dialect.call(.click(.left, at: point), picture))
        return written.replacing("123", with: "\(x)").replacing("456", with: "\(y)")
    }
}
