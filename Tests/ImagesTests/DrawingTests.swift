import Images
import Testing

struct DrawingTests {
    private let grey = Image(width: 120, height: 90) { _, _ in (128, 128, 128) }

    @Test func `drawing leaves the picture as it was`() {
        let marked = grey.drawing { $0.fill(Box(x: 0, y: 0, width: 5, height: 5), .red) }
        #expect(marked[4, 4] == .red)
        #expect(grey[4, 4] == Colour(red: 128, green: 128, blue: 128))
    }

    @Test func `an outline lies inside its box`() {
        let drawn = grey.drawing { $0.outline(Box(x: 10, y: 20, width: 30, height: 15), .blue, thickness: 2) }
        let difference = drawn.difference(from: grey)
        #expect(difference.bounds == Box(x: 10, y: 20, width: 30, height: 15))
        #expect(difference.changedPixels == 30 * 15 - 26 * 11)
    }

    @Test func `a mark leaves the pixel that it marks visible`() {
        let drawn = grey.drawing { $0.mark(Point(x: 60, y: 40), .red) }
        #expect(drawn[60, 40] == grey[60, 40])
        #expect([drawn[70, 40], drawn[50, 40], drawn[60, 50], drawn[60, 30]] == [.red, .red, .red, .red])
    }

    @Test func `an arrow begins and ends where it should`() {
        let drawn = grey.drawing { $0.arrow(from: Point(x: 10, y: 80), to: Point(x: 100, y: 12), .green) }
        #expect(drawn[10, 80] == .green)
        #expect(drawn[99, 12] == .green)
        #expect(drawn[55, 46] == .green)
    }

    @Test(arguments: [Colour.yellow, .blue, .black, .white])
    func `a label can be read on its ground`(colour: Colour) {
        let drawn = grey.drawing { $0.label("Save", at: Point(x: 5, y: 5), colour) }
        let ground = Canvas.labelSize("Save")
        var colours: Set<Colour> = []
        for y in 5..<5 + ground.height {
            for x in 5..<5 + ground.width { colours.insert(drawn[x, y]) }
        }
        #expect(colours == [colour, colour.brightness > 128 ? .black : .white])
        #expect(drawn.difference(from: grey).bounds?.width == Double(ground.width))
    }

    @Test func `every printable character looks different`() {
        let looks = (32..<127).map { code -> [UInt8] in
            grey.drawing { $0.label(String(UnicodeScalar(UInt8(code))), at: Point(x: 0, y: 0), .black, scale: 1) }.rgb
        }
        #expect(Set(looks).count == 95)
    }

    @Test func `what lies outside the picture is left out`() {
        let drawn = grey.drawing { canvas in
            canvas.fill(Box(x: -50, y: -50, width: 51, height: 51), .red)
            canvas.outline(Box(x: 300, y: 300, width: 5, height: 5), .red)
            canvas.line(from: Point(x: .nan, y: 0), to: Point(x: 5, y: .infinity), .red)
            canvas.mark(Point(x: -3, y: .nan), .red)
            canvas.arrow(from: Point(x: 60, y: 60), to: Point(x: 60, y: 60), .red)
        }
        #expect(drawn[0, 0] == .red)
        #expect(drawn[1, 1] == grey[1, 1])
    }

    @Test func `a label moves to fit in the picture`() {
        let drawn = grey.drawing { $0.label("ok", at: Point(x: 119, y: 89), .red) }
        let size = Canvas.labelSize("ok")
        #expect(
            drawn.difference(from: grey).bounds
                == Box(x: 120 - size.width, y: 90 - size.height, width: size.width, height: size.height))
    }
}
