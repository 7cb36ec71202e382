/// Gathers letters to lines of text.
///
/// A line may hold several labels, as a menu bar does: the network reads better with more to see, and labels are told
/// apart afterwards by the gaps between their words.
enum TextLines {
    /// The widest gap in a line of small letters, and of large ones, in pixels.
    private static let maximumGap = (small: 32, large: 64)

    /// The patches that each hold one line of text, from top to bottom.
    ///
    /// - Parameters:
    ///   - shapes: what may be letters.
    ///   - barriers: vertical edges that no line crosses.
    static func lines(of shapes: [Shape], within barriers: [Patch]) -> [Patch] {
        let walls = Dictionary(grouping: barriers, by: \.left)
        let tall = shapes.filter { $0.patch.height >= 5 }
        let small = shapes.filter { $0.patch.height < 5 }.map(\.patch)
        let strokes = Set(tall.filter(\.needsCompany).map(\.patch))
        var lines = joined(tall.map(\.patch)) {
            continues($0, $1) && !isParted($0, $1, by: walls) && isCompany($0, $1, strokes)
                && isCompany($1, $0, strokes)
        }
        let solid = tall.filter { !$0.needsCompany }.map(\.patch)
        lines.removeAll { line in !solid.contains { line.contains($0) } }
        // Dots, dashes and commas join the line they stand in, never one another across two lines.
        lines = attach(small, to: lines)
        return joined(lines, by: overlaps).filter { $0.height >= 5 && $0.width >= 2 }
            .sorted { ($0.top, $0.left) < ($1.top, $1.left) }
    }

    /// Whether two letters, or pieces of a line, stand beside each other as a line's letters do.
    private static func continues(_ one: Patch, _ other: Patch) -> Bool {
        let (low, high) = (min(one.height, other.height), max(one.height, other.height))
        let widest = min(max(maximumGap.small, 3 * high / 5), maximumGap.large)
        return one.gap(to: other) <= min(max(8 * high / 5, 14), widest) && 2 * one.sharedRows(other) >= low
            && high <= 4 * low
    }

    /// Whether `other` is large enough to make a letter of `one`, if that is a mere stroke.
    private static func isCompany(_ one: Patch, _ other: Patch, _ strokes: Set<Patch>) -> Bool {
        2 * other.height >= one.height || !strokes.contains(one)
    }

    /// Whether a wall stands in the gap between two letters.
    private static func isParted(_ one: Patch, _ other: Patch, by walls: [Int: [Patch]]) -> Bool {
        let (from, to) = (min(one.right, other.right), max(one.left, other.left))
        guard from <= to else { return false }
        // Taller than both: no letter beside them is.
        let (top, bottom) = (min(one.top, other.top), max(one.bottom, other.bottom))
        return ((from - 1)...to).contains { x in walls[x]?.contains { $0.top < top && bottom < $0.bottom } ?? false }
    }

    /// Whether two lines are one, found in pieces.
    private static func overlaps(_ one: Patch, _ other: Patch) -> Bool {
        one.gap(to: other) <= 0 && 2 * one.sharedRows(other) > min(one.height, other.height)
    }

    private static func attach(_ small: [Patch], to lines: [Patch]) -> [Patch] {
        var result = lines
        for dot in small {
            let near = lines.indices.filter { index in
                let line = lines[index]
                return dot.gap(to: line) <= line.height && dot.top >= line.top - 4 && dot.bottom <= line.bottom + 4
            }
            let nearest = near.max { lines[$0].sharedRows(dot) < lines[$1].sharedRows(dot) }
            guard let nearest else { continue }
            result[nearest] = result[nearest].union(dot)
        }
        return result
    }

    /// Unites all patches that belong together, directly or through others.
    private static func joined(_ patches: [Patch], by belong: (Patch, Patch) -> Bool) -> [Patch] {
        let sorted = patches.sorted { ($0.left, $0.top) < ($1.left, $1.top) }
        var owners = Array(sorted.indices)
        func owner(of index: Int) -> Int {
            var index = index
            while owners[index] != index { index = owners[index] }
            return index
        }
        for index in sorted.indices {
            for next in sorted.indices[(index + 1)...] {
                // Sorted by their left edges: those that follow are further away still.
                if sorted[next].left > sorted[index].right + maximumGap.large { break }
                if belong(sorted[index], sorted[next]) {
                    owners[owner(of: next)] = owner(of: index)
                }
            }
        }
        var whole: [Int: Patch] = [:]
        for index in sorted.indices {
            let owner = owner(of: index)
            whole[owner] = whole[owner]?.union(sorted[index]) ?? sorted[index]
        }
        return Array(whole.values)
    }
}
