import Images

/// Decides what shows of the elements that programs tell: the one place that does.
///
/// Programs tell of everything that they have, also of what is scrolled away, on a page that is turned over, under
/// another window, or of no size. An element shows where its box lies in the boxes of what clips it, in its window, and
/// on the screen; where its window is the uppermost; and where the pixels are not of one colour with those around it.
struct ElementVisibility {
    /// What shows of one element.
    enum Verdict {
        /// The part that shows, and a point of it that no other window covers.
        case shown(box: Box<ScreenSpace>, point: Point<ScreenSpace>)
        case hidden(HiddenReason)
    }

    private let told: [ToldElement]
    private let screen: ScreenState
    private let windows: [WindowID: WindowInfo]
    /// Those that show, the uppermost first.
    private let stack: [WindowInfo]
    /// Where what is in each element can show; `nil` without a limit besides its window.
    private let clips: [Box<ScreenSpace>?]

    /// Samples along each axis of a box, and how many of them all must be uncovered.
    private static let samples = 5
    private static let uncovered = 8

    init(_ told: [ToldElement], on screen: ScreenState) {
        self.told = told
        self.screen = screen
        windows = Dictionary(screen.windows.map { ($0.id, $0) }) { first, _ in first }
        stack = screen.windows.filter { !$0.isMinimised && !$0.frame.isEmpty }
        var clips: [Box<ScreenSpace>?] = []
        for element in told {
            let outer = element.parent.flatMap { clips[$0] }
            let own = element.role.clips && element.parent != nil ? element.box.flatMap { $0.isEmpty ? nil : $0 } : nil
            let opensOut = element.role.opensPopups
            switch (outer, own) {
            case (_, nil) where opensOut: clips.append(nil)
            case (let outer?, let own?):
                let empty = Box<ScreenSpace>(x: own.x, y: own.y, width: 0, height: 0)
                clips.append(outer.intersection(own) ?? empty)
            default: clips.append(own ?? outer)
            }
        }
        self.clips = clips
    }

    /// What shows of the element at `index`.
    func judge(_ index: Int) -> Verdict {
        let element = told[index]
        guard let window = element.window.flatMap({ windows[$0] }) else { return .hidden(.notShowing) }
        guard !window.isMinimised else { return .hidden(.minimised) }
        guard element.isShowing else { return .hidden(reasonNotShowing(index)) }
        guard holderShows(index) else { return .hidden(.notShowing) }
        guard let box = element.box, !box.isEmpty else { return .hidden(.emptyBox) }
        let popups = self.popups(for: index, in: window)
        guard let clipped = clip(of: index).map(box.intersection) ?? box else { return .hidden(.scrolledAway) }
        guard let inside = ([window] + popups).lazy.compactMap({ clipped.intersection($0.frame) }).first else {
            return .hidden(popups.isEmpty ? .outsideWindow : .closedMenu)
        }
        guard let visible = inside.intersection(screen.screenshot.screen.bounds) else { return .hidden(.offScreen) }
        guard let point = uncoveredPoint(in: visible, of: owners(of: index, in: window, popups)) else {
            return .hidden(isInMenu(index) ? .closedMenu : .covered)
        }
        if element.role.drawsAlways, isBlank(visible) { return .hidden(.transparent) }
        return .shown(box: visible, point: point)
    }

    /// Where the element itself can show: a list is cut by what is around it, not by its own box.
    private func clip(of index: Int) -> Box<ScreenSpace>? { told[index].parent.flatMap { clips[$0] } }

    private func ancestors(of index: Int) -> some Sequence<ToldElement> {
        sequence(first: index) { self.told[$0].parent }.dropFirst().lazy.map { self.told[$0] }
    }

    /// Whether the list, tree or table of an item has a place. On a page that is turned over, Qt takes the place from the
    /// list alone, and says of both that they show.
    private func holderShows(_ index: Int) -> Bool {
        guard [.listItem, .treeItem, .row, .cell].contains(told[index].role) else { return true }
        let holder = ancestors(of: index).first { [.list, .tree, .table].contains($0.role) }
        return holder.map { $0.isShowing && $0.box != nil } ?? true
    }

    private func reasonNotShowing(_ index: Int) -> HiddenReason {
        for ancestor in ancestors(of: index) {
            if ancestor.role == .tab, !ancestor.states.contains(.selected) { return .otherTab }
            if ancestor.role.opensPopups { return .closedMenu }
            if ancestor.states.contains(.expandable), !ancestor.states.contains(.expanded) { return .collapsed }
            if ancestor.role.clips { return .scrolledAway }
        }
        return .notShowing
    }

    private func isInMenu(_ index: Int) -> Bool {
        ancestors(of: index).contains { [.menu, .menuItem].contains($0.role) }
    }

    /// The windows above the program's in which an open menu or list of it may show.
    private func popups(for index: Int, in window: WindowInfo) -> [WindowInfo] {
        guard ancestors(of: index).contains(where: \.role.opensPopups) else { return [] }
        return stack.filter {
            $0.isPopup && ($0.process == nil || window.process == nil || $0.process == window.process)
        }
    }

    /// The windows that the element may be drawn in: what is in a menu is never drawn in the program's own.
    private func owners(of index: Int, in window: WindowInfo, _ popups: [WindowInfo]) -> Set<WindowID> {
        let open = Set(popups.map(\.id))
        return isInMenu(index) && !window.isPopup ? open : open.union([window.id])
    }

    /// The middle of a box, or the point of a grid nearest to it that shows; `nil` where too little shows.
    private func uncoveredPoint(in box: Box<ScreenSpace>, of owners: Set<WindowID>) -> Point<ScreenSpace>? {
        let count = Self.samples
        var open: [Point<ScreenSpace>] = []
        for cell in 0..<count * count {
            let point = Point<ScreenSpace>(
                x: box.x + (Double(cell % count) + 0.5) * box.width / Double(count),
                y: box.y + (Double(cell / count) + 0.5) * box.height / Double(count))
            let top = stack.first { $0.frame.contains(point) }
            if let top, owners.contains(top.id) { open.append(point) }
        }
        guard open.count >= Self.uncovered else { return nil }
        let middle = box.centre
        return open.min { $0.distance(to: middle) < $1.distance(to: middle) }
    }

    /// Whether nothing is drawn in a box: it and what is directly around it have one colour.
    private func isBlank(_ box: Box<ScreenSpace>) -> Bool {
        let place = screen.screenshot.frame.imageBox(box).expanded(by: 2)
        return screen.screenshot.image.flatColour(in: place) != nil
    }
}

extension Point<ScreenSpace> {
    fileprivate func distance(to other: Point) -> Double { abs(x - other.x) + abs(y - other.y) }
}
