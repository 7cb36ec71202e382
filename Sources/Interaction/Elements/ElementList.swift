package import Images

/// The elements of one screen: those that show, and those that programs only tell of.
package struct ElementList: Hashable, Codable, Sendable {
    /// In reading order: the uppermost window first, and in it what holds other elements before those, from the top.
    package var shown: [Element]
    /// Told, but nothing of it shows.
    package var hidden: [HiddenElement]
    /// What could not be found out, and why.
    package var notes: [String]

    /// Creates a list of elements that are in reading order already.
    package init(shown: [Element] = [], hidden: [HiddenElement] = [], notes: [String] = []) {
        self.shown = shown
        self.hidden = hidden
        self.notes = notes
    }

    /// The element that shows and has this number.
    package subscript(number: Int) -> Element? { shown.first { $0.number == number } }

    /// Whether a program tells of anything in a window but what holds others; `nil` is the bare desktop.
    package func tells(of window: WindowID?) -> Bool {
        shown.contains { $0.window == window && $0.sources.contains(.accessibility) && !$0.role.isContainer }
    }

    /// Whether no program tells of anything in a window. What a menu shows is often told of the window that it belongs to.
    package func isSilent(of window: WindowInfo) -> Bool {
        guard !tells(of: window.id) else { return false }
        return !window.isPopup
            || !shown.contains {
                $0.sources.contains(.accessibility) && !$0.role.isContainer && window.frame.contains($0.box.centre)
            }
    }

    /// What holds an element, from the nearest outwards.
    func ancestors(of element: Element) -> [Element] {
        var found: [Element] = []
        var next = element.parent
        while let number = next, let parent = self[number], found.count < 100 {
            found.append(parent)
            next = parent.parent
        }
        return found
    }
}

/// Sorts what stands on a screen as a person reads it.
package enum ReadingOrder {
    /// Row by row from the top, each from the left; what begins above the middle of a row's first is in that row.
    package static func sorted<Item>(_ items: [Item], box: (Item) -> Box<ScreenSpace>) -> [Item] {
        var rows: [[(item: Item, box: Box<ScreenSpace>)]] = []
        for entry in items.map({ (item: $0, box: box($0)) }).sorted(by: { $0.box.centre.y < $1.box.centre.y }) {
            if let first = rows.last?.first, entry.box.centre.y < first.box.maxY, entry.box.y < first.box.centre.y {
                rows[rows.count - 1].append(entry)
            } else {
                rows.append([entry])
            }
        }
        return rows.flatMap { $0.sorted { $0.box.x < $1.box.x }.map(\.item) }
    }
}
