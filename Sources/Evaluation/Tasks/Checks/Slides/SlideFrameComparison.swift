import Formats
import JSON

extension SlideComparison {
    /// Where two shapes differ in place and size, as far as the options ask.
    func frameMismatch(_ found: SlideShape, _ wanted: SlideShape, slide: Int) -> String? {
        let pair = ShapePair(found: found, wanted: wanted, differs: !isSame(found.frame, wanted.frame))
        return belowMismatch(pair, slide) ?? besideMismatch(pair, slide) ?? equalityMismatch(pair)
            ?? sizeMismatch(pair)
    }

    /// A title or a table that was to be moved down.
    private func belowMismatch(_ pair: ShapePair, _ slide: Int) -> String? {
        if examines(.titleBelow) {
            let isMeant = pair.hasSameText && pair.found.text == "Product Comparison"
            if isMeant, !isBelow(pair) { return moved("further down", pair) }
            if !pair.hasSameText, pair.differs { return frames(pair) }
        }
        if examines(.tableBelow) {
            let isMeant = slide == 3 && pair.areBoth(.table)
            if isMeant, !isBelow(pair) { return moved("further down", pair) }
            if !isMeant, pair.differs { return frames(pair) }
        }
        return nil
    }

    /// A picture that was to be moved to the right or up.
    private func besideMismatch(_ pair: ShapePair, _ slide: Int) -> String? {
        guard slide == 2 else { return nil }
        if examines(.pictureRight), pair.haveNoText, !isRight(pair) { return moved("further right", pair) }
        if examines(.pictureAbove), pair.areBoth(.picture), !isAbove(pair) { return moved("further up", pair) }
        return nil
    }

    /// A shape that was to stay where it is.
    private func equalityMismatch(_ pair: ShapePair) -> String? {
        guard pair.differs else { return nil }
        if examines(.shiftedText) {
            let isMeant = pair.hasSameText && pair.found.text == "Elaborate on what you want to discuss."
            if !isMeant { return frames(pair) }
        }
        return examines(.frame) ? frames(pair) : nil
    }

    /// A shape of which only the size or the height is compared.
    private func sizeMismatch(_ pair: ShapePair) -> String? {
        let (found, wanted) = (pair.found.frame, pair.wanted.frame)
        if examines(.pictureSize) {
            let hasSameSize = isSame(found.width, wanted.width) && isSame(found.height, wanted.height)
            if pair.areBoth(.picture) ? !hasSameSize : pair.differs { return frames(pair) }
        }
        if examines(.height) {
            let isOnlyHeight = pair.haveNoText || pair.areBoth(.freeform)
            if isOnlyHeight ? !isSame(found.height, wanted.height) : pair.differs { return frames(pair) }
        }
        return nil
    }

    /// Lower than the expected one, and in the lower part of the slide.
    private func isBelow(_ pair: ShapePair) -> Bool {
        guard let top = pair.found.frame.top, let other = pair.wanted.frame.top else { return false }
        return top > other && top >= 3_600_000
    }

    private func isRight(_ pair: ShapePair) -> Bool {
        guard let left = pair.found.frame.left, let other = pair.wanted.frame.left else { return false }
        return left > other && left >= 4_320_000
    }

    private func isAbove(_ pair: ShapePair) -> Bool {
        guard let top = pair.found.frame.top, let other = pair.wanted.frame.top else { return false }
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

    private func frames(_ pair: ShapePair) -> String {
        difference("place and size", pair.found.frame, pair.wanted.frame)
    }

    private func moved(_ direction: String, _ pair: ShapePair) -> String {
        ": expected a place \(direction) than \(pair.wanted.frame), found \(pair.found.frame)"
    }
}

/// Two shapes that are compared.
private struct ShapePair {
    let found: SlideShape
    let wanted: SlideShape
    /// Whether their places or sizes differ.
    let differs: Bool

    var hasSameText: Bool { found.text.map { text in wanted.text?.isSame(as: text) ?? false } ?? false }
    var haveNoText: Bool { found.text == nil && wanted.text == nil }

    func areBoth(_ kind: SlideShape.Kind) -> Bool { found.kind == kind && wanted.kind == kind }
}
