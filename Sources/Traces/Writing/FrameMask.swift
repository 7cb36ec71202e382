import Images
import Interaction

/// The parts of the screen that no picture may show.
struct FrameMask {
    private var hidden: [Box<ScreenSpace>]
    private var last: Screenshot?

    init(masks: [Box<ScreenSpace>]) { hidden = masks.filter { !$0.isEmpty } }

    mutating func hide(_ boxes: [Box<ScreenSpace>]) {
        for box in boxes where !box.isEmpty && !hidden.contains(where: { $0.contains(box) }) { hidden.append(box) }
    }

    var hidesAnything: Bool { !hidden.isEmpty }

    /// Whether a box lies within what is hidden.
    func hides(_ box: Box<ScreenSpace>) -> Bool { hidden.contains { $0.contains(box) } }

    mutating func remember(_ screenshot: Screenshot) { last = screenshot }

    /// Hides the place where a secret was typed: what changed since the last picture, from here on, for the text stays
    /// in its field. Where the two cannot be compared, the focused window is hidden whole, and without one everything.
    mutating func hideWhatChanged(on state: ScreenState) {
        let now = state.screenshot
        guard let last, last.capture == now.capture, last.image.size == now.image.size else {
            hide([state.activeWindow?.frame ?? now.capture])
            return
        }
        let changes = now.image.difference(from: last.image).boxes
        hide(changes.map { now.frame.screenBox($0).expanded(by: 4) })
    }

    /// What is hidden, in whole pixels of a screenshot.
    func boxes(in frame: CoordinateFrame) -> [Box<ImageSpace>] {
        hidden.compactMap { box in
            let (x, y, width, height) = frame.imageBox(box).pixels
            return Box(x: x, y: y, width: width, height: height).intersection(frame.image.bounds)
        }
    }

    /// What is hidden, in whole pixels of the picture that a model saw.
    func boxes(inModelPictureOf frame: CoordinateFrame) -> [Box<ImageSpace>] {
        let picture = CoordinateFrame(
            screen: frame.screen, capture: frame.capture,
            image: Size(width: frame.model.width, height: frame.model.height), model: frame.model)
        return boxes(in: picture)
    }
}

extension Image {
    /// The picture with boxes filled with black.
    func blackedOut(_ boxes: [Box<ImageSpace>]) -> Image {
        guard !boxes.isEmpty else { return self }
        return drawing { canvas in
            for box in boxes { canvas.fill(box, .black) }
        }
    }
}
