package import Images

/// A pixel of the screen: of the root window, which spans all monitors, counted from its top left.
public struct ScreenPoint: Hashable, Codable, Sendable {
    public var x: Int
    public var y: Int

    public init(x: Int, y: Int) { (self.x, self.y) = (x, y) }

    package init(_ point: Point<ScreenSpace>) { (x, y) = point.pixel }

    package var point: Point<ScreenSpace> { Point(x: Double(x), y: Double(y)) }
}

/// A rectangle of whole pixels of the screen.
public struct ScreenBox: Hashable, Codable, Sendable {
    /// Of its top left pixel.
    public var x: Int
    public var y: Int
    public var width: Int
    public var height: Int

    public init(x: Int, y: Int, width: Int, height: Int) {
        (self.x, self.y, self.width, self.height) = (x, y, width, height)
    }

    package init(_ box: Box<ScreenSpace>) { (x, y, width, height) = box.pixels }

    package var box: Box<ScreenSpace> { Box(x: x, y: y, width: width, height: height) }

    /// The pixel in its middle.
    public var centre: ScreenPoint { ScreenPoint(x: x + width / 2, y: y + height / 2) }

    public func contains(_ point: ScreenPoint) -> Bool {
        point.x >= x && point.x < x + width && point.y >= y && point.y < y + height
    }
}

/// A pixel of one picture, counted from its top left.
public struct PicturePoint: Hashable, Codable, Sendable {
    public var x: Int
    public var y: Int

    public init(x: Int, y: Int) { (self.x, self.y) = (x, y) }
}

/// A rectangle of whole pixels of one picture.
public struct PictureBox: Hashable, Codable, Sendable {
    /// Of its top left pixel.
    public var x: Int
    public var y: Int
    public var width: Int
    public var height: Int

    public init(x: Int, y: Int, width: Int, height: Int) {
        (self.x, self.y, self.width, self.height) = (x, y, width, height)
    }

    package init(_ box: Box<ImageSpace>) { (x, y, width, height) = box.pixels }

    package var box: Box<ImageSpace> { Box(x: x, y: y, width: width, height: height) }

    /// The pixel in its middle.
    public var centre: PicturePoint { PicturePoint(x: x + width / 2, y: y + height / 2) }
}
