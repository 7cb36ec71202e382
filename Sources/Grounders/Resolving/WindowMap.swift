import Foundation
import Images
import Interaction

/// Which window shows at each place of a screenshot.
struct WindowMap {
    let frame: CoordinateFrame
    /// Those that can be seen, the uppermost first.
    private let windows: [WindowInfo]

    init(_ screen: ScreenState) {
        frame = screen.screenshot.frame
        windows = screen.windows.filter { !$0.isMinimised && !$0.frame.isEmpty }
    }

    /// Those whose frame shows a title.
    var withTitleBars: [WindowInfo] { windows.filter(\.hasTitleBar) }

    /// Those of which some part is not covered, as far as a grid of points tells.
    var shown: [WindowInfo] {
        windows.filter { window in
            let box = frame.imageBox(window.frame)
            return (0..<25).contains { cell in
                let across = (Double(cell % 5) + 0.5) / 5
                let down = (Double(cell / 5) + 0.5) / 5
                let point = Point<ImageSpace>(x: box.x + across * box.width, y: box.y + down * box.height)
                return self.window(under: point)?.id == window.id
            }
        }
    }

    /// The window that shows at a point; `nil` on the bare desktop.
    func window(under point: Point<ImageSpace>) -> WindowInfo? {
        let box = frame.screenBox(Box(x: point.x, y: point.y, width: 0, height: 0))
        return windows.first { $0.frame.contains(Point(x: box.x, y: box.y)) }
    }

    /// Whether one window, or the bare desktop, shows everywhere in a box.
    func showsWhole(_ box: Box<ImageSpace>) -> Bool {
        let inner = box.expanded(by: -1)
        let owner = window(under: box.centre)?.id
        return [
            Point(x: inner.x, y: inner.y), Point(x: inner.maxX, y: inner.y), Point(x: inner.x, y: inner.maxY),
            Point(x: inner.maxX, y: inner.maxY),
        ].allSatisfy { window(under: $0)?.id == owner }
    }

    /// Whether two places belong to the same window.
    func areTogether(_ one: Candidate, _ other: Candidate) -> Bool {
        window(under: one.point)?.id == window(under: other.point)?.id
    }

    /// Whether a place lies in the focused window or in a menu or other popup above it.
    func isFocused(_ candidate: Candidate) -> Bool {
        guard let owner = window(under: candidate.point) else { return false }
        return owner.isActive || owner.isPopup
    }
}
