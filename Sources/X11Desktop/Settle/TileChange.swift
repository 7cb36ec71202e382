package import Images

/// The screen is compared in squares of this many pixels.
package let tileSide = 32

/// The place of one square in the grid that covers the screen.
package struct Tile: Hashable, Comparable {
    let column: Int
    let row: Int

    package init(column: Int, row: Int) {
        self.column = column
        self.row = row
    }

    package static func < (left: Tile, right: Tile) -> Bool { (left.row, left.column) < (right.row, right.column) }
}

/// The changed pixels of one tile.
package struct TileChange: Hashable {
    let tile: Tile
    /// The smallest box around the changed pixels.
    let box: Box<ScreenSpace>
    /// The tile's contents, as hashes.
    let before: UInt64
    let after: UInt64
    /// How many pixels changed.
    let count: Int

    /// - Parameter count: of the changed pixels; all of `box` when not given.
    package init(tile: Tile, box: Box<ScreenSpace>, before: UInt64, after: UInt64, count: Int? = nil) {
        self.tile = tile
        self.box = box
        self.before = before
        self.after = after
        self.count = count ?? Int(box.width * box.height)
    }
}

/// Boxes that lie close together, as one.
struct Cluster {
    private(set) var box: Box<ScreenSpace>
    private(set) var members: [Int]

    /// Groups boxes with at most `gap` pixels between them.
    static func grouping(_ boxes: [Box<ScreenSpace>], gap: Double = 4) -> [Cluster] {
        var clusters: [Cluster] = []
        for (index, box) in boxes.enumerated() {
            var merged = Cluster(box: box, members: [index])
            var merging = true
            // A box may close the gap between clusters that were apart, and the union reach further ones.
            while merging {
                merging = false
                let reach = merged.box.expanded(by: gap + 0.5)
                for other in clusters.indices.reversed() where clusters[other].box.intersection(reach) != nil {
                    merged.box = merged.box.union(clusters[other].box)
                    merged.members += clusters.remove(at: other).members
                    merging = true
                }
            }
            clusters.append(merged)
        }
        return clusters
    }
}

extension Box<ScreenSpace> {
    /// No larger than the bar that marks where text goes in.
    var isCaretSized: Bool { width <= 3 && height <= 40 }

    /// No larger than a character: what a terminal inverts to show where text goes in.
    var isCharacterSized: Bool { width <= 24 && height <= 48 }

    /// Long and thin, as scrollbars are that float above the contents.
    var isUprightStrip: Bool { width <= 16 && height >= 40 && height >= 4 * width }
    var isLyingStrip: Bool { height <= 8 && width >= 40 }

    /// Whether this strip lies along the edge of `window` where scrollbars are.
    func isAlongEdge(of window: Box<ScreenSpace>) -> Bool {
        guard window.expanded(by: 1).contains(self) else { return false }
        if isUprightStrip { return min(abs(window.maxX - maxX), abs(x - window.x)) <= 16 }
        return isLyingStrip && abs(window.maxY - maxY) <= 8
    }
}
