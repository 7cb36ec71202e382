import Images
import Traces

/// Where things of a recorded window would stand in today's, when text and widgets have another size: from the places of
/// what stands in both.
struct LookScale {
    private let across: (factor: Double, offset: Double)
    private let down: (factor: Double, offset: Double)

    /// So few say nothing.
    private static let minimumPairs = 3

    /// - Parameter pairs: the boxes of the same things, then and now; `nil` for too few of them.
    init?(_ pairs: [(then: Box<ImageSpace>, now: Box<ImageSpace>)]) {
        guard pairs.count >= Self.minimumPairs else { return nil }
        across = Self.line(pairs.flatMap { [($0.then.x, $0.now.x), ($0.then.maxX, $0.now.maxX)] })
        down = Self.line(pairs.flatMap { [($0.then.y, $0.now.y), ($0.then.maxY, $0.now.maxY)] })
    }

    /// Where a box would stand now.
    func place(of box: Box<ImageSpace>) -> Box<ImageSpace> {
        Box(
            x: across.factor * box.x + across.offset, y: down.factor * box.y + down.offset,
            width: across.factor * box.width, height: down.factor * box.height)
    }

    /// The line of least squares through points.
    private static func line(_ points: [(Double, Double)]) -> (factor: Double, offset: Double) {
        let count = Double(points.count)
        let meanThen = points.reduce(0) { $0 + $1.0 } / count
        let meanNow = points.reduce(0) { $0 + $1.1 } / count
        let variance = points.reduce(0) { $0 + ($1.0 - meanThen) * ($1.0 - meanThen) }
        guard variance > 0 else { return (1, meanNow - meanThen) }
        let factor = points.reduce(0) { $0 + ($1.0 - meanThen) * ($1.1 - meanNow) } / variance
        return (factor, meanNow - factor * meanThen)
    }
}
