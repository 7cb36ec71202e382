import Images

/// A part of the root window in whole pixels.
struct PixelArea: Hashable, CustomStringConvertible {
    let x: Int
    let y: Int
    let width: Int
    let height: Int

    init(x: Int, y: Int, width: Int, height: Int) {
        self.x = x
        self.y = y
        self.width = width
        self.height = height
    }

    /// The whole pixels that `box` touches on a screen of `size`, or `nil` when there are none.
    init?(_ box: Box<ScreenSpace>, on size: Size<ScreenSpace>) {
        guard let visible = box.intersection(size.bounds), visible.width > 0, visible.height > 0 else { return nil }
        (x, y, width, height) = visible.pixels
    }

    var box: Box<ScreenSpace> { Box(x: x, y: y, width: width, height: height) }

    var description: String { "\(width)x\(height) pixels at (\(x), \(y))" }
}
