import Images

/// The points that the pointer visits during a drag.
struct DragTrack: Hashable, Sendable {
    /// Between two points.
    static let interval: Duration = .milliseconds(5)
    /// After the press and before the release.
    static let hold: Duration = .milliseconds(40)

    let points: [Point<ScreenSpace>]
    /// The index of the point at which every toolkit knows that this is a drag, some 16 pixels from the start; the last
    /// on a shorter way.
    let departure: Int

    /// Straight lines from point to point, in steps of some 8 pixels at first, as many toolkits take a smaller motion
    /// for none, and longer ones on long ways.
    init(from start: Point<ScreenSpace>, along path: [Point<ScreenSpace>]) {
        var points: [Point<ScreenSpace>] = []
        var from = start
        for to in path {
            let across = to.x - from.x
            let down = to.y - from.y
            let distance = (across * across + down * down).squareRoot()
            let steps = max(2, min(40, Int((distance / 8).rounded(.up))))
            points += (1...steps).map { step in
                let part = Double(step) / Double(steps)
                return Point(x: from.x + across * part, y: from.y + down * part)
            }
            from = to
        }
        self.points = points
        departure = points.firstIndex { !$0.isNear(start, within: 15) } ?? points.count - 1
    }
}
