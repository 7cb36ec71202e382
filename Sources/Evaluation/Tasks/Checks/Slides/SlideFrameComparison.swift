import Formats
import JSON

extension SlideComparison {
    /// Where two shapes differ in place and size, as far as the options ask.
    func frameMismatch(_ found: SlideShape, _ wanted: SlideShape, slide: Int) -> String? {
        let differs = !isSame(found.frame, wanted.frame)
        let hasSameText = found.text.map { text in wanted.text?.isSame(as: text) ?? false } ?? false
        let haveNoText = found.text == nil && wanted.text == nil
        func both(_ kind: SlideShape.Kind) -> Bool { found.kind == kind && wanted.kind == kind }
        if examines(.titleBelow) {
            if hasSameText {
                if found.text == "Product Comparison", !isBelow(found, wanted) {
                    return moved("further down", found, wanted)
                }
            } else if differs {
                return frames(found, wanted)
            }
        }
        if examines(.tableBelow) {
            if slide == 3, both(.table) {
                if !isBelow(found, wanted) { return moved("further down", found, wanted) }
            } else if differs {
                return frames(found, wanted)
            }
        }
        if examines(.pictureRight), slide == 2, haveNoText, !isRight(found, wanted) {
            return moved("further right", found, wanted)
        }
        if examines(.pictureAbove), slide == 2, both(.picture), !isAbove(found, wanted) {
            return moved("further up", found, wanted)
        }
        if examines(.shiftedText), differs {
            let isMeant = hasSameText && found.text == "Elaborate on what you want to discuss."
            if !isMeant { return frames(found, wanted) }
        }
        if examines(.frame), differs { return frames(found, wanted) }
        if examines(.pictureSize) {
            let hasSameSize =
                isSame(found.frame.width, wanted.frame.width) && isSame(found.frame.height, wanted.frame.height)
            if both(.picture) ? !hasSameSize : differs { return frames(found, wanted) }
        }
        if examines(.height) {
            let isOnlyHeight = haveNoText || both(.freeform)
            if isOnlyHeight ? !isSame(found.frame.height, wanted.frame.height) : differs {
                return frames(found, wanted)
            }
        }
        return nil
    }

    /// Lower than the expected one, and in the lower part of the slide.
    private func isBelow(_ found: SlideShape, _ wanted: SlideShape) -> Bool {
        guard let top = found.frame.top, let other = wanted.frame.top else { return false }
        return top > other && top >= 3_600_000
    }

    private func isRight(_ found: SlideShape, _ wanted: SlideShape) -> Bool {
        guard let left = found.frame.left, let other = wanted.frame.left else { return false }
        return left > other && left >= 4_320_000
    }

    private func isAbove(_ found: SlideShape, _ wanted: SlideShape) -> Bool {
        guard let top = found.frame.top, let other = wanted.frame.top else { return false }
        return top < other && top <= 1_980_000
    }

    private func isSame(_ found: SlideFrame, _ wanted: SlideFrame) -> Bool {
        isSame(found.left, wanted.left) && isSame(found.top, wanted.top) && isSame(found.width, wanted.width)
            && isSame(found.height, wanted.height)
    }

    private func isSame(_ found: Int?, _ wanted: Int?) -> Bool {
        if found == wanted { return true }
        guard let found, let wanted, found != 0, wanted != 0 else { return false }
        let (one, two) = (Double(found), Double(wanted))
        return abs(one - two) / max(abs(one), abs(two)) <= tolerance
    }

    private func frames(_ found: SlideShape, _ wanted: SlideShape) -> String {
        difference("place and size", found.frame, wanted.frame)
    }

    private func moved(_ direction: String, _ found: SlideShape, _ wanted: SlideShape) -> String {
        ": expected a place \(direction) than \(wanted.frame), found \(found.frame)"
    }
}
