package import Images

/// Pixels of the screen: of the root window, which spans all monitors, counted from its top left.
public enum ScreenPixels {}

/// Pixels of one picture, counted from its top left.
public enum PicturePixels {}

/// A pixel of the screen.
public typealias ScreenPoint = PixelPoint<ScreenPixels>
/// A rectangle of whole pixels of the screen.
public typealias ScreenBox = PixelBox<ScreenPixels>
/// A pixel of one picture.
public typealias PicturePoint = PixelPoint<PicturePixels>
/// A rectangle of whole pixels of one picture.
public typealias PictureBox = PixelBox<PicturePixels>

/// A pixel of a space, such as ``ScreenPixels``.
public struct PixelPoint<Space>: Hashable, Codable, Sendable {
    public var x: Int
    public var y: Int

    public init(x: Int, y: Int) { (self.x, self.y) = (x, y) }
}

/// A rectangle of whole pixels of a space, such as ``ScreenPixels``.
public struct PixelBox<Space>: Hashable, Codable, Sendable {
    /// Of its top left pixel.
    public var x: Int
    public var y: Int
    public var width: Int
    public var height: Int

    public init(x: Int, y: Int, width: Int, height: Int) {
        (self.x, self.y, self.width, self.height) = (x, y, width, height)
    }

    /// The pixel in its middle.
    public var centre: PixelPoint<Space> { PixelPoint(x: x + width / 2, y: y + height / 2) }

    /// Whether the pixel lies in it, its right and lower edges excluded.
    public func contains(_ point: PixelPoint<Space>) -> Bool {
        point.x >= x && point.x < x + width && point.y >= y && point.y < y + height
    }
}

extension PixelPoint<ScreenPixels> {
    /// The pixel that holds a point.
    package init(_ point: Point<ScreenSpace>) { (x, y) = point.pixel }

    /// The top left corner of the pixel.
    package var point: Point<ScreenSpace> { Point(x: Double(x), y: Double(y)) }
}

extension PixelBox<ScreenPixels> {
    /// The whole pixels that a box of the screen touches.
    package init(_ box: Box<ScreenSpace>) { (x, y, width, height) = box.pixels }

    /// The same rectangle with coordinates of the screen.
    package var box: Box<ScreenSpace> { Box(x: x, y: y, width: width, height: height) }
}

extension PixelBox<PicturePixels> {
    /// The whole pixels that a box of a picture touches.
    package init(_ box: Box<ImageSpace>) { (x, y, width, height) = box.pixels }

    /// The same rectangle with coordinates of the picture.
    var box: Box<ImageSpace> { Box(x: x, y: y, width: width, height: height) }
}
