/// Ties the pixels that a model saw to the pixels of the screen, and is the only converter between them.
///
/// It travels with each image and is written to the trace whole, so that a wrong click can be traced to the model, to
/// this mapping or to the hand.
package struct CoordinateFrame: Hashable, Codable, Sendable {
    /// The root window at the time of the capture.
    package let screen: Size<ScreenSpace>
    /// What part of the screen was captured; its origin is the image's.
    package let capture: Box<ScreenSpace>
    /// The captured picture.
    package let image: Size<ImageSpace>
    /// The picture as the model saw it, after resizing.
    package let model: Size<ModelSpace>

    /// Creates a frame; the picture must not be empty.
    package init(
        screen: Size<ScreenSpace>, capture: Box<ScreenSpace>, image: Size<ImageSpace>, model: Size<ModelSpace>
    ) {
        precondition(image.width > 0 && image.height > 0 && model.width > 0 && model.height > 0, "an empty picture")
        self.screen = screen
        self.capture = capture
        self.image = image
        self.model = model
    }

    /// A frame for a picture that is shown as it was captured.
    package init(screen: Size<ScreenSpace>, capture: Box<ScreenSpace>) {
        let (_, _, width, height) = capture.pixels
        self.init(
            screen: screen, capture: capture, image: Size(width: width, height: height),
            model: Size(width: width, height: height))
    }

    /// More than calculation can lose of a coordinate, and far less than a pixel.
    private static let rounding = 1e-7

    /// Screen pixels per model pixel, along each axis.
    package var scale: (x: Double, y: Double) {
        (capture.width / Double(model.width), capture.height / Double(model.height))
    }

    /// Where a point that a model named lies on the screen.
    ///
    /// Each axis is scaled by its own factor, the capture's origin added, and the result floored to a pixel. A point
    /// less than one model pixel outside the picture is clamped onto it and marked.
    ///
    /// - Throws: ``CoordinateError/outside(x:y:size:)`` for a point further out.
    package func screenPoint(_ point: Point<ModelSpace>) throws(CoordinateError) -> MappedPoint {
        guard
            point.x > -1, point.y > -1, point.x < Double(model.width) + 1, point.y < Double(model.height) + 1
        else {
            throw .outside(x: point.x, y: point.y, width: model.width, height: model.height)
        }
        let (left, top, width, height) = capture.pixels
        // Multiplying before dividing is exact where the result is a whole pixel; the factor itself seldom is. A point that
        // a grid of thousandths named was divided before, and may lie the last bit below its pixel.
        let raw = Point<ScreenSpace>(
            x: (point.x * capture.width / Double(model.width) + capture.x + Self.rounding).rounded(.down),
            y: (point.y * capture.height / Double(model.height) + capture.y + Self.rounding).rounded(.down))
        let clamped = Point<ScreenSpace>(
            x: min(max(raw.x, Double(left)), Double(left + width - 1)),
            y: min(max(raw.y, Double(top)), Double(top + height - 1)))
        return MappedPoint(point: clamped, clamped: clamped != raw)
    }

    /// Where a point given in thousandths of the picture lies in it.
    package func modelPoint(_ point: Point<PerMilleSpace>) -> Point<ModelSpace> {
        Point(x: point.x * Double(model.width) / 1000, y: point.y * Double(model.height) / 1000)
    }

    /// Where a screen point lies in the picture that the model saw; it may be outside.
    package func modelPoint(_ point: Point<ScreenSpace>) -> Point<ModelSpace> {
        Point(
            x: (point.x - capture.x) * Double(model.width) / capture.width,
            y: (point.y - capture.y) * Double(model.height) / capture.height)
    }

    /// Where a point of the picture that the model saw lies in the captured one; it may be outside.
    package func imagePoint(_ point: Point<ModelSpace>) -> Point<ImageSpace> {
        Point(
            x: point.x * Double(image.width) / Double(model.width),
            y: point.y * Double(image.height) / Double(model.height))
    }

    /// Where a screen point lies in the captured picture; it may be outside.
    package func imagePoint(_ point: Point<ScreenSpace>) -> Point<ImageSpace> {
        Point(
            x: (point.x - capture.x) * Double(image.width) / capture.width,
            y: (point.y - capture.y) * Double(image.height) / capture.height)
    }

    /// The part of the screen that a box of the captured picture shows.
    package func screenBox(_ box: Box<ImageSpace>) -> Box<ScreenSpace> {
        let x = capture.width / Double(image.width)
        let y = capture.height / Double(image.height)
        return Box(
            x: box.x * x + capture.x, y: box.y * y + capture.y, width: box.width * x, height: box.height * y)
    }

    /// The part of the captured picture that shows a box of the screen; it may reach outside.
    package func imageBox(_ box: Box<ScreenSpace>) -> Box<ImageSpace> {
        let x = Double(image.width) / capture.width
        let y = Double(image.height) / capture.height
        return Box(
            x: (box.x - capture.x) * x, y: (box.y - capture.y) * y, width: box.width * x, height: box.height * y)
    }
}

/// A point brought onto the screen, and whether it had to be moved to lie inside the picture.
package struct MappedPoint: Hashable, Codable, Sendable {
    /// The point on the screen.
    package let point: Point<ScreenSpace>
    /// Whether it lay outside the picture, by less than one model pixel.
    package let clamped: Bool

    /// Creates a converted point.
    package init(point: Point<ScreenSpace>, clamped: Bool) {
        self.point = point
        self.clamped = clamped
    }
}

/// A point that lies in no picture.
package enum CoordinateError: Error, Hashable, Sendable, CustomStringConvertible {
    case outside(x: Double, y: Double, width: Int, height: Int)

    package var description: String {
        switch self {
        case .outside(let x, let y, let width, let height):
            "the point (\(x), \(y)) is outside the picture of \(width)x\(height) pixels; give x from 0 to \(width - 1) and y from 0 to \(height - 1)"
        }
    }
}
