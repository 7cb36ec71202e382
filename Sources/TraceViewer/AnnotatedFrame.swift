package import Images
import Interaction
package import Traces

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
        for grounding in (decision?.allGroundings ?? []) + [decision?.assertion?.grounding].compactMap(\.self) {
            for (index, candidate) in grounding.candidates.enumerated() where index != grounding.chosen {
                canvas.outline(candidate.box, .yellow)
            }
            guard grounding.candidates.indices.contains(grounding.chosen) else { continue }
            canvas.outline(grounding.candidates[grounding.chosen].box, .green, thickness: 3)
        }
    }

    private func drawAction(on canvas: Canvas, _ frame: CoordinateFrame, from start: Point<ImageSpace>) {
        guard let action = action?.restored(in: ScreenSpace.self) else { return }
        var here = start
        for member in action.members {
            guard let pointing = member.pointing else { continue }
            let points = [pointing.start.map(frame.imagePoint) ?? here] + pointing.path.map(frame.imagePoint)
            for (from, to) in zip(points, points.dropFirst()) { canvas.arrow(from: from, to: to, .red) }
            here = points.last ?? here
            canvas.mark(here, .red)
        }
    }
}
