/// A copy of a picture that can be drawn on. Everything is clipped to the picture; nothing is blended.
package struct Canvas {
    let size: Size<ImageSpace>
    private let pixels: UnsafeMutableRawBufferPointer

    fileprivate init(size: Size<ImageSpace>, pixels: UnsafeMutableRawBufferPointer) {
        self.size = size
        self.pixels = pixels
    }

    /// Fills the whole pixels that `box` touches.
    package func fill(_ box: Box<ImageSpace>, _ colour: Colour) {
        guard let visible = box.intersection(size.bounds) else { return }
        let (left, top, width, height) = visible.pixels
        for y in top..<top + height {
            for x in left..<left + width {
                set(x, y, colour)
            }
        }
    }

    /// Draws the edges of `box` inside it.
    package func outline(_ box: Box<ImageSpace>, _ colour: Colour, thickness: Double = 2) {
        let inner = max(0, box.height - 2 * thickness)
        fill(Box(x: box.x, y: box.y, width: box.width, height: thickness), colour)
        fill(Box(x: box.x, y: box.maxY - thickness, width: box.width, height: thickness), colour)
        fill(Box(x: box.x, y: box.y + thickness, width: thickness, height: inner), colour)
        fill(Box(x: box.maxX - thickness, y: box.y + thickness, width: thickness, height: inner), colour)
    }

    /// Marks a place: a cross with an open centre, so that what was pointed at stays visible, edged in white.
    package func mark(_ point: Point<ImageSpace>, _ colour: Colour, reach: Double = 14) {
        drawCross(at: point, .white, reach: reach, half: 2.5)
        drawCross(at: point, colour, reach: reach - 1, half: 1.5)
    }

    /// Draws a straight line.
    package func line(
        from start: Point<ImageSpace>, to end: Point<ImageSpace>, _ colour: Colour, thickness: Double = 2
    ) {
        // Every second half pixel along the longer axis, so that no gap is left.
        let steps = (max(abs(end.x - start.x), abs(end.y - start.y)) * 2).rounded(.up)
        guard steps < 1_000_000 else { return }
        for step in 0...Int(steps) {
            let part = Double(step) / max(steps, 1)
            let x = (start.x + (end.x - start.x) * part - thickness / 2).rounded()
            let y = (start.y + (end.y - start.y) * part - thickness / 2).rounded()
            fill(Box(x: x, y: y, width: thickness, height: thickness), colour)
        }
    }

    /// Draws a line with a head at its end.
    package func arrow(
        from start: Point<ImageSpace>, to end: Point<ImageSpace>, _ colour: Colour, thickness: Double = 2
    ) {
        line(from: start, to: end, colour, thickness: thickness)
        let (x, y) = (start.x - end.x, start.y - end.y)
        let length = (x * x + y * y).squareRoot()
        guard length > 0 else { return }
        let head = min(14, length) / length
        for side in [0.4, -0.4] {
            let barb = Point<ImageSpace>(x: end.x + head * (x - side * y), y: end.y + head * (y + side * x))
            line(from: end, to: barb, colour, thickness: thickness)
        }
    }

    /// Writes one line of text on a filled ground, with its top left corner at `corner`, moved to fit in the picture.
    ///
    /// The ground is `colour` and the text black or white, whichever can be read on it.
    ///
    /// - Parameter scale: how many pixels each dot of the letters, five by seven dots, measures.
    package func label(_ text: String, at corner: Point<ImageSpace>, _ colour: Colour, scale: Int = 2) {
        let ground = Canvas.labelSize(text, scale: scale)
        let left = max(0, min(corner.x.rounded(.down), Double(size.width - ground.width)))
        let top = max(0, min(corner.y.rounded(.down), Double(size.height - ground.height)))
        fill(Box(x: left, y: top, width: Double(ground.width), height: Double(ground.height)), colour)
        let ink = colour.brightness > 128 ? Colour.black : .white
        let dot = Double(scale)
        for (index, letter) in text.enumerated() {
            for (row, column) in DotFont.dots(of: letter) {
                let x = left + Double(2 + index * 6 + column) * dot
                fill(Box(x: x, y: top + Double(2 + row) * dot, width: dot, height: dot), ink)
            }
        }
    }

    /// How large the ground of a label is.
    package static func labelSize(_ text: String, scale: Int = 2) -> Size<ImageSpace> {
        Size(width: (text.count * 6 + 3) * scale, height: 11 * scale)
    }

    /// Copies a picture to a place where it has room.
    func paste(_ picture: Image, left: Int, top: Int) {
        for y in 0..<min(picture.height, size.height - top) {
            for x in 0..<min(picture.width, size.width - left) { set(left + x, top + y, picture[x, y]) }
        }
    }

    /// Four arms that leave the centre open.
    private func drawCross(at point: Point<ImageSpace>, _ colour: Colour, reach: Double, half: Double) {
        let (x, y) = (point.x.rounded(.down) + 0.5, point.y.rounded(.down) + 0.5)
        let (gap, length) = (5 - half, reach - 5 + half)
        fill(Box(x: x - reach, y: y - half, width: length, height: 2 * half), colour)
        fill(Box(x: x + gap, y: y - half, width: length, height: 2 * half), colour)
        fill(Box(x: x - half, y: y - reach, width: 2 * half, height: length), colour)
        fill(Box(x: x - half, y: y + gap, width: 2 * half, height: length), colour)
    }

    private func set(_ x: Int, _ y: Int, _ colour: Colour) {
        let start = 4 * (y * size.width + x)
        (pixels[start], pixels[start + 1], pixels[start + 2]) = (colour.blue, colour.green, colour.red)
    }
}

extension Image {
    /// A copy of the picture with something drawn on it.
    ///
    ///     let marked = image.drawing { $0.mark(Point(x: 20, y: 30), .red) }
    package func drawing<Failure>(_ draw: (Canvas) throws(Failure) -> Void) throws(Failure) -> Image {
        let storage = PixelStorage(count: 4 * width * height, isZeroed: false)
        withBytes { bytes in
            for y in 0..<height {
                let row = UnsafeRawBufferPointer(rebasing: bytes[(y * bytesPerRow)...].prefix(4 * width))
                UnsafeMutableRawBufferPointer(rebasing: storage.bytes[(4 * y * width)...]).copyMemory(from: row)
            }
        }
        try draw(Canvas(size: size, pixels: storage.bytes))
        return Image(width: width, height: height, bytesPerRow: 4 * width, storage: storage)
    }
}

extension Colour {
    /// Black.
    package static let black = Colour(red: 0, green: 0, blue: 0)
    /// White.
    package static let white = Colour(red: 255, green: 255, blue: 255)
    /// A red that stands out on screenshots.
    package static let red = Colour(red: 220, green: 20, blue: 40)
    /// A green that stands out on screenshots.
    package static let green = Colour(red: 0, green: 140, blue: 60)
    /// A blue that stands out on screenshots.
    package static let blue = Colour(red: 20, green: 90, blue: 220)
    /// A yellow that stands out on screenshots.
    package static let yellow = Colour(red: 255, green: 210, blue: 0)

    /// Luma from 0 to 255 (ITU-R BT.601).
    package var brightness: Double { 0.299 * Double(red) + 0.587 * Double(green) + 0.114 * Double(blue) }
}
