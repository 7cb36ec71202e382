import Dialects
import Images

/// The screenshots that a model is shown in place of whole ones: the last whole one, and what has changed since.
///
/// A screenshot is shown whole when it is the first, when its size differs from the one before, when more than a third of it
/// has changed, and when the parts shown since the last whole one would together be larger than that. Once more whole
/// screenshots would be shown than the history holds, the new one alone is; all before it give way to text.
struct ShownScreens {
    /// One screenshot that is shown.
    private struct Entry {
        let step: Int
        let shown: ShownScreen
        let frame: CoordinateFrame
        /// The whole of it, which the next one is compared with.
        let image: Image
        /// Cells of all parts since the last whole screenshot.
        let cells: Int

        var isWhole: Bool {
            if case .whole = shown { true } else { false }
        }
    }

    /// How many whole screenshots are shown at most.
    private let most: Int
    private var entries: [Entry] = []

    init(most: Int) { self.most = max(1, most) }

    /// How the screenshot of a step is shown; that of the same step before it, if there was one, is forgotten.
    ///
    /// - Parameter told: the earlier steps that the conversation tells of.
    mutating func show(_ sent: SentPicture, step: Int, after told: Set<Int>) -> ShownScreen {
        entries.removeAll { $0.step >= step || !told.contains($0.step) }
        if case .changes? = entries.first?.shown { entries = [] }
        let entry = entry(for: sent, step)
        if case .whole = entry.shown, entries.count(where: { $0.isWhole }) >= most { entries = [] }
        entries.append(entry)
        return entry.shown
    }

    /// How many of the latest of these steps are shown beside the present one.
    var earlier: Int { max(0, entries.count - 1) }

    /// How the screenshot of an earlier step is shown; `nil` for one that no longer is.
    func shown(in step: Int) -> ShownScreen? { entries.first { $0.step == step }?.shown }

    private func entry(for sent: SentPicture, _ step: Int) -> Entry {
        func whole() -> Entry {
            Entry(step: step, shown: .whole(sent.image), frame: sent.frame, image: sent.image, cells: 0)
        }
        let grid = CellGrid(sent.frame.model)
        guard let last = entries.last, last.frame == sent.frame, last.image.size == sent.image.size, grid.isDivisible
        else {
            return whole()
        }
        let difference = sent.image.difference(from: last.image, tile: CellGrid.side)
        let boxes = grid.parts(holding: difference.boxes, of: sent.image.size)
        let cells = boxes.reduce(0) { $0 + $1.count }
        guard cells * 3 <= grid.count, last.cells + cells <= grid.count else { return whole() }
        let parts = boxes.compactMap { sent.part(grid.box(of: $0)) }
        guard parts.count == boxes.count else { return whole() }
        return Entry(
            step: step, shown: .changes(parts, of: sent.frame.model), frame: sent.frame, image: sent.image,
            cells: last.cells + cells)
    }
}

extension SentPicture {
    /// A part of the picture, at the scale at which the model sees the whole.
    fileprivate func part(_ place: Box<ModelSpace>) -> ChangedPart? {
        let start: Point<ImageSpace> = frame.imagePoint(Point<ModelSpace>(x: place.x, y: place.y))
        let end: Point<ImageSpace> = frame.imagePoint(Point<ModelSpace>(x: place.maxX, y: place.maxY))
        let (left, top) = (start.x.rounded(.down), start.y.rounded(.down))
        let box = Box<ImageSpace>(
            x: left, y: top, width: end.x.rounded(.up) - left, height: end.y.rounded(.up) - top)
        let (_, _, width, height) = place.pixels
        return image.cropped(to: box).map {
            ChangedPart(picture: $0.fitted(to: Size(width: width, height: height)), place: place)
        }
    }
}
