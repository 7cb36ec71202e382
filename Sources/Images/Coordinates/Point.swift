/// A position in `Space`. The pixel in column 3 covers x from 3 up to, not including, 4.
package struct Point<Space: CoordinateSpace>: Hashable, Sendable {
    /// The distance from the left edge, in pixels.
    package var x: Double
    /// The distance from the top edge, in pixels.
    package var y: Double

    /// Creates a point.
    package init(x: Double, y: Double) {
        self.x = x
        self.y = y
    }

    /// How far it is from another point, in pixels.
    package func distance(to other: Point) -> Double {
        ((x - other.x) * (x - other.x) + (y - other.y) * (y - other.y)).squareRoot()
    }

    /// The column and row of the pixel that holds this point.
    package var pixel: (x: Int, y: Int) { (Int(x.rounded(.down)), Int(y.rounded(.down))) }
}

extension Point: Codable {
    /// Reads `[x, y]`, the form that models and benchmarks use.
    package init(from decoder: any Decoder) throws {
        var values = try decoder.unkeyedContainer()
        x = try values.decode(Double.self)
        y = try values.decode(Double.self)
        guard values.isAtEnd, x.isFinite, y.isFinite else {
            throw DecodingError.dataCorruptedError(
                in: values, debugDescription: "a point is [x, y], two finite numbers")
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var values = encoder.unkeyedContainer()
        for value in [x, y] {
            try values.encodeNumber(value)
        }
    }
}

extension UnkeyedEncodingContainer {
    /// Writes whole numbers without a fraction, as a person would.
    mutating func encodeNumber(_ value: Double) throws {
        if let whole = Int(exactly: value) {
            try encode(whole)
        } else {
            try encode(value)
        }
    }
}
