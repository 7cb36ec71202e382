package import Images

/// The path of a drag.
package struct DragPath<Space: CoordinateSpace>: Hashable, Sendable {
    /// Where the button is pressed; `nil` where the pointer is.
    package var start: Point<Space>?
    /// Points that the pointer passes on its way, in order.
    package var waypoints: [Point<Space>]
    /// Where the button is released.
    package var end: Point<Space>

    /// Creates a path from its start, the points on the way and its end.
    package init(from start: Point<Space>? = nil, waypoints: [Point<Space>] = [], end: Point<Space>) {
        self.start = start
        self.waypoints = waypoints
        self.end = end
    }

    /// The path through all `points`, of which the first is the start; `nil` for fewer than two.
    package init?(through points: [Point<Space>]) {
        guard points.count > 1, let start = points.first, let end = points.last else { return nil }
        self.init(from: start, waypoints: Array(points[1..<(points.count - 1)]), end: end)
    }

    func mapPoints<Other: CoordinateSpace, Failure: Error>(
        _ convert: (Point<Space>) throws(Failure) -> Point<Other>
    ) throws(Failure) -> DragPath<Other> {
        let first: Point<Other>? = if let start { try convert(start) } else { nil }
        var passed: [Point<Other>] = []
        for point in waypoints { passed.append(try convert(point)) }
        return DragPath<Other>(from: first, waypoints: passed, end: try convert(end))
    }
}
