import Images
import Interaction

extension ScreenState {
    /// Where to move the pointer so that a tooltip beside it goes; `nil` when there is none, or the pointer is in a menu
    /// or other popup that would go too.
    ///
    /// A place on the bare desktop is taken before one on a window, and of several the one that lies farthest away.
    var placeAwayFromTooltip: Point<ScreenSpace>? {
        let popups = windows.filter { $0.isPopup && !$0.isMinimised }
        guard popups.contains(where: { $0.isTooltip && $0.frame.expanded(by: Self.reach).contains(pointer) }),
            !popups.contains(where: { $0.frame.contains(pointer) })
        else { return nil }
        let shown = windows.filter { !$0.isMinimised }
        let bare = places.filter { place in !shown.contains { $0.frame.contains(place) } }
        return (bare.isEmpty ? places : bare).max { distance(to: $0) < distance(to: $1) }
    }

    /// How far from the pointer toolkits show its tooltip, at most.
    private static var reach: Double { 64 }

    /// Places near the corners and sides of the screen, but not at them, where panels and hot corners wait.
    private var places: [Point<ScreenSpace>] {
        let screen = screenshot.frame.screen
        let columns = [0.1, 0.5, 0.9].map { (Double(screen.width) * $0).rounded() }
        let rows = [0.1, 0.5, 0.9].map { (Double(screen.height) * $0).rounded() }
        return rows.flatMap { y in columns.map { Point(x: $0, y: y) } }
    }

    private func distance(to place: Point<ScreenSpace>) -> Double {
        let (across, down) = (place.x - pointer.x, place.y - pointer.y)
        return across * across + down * down
    }
}
