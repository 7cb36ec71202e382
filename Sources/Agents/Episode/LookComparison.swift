import Images
import Interaction

/// Compares the look directly before an action with the one on which it was decided, where the action goes.
struct LookComparison {
    let decided: ScreenState
    let now: ScreenState
    /// Parts of the screen that change by themselves.
    let restless: [Box<ScreenSpace>]

    /// So far around a point, in pixels, what is seen belongs to what is pressed.
    private static let reach = 12.0

    /// What has changed under an action, in words; `nil` when nothing has.
    func change(under planned: PlannedAction) -> String? {
        let points = planned.points(on: now)
        if !planned.isTyped, points != planned.points(on: decided), hasSameSize { return "the pointer has moved" }
        return change(under: planned, at: points)
    }

    /// What has changed at those of an action's points.
    func change(under planned: PlannedAction, at points: [Point<ScreenSpace>]) -> String? {
        guard hasSameSize else { return "the screen has another size" }
        guard !planned.isTyped else { return changeOfActiveWindow }
        for point in points {
            let place = "(\(point.pixel.x), \(point.pixel.y))"
            guard decided.window(at: point)?.id == now.window(at: point)?.id else {
                return "another window lies under \(place)"
            }
        }
        for point in [points.first, points.last].compactMap({ $0 })
        where hasChanged(area(around: point, planned.grounding)) {
            return "what lies under (\(point.pixel.x), \(point.pixel.y)) has changed"
        }
        return nil
    }

    private var hasSameSize: Bool { decided.screenshot.screen == now.screenshot.screen }

    private var changeOfActiveWindow: String? {
        guard decided.activeWindow?.id != now.activeWindow?.id else { return nil }
        return "another window has become active" + (now.activeWindow.map { ", '\($0.title)'" } ?? "")
    }

    /// The box of the target where it holds the point, else a patch around the point; in pixels of the picture.
    private func area(around point: Point<ScreenSpace>, _ grounding: Grounding?) -> Box<ImageSpace> {
        let capture = now.screenshot.capture
        let (x, y) = (point.x - capture.x, point.y - capture.y)
        if let grounding, grounding.candidates.indices.contains(grounding.chosen) {
            let box = grounding.candidates[grounding.chosen].box
            if box.contains(Point(x: x, y: y)) { return box }
        }
        return Box(x: x, y: y, width: 1, height: 1).expanded(by: Self.reach)
    }

    private func hasChanged(_ area: Box<ImageSpace>) -> Bool {
        let capture = now.screenshot.capture
        let ignored = restless.map {
            Box<ImageSpace>(x: $0.x - capture.x, y: $0.y - capture.y, width: $0.width, height: $0.height)
        }
        let change = now.screenshot.image.change(since: decided.screenshot.image, in: area, ignoring: ignored)
        // A caret is thin, wherever it blinks.
        return change.map { $0.box.width > 3 && $0.pixels >= 4 } ?? false
    }
}
