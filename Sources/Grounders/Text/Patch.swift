import Images

/// A rectangle of whole pixels, half-open.
struct Patch: Hashable, Sendable {
    var left: Int
    var top: Int
    var right: Int
    var bottom: Int

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
