package import Images

extension Box {
    /// How far this box is below `anchor`; `nil` when it is not, or in another column.
    package func distance(below anchor: Box) -> Double? {
        let shared = min(maxX, anchor.maxX) - max(x, anchor.x)
        return shared > 0 && y >= anchor.maxY - 2 ? y - anchor.maxY : nil
    }

    /// How far this box is to the right of `anchor`; `nil` when it is not, or in another row.
    package func distance(rightOf anchor: Box) -> Double? {
        let shared = min(maxY, anchor.maxY) - max(y, anchor.y)
        return 2 * shared >= min(height, anchor.height) && x >= anchor.maxX - 2 ? x - anchor.maxX : nil
    }
}
