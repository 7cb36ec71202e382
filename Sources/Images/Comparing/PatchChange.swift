/// How a part of a picture differs from an earlier picture of the same size.
package struct PatchChange: Hashable, Sendable {
    /// The smallest box around all pixels that differ.
    package var box: Box<ImageSpace>
    /// How many differ.
    package var pixels: Int
}

extension Image {
    /// What differs from an earlier picture within `area`; `nil` when nothing does.
    ///
    /// - Parameter ignored: parts that do not count.
    package func change(since earlier: Image, in area: Box<ImageSpace>, ignoring ignored: [Box<ImageSpace>])
        -> PatchChange?
    {
        guard let visible = area.intersection(size.bounds)?.intersection(earlier.size.bounds) else { return nil }
        let (x, y, width, height) = visible.pixels
        let near = ignored.filter { $0.intersection(visible) != nil }
        var change: PatchChange?
        for row in y..<(y + height) {
            for column in x..<(x + width) where self[column, row] != earlier[column, row] {
                let point = Point<ImageSpace>(x: Double(column), y: Double(row))
                if near.contains(where: { $0.contains(point) }) { continue }
                let pixel = Box<ImageSpace>(x: column, y: row, width: 1, height: 1)
                change = PatchChange(box: change?.box.union(pixel) ?? pixel, pixels: (change?.pixels ?? 0) + 1)
            }
        }
        return change
    }
}
