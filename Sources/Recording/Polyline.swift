import Images

/// Simplifying the path of a pointer.
enum Polyline {
    /// The points between the ends that a path needs, so that it strays nowhere far from the original (Douglas and Peucker
    /// 1973): by at most three pixels, or by more where that would take too many.
    static func simplified(_ points: [Point<ScreenSpace>], most: Int) -> [Point<ScreenSpace>] {
        var tolerance = 3.0
        while true {
            let kept = needed(points[...], tolerance)
            if kept.count <= most { return kept }
            tolerance *= 2
        }
    }

    /// Without the ends.
    private static func needed(_ points: ArraySlice<Point<ScreenSpace>>, _ tolerance: Double) -> [Point<ScreenSpace>] {
        guard points.count > 2, let first = points.first, let last = points.last else { return [] }
        let inner = points.indices.dropFirst().dropLast()
        guard
            let farthest = inner.max(by: { distance(points[$0], first, last) < distance(points[$1], first, last) }),
            distance(points[farthest], first, last) > tolerance
        else { return [] }
        return needed(points[...farthest], tolerance) + [points[farthest]] + needed(points[farthest...], tolerance)
    }

    /// How far a point is from the stretch between two others.
    private static func distance(
        _ point: Point<ScreenSpace>, _ start: Point<ScreenSpace>, _ end: Point<ScreenSpace>
    ) -> Double {
        let (dx, dy) = (end.x - start.x, end.y - start.y)
        let square = dx * dx + dy * dy
        guard square > 0 else { return point.distance(to: start) }
        let along = min(1, max(0, ((point.x - start.x) * dx + (point.y - start.y) * dy) / square))
        return point.distance(to: Point(x: start.x + along * dx, y: start.y + along * dy))
    }
}
