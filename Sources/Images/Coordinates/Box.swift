/// A rectangle in `Space`, half-open: it holds its left and top edges, not its right and bottom ones.
package struct Box<Space: CoordinateSpace>: Hashable, Sendable {
    /// The left edge, inclusive.
    package var x: Double
    /// The top edge, inclusive.
    package var y: Double
    /// The width in pixels; may be fractional.
    package var width: Double
    /// The height in pixels; may be fractional.
    package var height: Double

    /// Creates a box from its top left corner and its size.
    package init(x: Double, y: Double, width: Double, height: Double) {
        self.x = x
        self.y = y
        self.width = width
        self.height = height
    }

    /// The box from its whole pixels.
    package init(x: Int, y: Int, width: Int, height: Int) {
        self.init(x: Double(x), y: Double(y), width: Double(width), height: Double(height))
    }

    /// The right edge, exclusive.
    package var maxX: Double { x + width }
    /// The bottom edge, exclusive.
    package var maxY: Double { y + height }
    /// The point in the middle.
    package var centre: Point<Space> { Point(x: x + width / 2, y: y + height / 2) }
    /// The area in square pixels.
    package var area: Double { width * height }
    /// Whether it holds no point, also when one of its numbers is NaN.
    package var isEmpty: Bool { !(width > 0 && height > 0) }

    /// Whether a point lies inside; the right and bottom edges are outside.
    package func contains(_ point: Point<Space>) -> Bool {
        point.x >= x && point.x < maxX && point.y >= y && point.y < maxY
    }

    /// Whether another box lies inside entirely.
    package func contains(_ other: Box) -> Bool {
        other.x >= x && other.maxX <= maxX && other.y >= y && other.maxY <= maxY
    }

    /// The part common to both, or `nil` when they do not meet.
    package func intersection(_ other: Box) -> Box? {
        let left = max(x, other.x)
        let top = max(y, other.y)
        let common = Box(
            x: left, y: top, width: min(maxX, other.maxX) - left, height: min(maxY, other.maxY) - top)
        return common.isEmpty ? nil : common
    }

    /// The smallest box that holds both.
    package func union(_ other: Box) -> Box {
        let left = min(x, other.x)
        let top = min(y, other.y)
        return Box(x: left, y: top, width: max(maxX, other.maxX) - left, height: max(maxY, other.maxY) - top)
    }

    /// The box moved outwards by `margin` on each side.
    package func expanded(by margin: Double) -> Box {
        Box(x: x - margin, y: y - margin, width: width + 2 * margin, height: height + 2 * margin)
    }

    /// The smallest box of whole pixels that holds this one.
    package var pixels: (x: Int, y: Int, width: Int, height: Int) {
        let left = Int(x.rounded(.down))
        let top = Int(y.rounded(.down))
        return (left, top, Int(maxX.rounded(.up)) - left, Int(maxY.rounded(.up)) - top)
    }
}

extension Box: Codable {
    /// Reads `[x, y, width, height]`.
    package init(from decoder: any Decoder) throws {
        var values = try decoder.unkeyedContainer()
        x = try values.decode(Double.self)
        y = try values.decode(Double.self)
        width = try values.decode(Double.self)
        height = try values.decode(Double.self)
        guard values.isAtEnd, [x, y, width, height].allSatisfy(\.isFinite) else {
            throw DecodingError.dataCorruptedError(
                in: values, debugDescription: "a box is [x, y, width, height], four finite numbers")
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var values = encoder.unkeyedContainer()
        for value in [x, y, width, height] {
            try values.encodeNumber(value)
        }
    }
}
