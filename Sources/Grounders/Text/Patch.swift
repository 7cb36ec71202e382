import Images

/// A rectangle of whole pixels, half-open.
struct Patch: Hashable, Sendable {
    var left: Int
    var top: Int
    var right: Int
    var bottom: Int

    init(left: Int, top: Int, right: Int, bottom: Int) {
        (self.left, self.top, self.right, self.bottom) = (left, top, right, bottom)
    }

    /// The pixels of a picture that a box touches.
    init(_ box: Box<ImageSpace>, within width: Int, _ height: Int) {
        left = min(max(Int(box.x.rounded(.down)), 0), width)
        top = min(max(Int(box.y.rounded(.down)), 0), height)
        right = min(max(Int(box.maxX.rounded(.up)), left), width)
        bottom = min(max(Int(box.maxY.rounded(.up)), top), height)
    }

    var width: Int { right - left }
    var height: Int { bottom - top }
    var box: Box<ImageSpace> { Box(x: left, y: top, width: width, height: height) }

    /// How many rows both cover.
    func sharedRows(_ other: Patch) -> Int { min(bottom, other.bottom) - max(top, other.top) }

    /// How many columns lie between the two; negative when they share some.
    func gap(to other: Patch) -> Int { max(left, other.left) - min(right, other.right) }

    /// Whether all of `other` lies in it.
    func contains(_ other: Patch) -> Bool {
        left <= other.left && other.right <= right && top <= other.top && other.bottom <= bottom
    }

    func union(_ other: Patch) -> Patch {
        Patch(
            left: min(left, other.left), top: min(top, other.top), right: max(right, other.right),
            bottom: max(bottom, other.bottom))
    }

    func expanded(by margin: Int, within width: Int, _ height: Int) -> Patch {
        Patch(
            left: max(left - margin, 0), top: max(top - margin, 0), right: min(right + margin, width),
            bottom: min(bottom + margin, height))
    }
}
