package import Images

/// Moves the box of a detected icon to its ink: the detector is wrong by a few pixels, and an icon that is cut off, or has
/// other things beside it, is told worse.
///
/// Ink is what differs from the most common colour around the box. Parts that belong to the icon lie apart from the border of
/// the looked at area, with their middle in the box.
package enum InkBox {
    /// How far around the box ink may lie, in pixels.
    private static let reach = 4
    /// How much a colour differs from the ground at least, as a sum over red, green and blue.
    private static let contrast = 28
    /// The ink's longer side over that of the box, at least; what is smaller is only a part of the icon.
    private static let least = 0.55

    /// The box of the ink in and about `box`, or `box` itself where none is told apart.
    package static func fitted(_ box: Box<ImageSpace>, on image: Image) -> Box<ImageSpace> {
        let sides = [box.x, box.y, box.maxX, box.maxY].map { Int($0.rounded(.toNearestOrEven)) }
        let left = max(0, sides[0] - reach)
        let top = max(0, sides[1] - reach)
        let width = min(image.width, sides[2] + reach) - left
        let height = min(image.height, sides[3] + reach) - top
        guard width >= 6, height >= 6 else { return box }
        var ink = InkMask(image, left: left, top: top, width: width, height: height, contrast: contrast)
        var fitted: Box<ImageSpace>?
        while let part = ink.takePart() {
            let centre = Point<ImageSpace>(x: part.centre.x + Double(left), y: part.centre.y + Double(top))
            let isInside =
                centre.x >= Double(sides[0] - 1) && centre.x < Double(sides[2] + 1) && centre.y >= Double(sides[1] - 1)
                && centre.y < Double(sides[3] + 1)
            guard isInside, !part.touchesBorder else { continue }
            let found = Box<ImageSpace>(
                x: left + part.left, y: top + part.top, width: part.right - part.left + 1,
                height: part.bottom - part.top + 1)
            fitted = fitted?.union(found) ?? found
        }
        guard let fitted, max(fitted.width, fitted.height) >= least * max(box.width, box.height) else { return box }
        return fitted
    }
}

/// Which pixels of an area are ink, as far as they are not taken yet.
private struct InkMask {
    /// Pixels that hang together, also across corners.
    struct Part {
        var (left, top, right, bottom) = (Int.max, Int.max, Int.min, Int.min)
        var touchesBorder = false
        private var (count, sumX, sumY) = (0, 0, 0)

        /// The mean of the pixels' columns and rows.
        var centre: Point<ImageSpace> {
            Point(x: Double(sumX) / Double(count), y: Double(sumY) / Double(count))
        }

        mutating func include(_ x: Int, _ y: Int) {
            (left, top, right, bottom) = (min(left, x), min(top, y), max(right, x), max(bottom, y))
            (count, sumX, sumY) = (count + 1, sumX + x, sumY + y)
        }
    }

    private let (width, height): (Int, Int)
    private var isInk: [Bool]
    private var next = 0

    init(_ image: Image, left: Int, top: Int, width: Int, height: Int, contrast: Int) {
        (self.width, self.height) = (width, height)
        let colours = (0..<width * height).map { image[left + $0 % width, top + $0 / width] }
        let ground = Self.ground(colours, width, height)
        isInk = colours.map { $0.distance(to: ground) > contrast }
    }

    /// The most common colour on the border.
    private static func ground(_ colours: [Colour], _ width: Int, _ height: Int) -> Colour {
        let border =
            Array(0..<width) + (0..<width).map { (height - 1) * width + $0 } + (0..<height).map { $0 * width }
            + (0..<height).map { $0 * width + width - 1 }
        let counts = Dictionary(border.map { (colours[$0], 1) }, uniquingKeysWith: +)
        // Of colours that are as common, the first.
        return border.map { colours[$0] }.reduce(colours[0]) { best, colour in
            counts[colour, default: 0] > counts[best, default: 0] ? colour : best
        }
    }

    /// The next part, which is ink no longer.
    mutating func takePart() -> Part? {
        guard let first = isInk[next...].firstIndex(of: true) else { return nil }
        next = first
        var part = Part()
        var front = [first]
        isInk[first] = false
        while let index = front.popLast() {
            let (x, y) = (index % width, index / width)
            part.include(x, y)
            for row in max(0, y - 1)...min(height - 1, y + 1) {
                for column in max(0, x - 1)...min(width - 1, x + 1) where isInk[row * width + column] {
                    isInk[row * width + column] = false
                    front.append(row * width + column)
                }
            }
        }
        part.touchesBorder =
            part.left == 0 || part.top == 0 || part.right == width - 1 || part.bottom == height - 1
        return part
    }
}

extension Colour {
    fileprivate func distance(to other: Colour) -> Int {
        abs(Int(red) - Int(other.red)) + abs(Int(green) - Int(other.green)) + abs(Int(blue) - Int(other.blue))
    }
}
