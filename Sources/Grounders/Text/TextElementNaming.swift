package import Images
package import Interaction

/// Tells what lies under a point by reading the screen around it.
package struct TextElementNaming: ElementNaming {
    private let reader: TextReader
    /// How far around a point is read, in pixels: a button's words lie within.
    private static let reach = (across: 260.0, down: 26.0)
    /// How far beside its words a point still presses them, in pixels: a button has a margin.
    private static let margin = 14.0

    /// - Parameter reader: keeps what it has read.
    package init(reader: TextReader) { self.reader = reader }

    package func name(at point: Point<ScreenSpace>, on screen: ScreenState) async throws -> String? {
        let area = Box<ScreenSpace>(
            x: point.x - Self.reach.across, y: point.y - Self.reach.down, width: 2 * Self.reach.across,
            height: 2 * Self.reach.down)
        let near = try await labels(in: area, on: screen).filter { $0.box.expanded(by: Self.margin).contains(point) }
        return near.min { $0.box.distance(to: point) < $1.box.distance(to: point) }?.text
    }

    package func names(in box: Box<ScreenSpace>, on screen: ScreenState) async throws -> [String] {
        try await labels(in: box, on: screen).map(\.text)
    }

    package func labels(in box: Box<ScreenSpace>, on screen: ScreenState) async throws -> [ScreenLabel] {
        let capture = screen.screenshot.capture
        guard let visible = box.intersection(capture) else { return [] }
        let (x, y, width, height) = visible.pixels
        let part = Box<ImageSpace>(x: x - Int(capture.x), y: y - Int(capture.y), width: width, height: height)
        guard let picture = screen.screenshot.image.cropped(to: part) else { return [] }
        return try await reader.labels(on: picture).map { label in
            let box = label.box
            return ScreenLabel(
                text: label.text,
                box: Box(x: box.x + Double(x), y: box.y + Double(y), width: box.width, height: box.height))
        }
    }
}

extension Box<ScreenSpace> {
    fileprivate func distance(to point: Point<ScreenSpace>) -> Double {
        max(x - point.x, point.x - maxX, 0) + max(y - point.y, point.y - maxY, 0)
    }
}
