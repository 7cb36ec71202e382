import Images
import Traces

extension RecordedStep {
    /// The picture that the policy looked at, with what was decided drawn on it: what was found (yellow), what was taken
    /// (green), where the hand went (red), and what the wait for a still screen left out (blue).
    ///
    /// - Parameter image: the frame of ``before``.
    package func annotated(_ image: Image) -> Image {
        guard let before, let frame = before.coordinates.restored else { return image }
        return image.drawing { canvas in
            for region in settling?.regions ?? [] { canvas.outline(frame.imageBox(region.box), .blue) }
            drawGrounding(on: canvas)
            drawAction(on: canvas, frame, from: frame.imagePoint(execution?.pointerBefore ?? before.pointer))
            let corner = Point<ImageSpace>(x: 8, y: Double(image.height) - 30)
            canvas.label("\(number)  \(headline)", at: corner, .red)
        }
    }

    private func drawGrounding(on canvas: Canvas) {
        guard let grounding = decision?.grounding ?? decision?.assertion?.grounding else { return }
        for (index, candidate) in grounding.candidates.enumerated() where index != grounding.chosen {
            canvas.outline(candidate.box, .yellow)
        }
        guard grounding.candidates.indices.contains(grounding.chosen) else { return }
        canvas.outline(grounding.candidates[grounding.chosen].box, .green, thickness: 3)
    }

    private func drawAction(on canvas: Canvas, _ frame: CoordinateFrame, from start: Point<ImageSpace>) {
        func place(_ numbers: [Double]) -> Point<ImageSpace>? {
            numbers.count == 2 ? frame.imagePoint(Point<ScreenSpace>(x: numbers[0], y: numbers[1])) : nil
        }
        guard let action, let end = action.coordinate.flatMap(place) ?? (action.isAtPointer ? start : nil) else {
            return
        }
        if action.action == "left_click_drag" {
            let way = [start] + (action.path ?? []).compactMap(place) + [end]
            for (from, to) in zip(way, way.dropFirst()) { canvas.arrow(from: from, to: to, .red) }
        }
        canvas.mark(end, .red)
    }
}

extension RecordedAction {
    /// Whether it happens where the pointer is when it names no place.
    fileprivate var isAtPointer: Bool {
        switch restored(in: ScreenSpace.self) {
        case .click, .scroll, .leftMouseDown, .leftMouseUp: true
        case .key, .type, .mouseMove, .leftClickDrag, .wait, .answer, .terminate, nil: false
        }
    }
}
