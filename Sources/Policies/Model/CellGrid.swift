import Images

/// The picture that a model sees, cut into squares; parts of it are cut along their sides.
///
/// Qwen's models see a picture as squares of 28 pixels, so that a part has the squares of the whole.
struct CellGrid {
    /// The side of a square, in pixels of the picture that the model sees.
    static let side = 28
    /// A part is at least so many squares wide and high: smaller pictures are enlarged by the model.
    private static let least = 2
    /// So many parts are shown at most; more are joined.
    private static let mostParts = 3
    /// So many boxes are compared with each other; more are joined to one.
    private static let mostCompared = 64

    let picture: Size<ModelSpace>
    let columns: Int
    let rows: Int

    init(_ picture: Size<ModelSpace>) {
        self.picture = picture
        columns = (picture.width + Self.side - 1) / Self.side
        rows = (picture.height + Self.side - 1) / Self.side
    }

    /// Whether it has parts that are smaller than it.
    var isDivisible: Bool { columns > Self.least && rows > Self.least }

    /// How many squares there are.
    var count: Int { columns * rows }

    /// Squares from one to another.
    struct Part: Hashable {
        var columns: Range<Int>
        var rows: Range<Int>

        var count: Int { columns.count * rows.count }

        func joined(with other: Part) -> Part {
            Part(
                columns: min(
                    columns.lowerBound, other.columns.lowerBound)..<max(columns.upperBound, other.columns.upperBound),
                rows: min(rows.lowerBound, other.rows.lowerBound)..<max(rows.upperBound, other.rows.upperBound))
        }
    }

    /// Few parts that together hold all of these boxes of a picture of a size, which the model sees as this one.
    func parts(holding boxes: [Box<ImageSpace>], of size: Size<ImageSpace>) -> [Part] {
        let (x, y) = (
            Double(picture.width) / Double(size.width) / Double(Self.side),
            Double(picture.height) / Double(size.height) / Double(Self.side)
        )
        var parts = boxes.map { box in
            Part(
                columns: Self.range(from: box.x * x, to: box.maxX * x, below: columns),
                rows: Self.range(from: box.y * y, to: box.maxY * y, below: rows))
        }
        if parts.count > Self.mostCompared, let first = parts.first {
            parts = [parts.dropFirst().reduce(first) { $0.joined(with: $1) }]
        }
        while let (one, other) = pairToJoin(parts) {
            let joined = parts[one].joined(with: parts[other])
            parts.remove(at: other)
            parts[one] = joined
        }
        return parts.sorted {
            ($0.rows.lowerBound, $0.columns.lowerBound) < ($1.rows.lowerBound, $1.columns.lowerBound)
        }
    }

    /// A part in pixels of the picture that the model sees.
    func box(of part: Part) -> Box<ModelSpace> {
        let (x, y) = (part.columns.lowerBound * Self.side, part.rows.lowerBound * Self.side)
        return Box(
            x: x, y: y, width: min(part.columns.upperBound * Self.side, picture.width) - x,
            height: min(part.rows.upperBound * Self.side, picture.height) - y)
    }

    /// The pair that costs least to join: while there are too many parts, and where joined they are no larger than apart.
    private func pairToJoin(_ parts: [Part]) -> (Int, Int)? {
        var best: (pair: (Int, Int), cost: Int)?
        for one in parts.indices {
            for other in parts.indices where other > one {
                let cost = parts[one].joined(with: parts[other]).count - parts[one].count - parts[other].count
                if cost < best?.cost ?? .max { best = ((one, other), cost) }
            }
        }
        guard let best, best.cost <= 0 || parts.count > Self.mostParts else { return nil }
        return best.pair
    }

    /// Whole squares, at least two, within the picture.
    private static func range(from start: Double, to end: Double, below count: Int) -> Range<Int> {
        var first = max(0, min(Int(start.rounded(.down)), count - 1))
        var last = max(first + 1, min(Int(end.rounded(.up)), count))
        if last - first < least { last = min(count, first + least) }
        if last - first < least { first = max(0, last - least) }
        return first..<last
    }
}
