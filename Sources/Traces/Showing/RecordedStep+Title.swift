package import Images
import Interaction

extension RecordedStep {
    /// What was decided, in words that stay the same wherever it stands on the screen, such as `left_click 'Save'`.
    package var title: String {
        if action == nil, let claim = decision?.assertion { return "assert \(claim.claim)" }
        guard let action else { return headline }
        let words = action.words(withPlaces: false)
        let targets = decision?.allGroundings.map { "'\($0.target.text)'" } ?? []
        if !targets.isEmpty { return "\(words) \(targets.joined(separator: ", "))" }
        return target.map { "\(words) '\($0.name)'" } ?? words
    }

    /// The element that the action pointed at, as programs told it: the smallest around the point that has a name.
    package var target: ListedElement? {
        guard let point = targetPoint else { return nil }
        let around = (elements ?? []).filter { !$0.name.isEmpty && $0.box.contains(point) }
        return around.min { $0.box.area < $1.box.area }
    }

    /// Where the action pointed, in the pixels of the picture before it.
    package var targetPoint: Point<ImageSpace>? {
        guard let place = action?.coordinate, place.count == 2, let frame = before?.coordinates.restored else {
            return nil
        }
        return frame.imagePoint(Point<ScreenSpace>(x: place[0], y: place[1]))
    }
}
