import Images
import Interaction

/// Corrects the places of what a program draws below a native menu bar and tells as if there were none: LibreOffice with
/// GTK does so. GTK's own widgets within are told rightly, and have the size of the panel that holds them.
///
/// The menu bar that LibreOffice would draw without GTK's is told as well, beside the true one; it does not show.
enum MenuBarShift {
    /// Places that differ by so many pixels count as the same.
    private static let tolerance = 1.0

    /// The nodes of a program, in tree order, with their boxes on the screen.
    static func corrected(_ nodes: [AccessibleNode]) -> [AccessibleNode] {
        let bars = nodes.filter { $0.role == .menuBar }.compactMap(\.box)
        guard !bars.isEmpty else { return nodes }
        var nodes = nodes
        // How far down each node's box is moved, and whether it is in a menu bar that does not show.
        var moves: [(distance: Double, isHidden: Bool)] = []
        for (index, node) in nodes.enumerated() {
            var move = node.parent.map { moves[$0] } ?? (distance: 0, isHidden: false)
            if let box = node.box, let outer = node.parent.flatMap({ nodes[$0].box }), hasSameSize(box, outer) {
                let distance = outer.y - box.y
                if move.distance == 0, isBelow(outer, by: distance, bars) { move.distance = distance }
                if move.distance != 0, abs(distance) <= tolerance { move.distance = 0 }
            }
            if node.role == .menuBar, move.distance != 0 { move.isHidden = true }
            if move.isHidden { nodes[index].states.remove(.showing) }
            nodes[index].box?.y += move.distance
            moves.append(move)
        }
        return nodes
    }

    private static func hasSameSize(_ box: Box<ScreenSpace>, _ other: Box<ScreenSpace>) -> Bool {
        !box.isEmpty && box.x == other.x && box.width == other.width && box.height == other.height
    }

    /// Whether a menu bar of this height stands directly above.
    private static func isBelow(_ box: Box<ScreenSpace>, by distance: Double, _ bars: [Box<ScreenSpace>]) -> Bool {
        distance > tolerance
            && bars.contains { abs($0.height - distance) <= tolerance && abs($0.maxY - box.y) <= tolerance }
    }
}
