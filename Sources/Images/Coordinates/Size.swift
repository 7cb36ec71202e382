/// A width and height in whole pixels of `Space`.
package struct Size<Space: CoordinateSpace>: Hashable, Sendable {
    /// The number of columns.
    package var width: Int
    /// The number of rows.
    package var height: Int

    /// Creates a size.
    package init(width: Int, height: Int) {
        self.width = width
        self.height = height
    }

    /// The whole area, from the origin.
    package var bounds: Box<Space> { Box(x: 0, y: 0, width: Double(width), height: Double(height)) }
}

extension Size: CustomStringConvertible {
    package var description: String { "\(width)x\(height)" }
}

extension Size: Codable {
    /// Reads `[width, height]`.
    package init(from decoder: any Decoder) throws {
        var values = try decoder.unkeyedContainer()
        width = try values.decode(Int.self)
        height = try values.decode(Int.self)
        guard values.isAtEnd, width >= 0, height >= 0 else {
            throw DecodingError.dataCorruptedError(
                in: values, debugDescription: "a size is [width, height], two whole numbers from 0")
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var values = encoder.unkeyedContainer()
        try values.encode(width)
        try values.encode(height)
    }
}
