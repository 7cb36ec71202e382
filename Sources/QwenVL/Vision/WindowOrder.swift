/// The order in which the vision tower takes the squares of two by two patches of some frames, window by window.
///
/// A window is a square of `side` by `side` units; those at the right and lower edges are smaller. Windows never reach
/// over frames, and an order that lists each window's units together lets attention run over neighbouring rows.
package struct WindowOrder: Hashable, Sendable {
    /// For each place in the order, the unit that stands there, of those counted frame by frame and row by row.
    package private(set) var units: [Int] = []
    /// Where windows begin and the last one ends, in patches.
    package private(set) var windows = [0]
    /// Where frames begin and the last one ends, in patches.
    package private(set) var frames = [0]

    /// - Parameters:
    ///   - grid: its frames are taken one after another.
    ///   - side: how many units are a window's side.
    package init(_ grid: PatchGrid, side: Int) {
        let (rows, columns) = (grid.tokenRows, grid.tokenColumns)
        units.reserveCapacity(grid.tokens)
        for frame in 0..<grid.frames {
            for top in stride(from: 0, to: rows, by: side) {
                for left in stride(from: 0, to: columns, by: side) {
                    for row in top..<min(top + side, rows) {
                        let start = (frame * rows + row) * columns
                        units += start + left..<start + min(left + side, columns)
                    }
                    windows.append(4 * units.count)
                }
            }
            frames.append(4 * units.count)
        }
    }

    /// For each place in the order, the patch that stands there: the four of a unit stay together.
    var patches: [Int] { units.flatMap { 4 * $0..<4 * $0 + 4 } }

    /// For each unit, its place in the order.
    package var places: [Int] {
        var places = [Int](repeating: 0, count: units.count)
        for (place, unit) in units.enumerated() { places[unit] = place }
        return places
    }
}
