import Images
import Interaction

/// Finds the X window of each window in an accessibility tree, and where the tree's boxes lie on the screen.
struct WindowMatch {
    /// A window as its program tells it.
    struct Told {
        var name: String
        var role: AccessibleRole
        var states: AccessibleStates
        var box: Box<ProgramSpace>?
    }

    /// Boxes that differ by so many pixels count as the same.
    private static let tolerance = 2.0
    /// Margins of shadows around a window are smaller.
    private static let maximumShadow = 100.0

    private let windows: [WindowInfo]

    /// - Parameters:
    ///   - windows: of the whole screen.
    ///   - process: the program's; windows of other processes are not its own. Where no window has it, as when a window
    ///     tells the number that it has in its container, all windows are looked at.
    init(_ windows: [WindowInfo], process: Int?) {
        let shown = windows.filter { !$0.isMinimised }
        let own = shown.filter { $0.process == process && process != nil }
        self.windows = own.isEmpty ? shown : own
    }

    /// For each window told, the X window that is the most like it; each is found once at most.
    func windows(for told: [Told]) -> [WindowInfo?] {
        var found = [WindowInfo?](repeating: nil, count: told.count)
        var taken: Set<WindowID> = []
        let pairs = told.indices.flatMap { index in
            windows.map { (index: index, window: $0, likeness: likeness(told[index], $0)) }
        }
        for pair in pairs.filter({ $0.likeness >= 4 }).sorted(by: { $0.likeness > $1.likeness })
        where found[pair.index] == nil && !taken.contains(pair.window.id) {
            found[pair.index] = pair.window
            taken.insert(pair.window.id)
        }
        return found
    }

    private func likeness(_ told: Told, _ window: WindowInfo) -> Int {
        var points = 0
        if !told.name.isEmpty, told.name == window.title { points += 4 }
        if told.isPopup == window.isPopup { points += 1 }
        if told.states.contains(.active) == window.isActive { points += 1 }
        guard let box = told.box else { return points }
        if Self.hasSize(of: window.content, box) || Self.hasSize(of: window.frame, box) {
            points += 4
        } else if Self.scale(box, window.content) != nil || Self.isShadowed(box, window.content)
            || Self.isBordered(box, window.content)
        {
            points += 3
        }
        if abs(box.x - window.content.x) + abs(box.y - window.content.y) <= 2 * Self.tolerance { points += 2 }
        return points
    }

    /// Where the program's boxes in a window lie on the screen.
    ///
    /// - Parameter box: the window's own, as the program told it at the same time as the boxes in it.
    static func placement(of box: Box<ProgramSpace>?, in window: WindowInfo?, node: Int) -> AccessiblePlacement {
        guard let box, let window else { return AccessiblePlacement(node: node, window: window?.id) }
        func shifted(to place: Box<ScreenSpace>, scale: Double = 1) -> AccessiblePlacement {
            AccessiblePlacement(
                node: node, window: window.id, scale: scale,
                origin: Point(x: place.x - box.x * scale, y: place.y - box.y * scale))
        }
        if hasSize(of: window.content, box) { return shifted(to: window.content) }
        if hasSize(of: window.frame, box) { return shifted(to: window.frame) }
        if let scale = scale(box, window.content) { return shifted(to: window.content, scale: scale) }
        // A window with its shadow around it knows where it is; one at the origin may not, and has borders around it.
        if box.x == 0, box.y == 0, !isShadowed(box, window.content) {
            return shifted(to: window.content.inset(to: box.width, box.height))
        }
        return AccessiblePlacement(node: node, window: window.id)
    }

    private static func hasSize(of place: Box<ScreenSpace>, _ box: Box<ProgramSpace>) -> Bool {
        abs(place.width - box.width) <= tolerance && abs(place.height - box.height) <= tolerance
    }

    /// The factor that makes the one box's sides the other's; `nil` when it is not the same for both sides, or about 1.
    private static func scale(_ box: Box<ProgramSpace>, _ place: Box<ScreenSpace>) -> Double? {
        guard !box.isEmpty else { return nil }
        let (x, y) = (place.width / box.width, place.height / box.height)
        // Sides in whole units are up to a unit off.
        let slack = tolerance * (1 / box.width + 1 / box.height) * max(x, y)
        guard abs(x - y) <= slack, abs(x - 1) > 0.1, x > 0.2, x < 5 else { return nil }
        // Toolkits scale by quarters.
        let quarters = (x * 4).rounded() / 4
        return abs(quarters - x) <= slack ? quarters : x
    }

    private static func isBordered(_ box: Box<ProgramSpace>, _ place: Box<ScreenSpace>) -> Bool {
        (0...maximumShadow).contains(place.width - box.width) && (0...maximumShadow).contains(place.height - box.height)
    }

    private static func isShadowed(_ box: Box<ProgramSpace>, _ place: Box<ScreenSpace>) -> Bool {
        let margins = [place.x - box.x, place.y - box.y, box.maxX - place.maxX, box.maxY - place.maxY]
        return margins.allSatisfy { $0 >= 0 && $0 <= maximumShadow }
    }
}

extension WindowMatch.Told {
    /// Whether window managers leave such a window alone.
    fileprivate var isPopup: Bool { [.window, .menu, .popupMenu, .toolTip].contains(role) }
}

extension Box {
    /// A box of that size in the middle of this one, if it fits.
    fileprivate func inset(to width: Double, _ height: Double) -> Box {
        let (x, y) = (self.x + max(self.width - width, 0) / 2, self.y + max(self.height - height, 0) / 2)
        return Box(x: x.rounded(.down), y: y.rounded(.down), width: width, height: height)
    }
}

extension AccessiblePlacement {
    /// A box on the screen.
    func place(_ box: Box<ProgramSpace>) -> Box<ScreenSpace> {
        Box(
            x: box.x * scale + origin.x, y: box.y * scale + origin.y, width: box.width * scale,
            height: box.height * scale)
    }
}
