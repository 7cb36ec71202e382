package import Images

extension Box {
    /// How far two boxes of one size may overlap and yet stand beside each other: a little of it, since what is seen has no sharp
    /// edges.
    private static func slack(_ one: Double, _ other: Double) -> Double { max(2, min(one, other) / 8) }

    /// How far this box is below `anchor`; `nil` when it is not, or in another column. Less than 0 where they overlap a little.
    package func distance(below anchor: Box) -> Double? {
        let shared = min(maxX, anchor.maxX) - max(x, anchor.x)
        return shared > 0 && y >= anchor.maxY - Self.slack(height, anchor.height) ? y - anchor.maxY : nil
    }

    /// The same to the right, in the same row.
    package func distance(rightOf anchor: Box) -> Double? {
        let shared = min(maxY, anchor.maxY) - max(y, anchor.y)
        let isRight = x >= anchor.maxX - Self.slack(width, anchor.width)
        return 2 * shared >= min(height, anchor.height) && isRight ? x - anchor.maxX : nil
    }
}
