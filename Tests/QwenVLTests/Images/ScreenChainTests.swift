import Images
import QwenVL
import TestInputs
import Testing

/// From the screen to the picture that the model sees and back, at sizes as they really come.
@Suite struct ScreenChainTests {
    /// Captures of every kind of side: even, odd, prime, tiny, larger than the limits allow.
    private func frames() throws -> [CoordinateFrame] {
        var numbers = SeededGenerator(seed: 12)
        return try (0..<300).map { index in
            let random = (0..<5).map { _ in Int(numbers.next() >> 8) }
            let (width, height) = (30 + random[0] % 3000, 30 + random[1] % 2000)
            let sizing = index % 2 == 0 ? SmartResize() : SmartResize().with(maximum: 3136 + random[4] % 1_500_000)
            let capture = Box<ScreenSpace>(
                x: random[2] % 5000 - 2500, y: random[3] % 3000 - 1500, width: width, height: height)
            return CoordinateFrame(
                screen: Size(width: 8000, height: 5000), capture: capture, image: Size(width: width, height: height),
                model: try sizing.size(for: Size(width: width, height: height)))
        }
    }

    @Test func `every whole pixel that a model can name is the one that whole numbers give`() throws {
        for frame in try frames() {
            let (left, top, width, height) = frame.capture.pixels
            for x in 0..<frame.model.width {
                let y = x % frame.model.height
                let mapped = try frame.screenPoint(Point(x: Double(x), y: Double(y)))
                let expected = Point<ScreenSpace>(
                    x: Double(left + x * width / frame.model.width), y: Double(top + y * height / frame.model.height))
                #expect(mapped == MappedPoint(point: expected, clamped: false), "\(x), \(y) of \(frame)")
            }
        }
    }

    @Test func `the far edge, which models name as a size, is the last pixel; beyond it is an error`() throws {
        for frame in try frames() {
            let (left, top, width, height) = frame.capture.pixels
            let corner = Point<ModelSpace>(x: Double(frame.model.width), y: Double(frame.model.height))
            let mapped = try frame.screenPoint(corner)
            #expect(mapped.clamped)
            #expect(mapped.point == Point(x: Double(left + width - 1), y: Double(top + height - 1)))
            #expect(throws: CoordinateError.self) { try frame.screenPoint(Point(x: corner.x + 1, y: 0)) }
            #expect(throws: CoordinateError.self) { try frame.screenPoint(Point(x: 0, y: -1)) }
        }
    }

    @Test func `every pixel of the screen can be shown to the model and comes back`() throws {
        for frame in try frames() {
            let (left, top, width, height) = frame.capture.pixels
            for step in 0..<max(width, height) {
                let (x, y) = (Double(left + step % width), Double(top + step % height))
                let back = try frame.screenPoint(frame.modelPoint(Point<ScreenSpace>(x: x + 0.5, y: y + 0.5)))
                #expect(back == MappedPoint(point: Point(x: x, y: y), clamped: false), "\(x), \(y) of \(frame)")
            }
        }
    }
}
