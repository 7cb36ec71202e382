import Images
import Interaction

extension ProgramReader {
    /// The tree as it is known, with its boxes on the screen.
    func built(for windows: [WindowInfo]) -> AccessibleProgram {
        let tops = (entries[root]?.children ?? []).filter { entries[$0] != nil }
        let match = WindowMatch(windows, process: process)
        let told = tops.map { top in
            let entry = entries[top] ?? AccessibleEntry()
            return WindowMatch.Told(name: entry.name, role: entry.role, states: entry.states, box: entry.box)
        }
        // What does not show has no window, however like one it is.
        let showing = tops.indices.filter { entries[tops[$0]].map(isShowing) ?? false }
        let found = match.windows(for: showing.map { told[$0] })
        let windowOf = Dictionary(uniqueKeysWithValues: zip(showing, found))
        var tree = TreeOrder(isGTK4: isGTK4, popups: isGTK4 ? popups(windows, besides: found) : [])
        for (index, top) in tops.enumerated() {
            tree.add(top, index: index, window: windowOf[index] ?? nil, from: entries)
        }
        if !isReading { keep(tree.seen) }
        return AccessibleProgram(
            owner: owner, process: process, name: name, toolkit: toolkit, toolkitVersion: toolkitVersion,
            nodes: MenuBarShift.corrected(tree.nodes), placements: tree.placements,
            problems: problems.union(tree.isCyclic ? [.cyclic] : []).sorted { $0.description < $1.description })
    }

    /// Drops what no parent lists any more.
    private func keep(_ objects: Set<AccessibleObject>) {
        guard objects.count + 1 < entries.count else { return }
        entries = entries.filter { objects.contains($0.key) || $0.key == root }
        expanded.formIntersection(objects)
        expanded.insert(root)
    }

    private func popups(_ windows: [WindowInfo], besides found: [WindowInfo?]) -> [WindowInfo] {
        let taken = Set(found.compactMap { $0?.id })
        return windows.filter { $0.isPopup && !taken.contains($0.id) && (process == nil || $0.process == process) }
    }
}

extension AccessibleEntry {
    /// The name without what GTK 4 makes up: for want of a name it tells the class, such as `GtkMenuButton`, and of some
    /// buttons it tells the label twice.
    fileprivate var nameInGTK4: String {
        let isClass = (name.hasPrefix("Gtk") || name.hasPrefix("Adw") || role == .filler) && name.isClassName
        if isClass { return "" }
        let (half, isOdd) = ((name.utf8.count - 1) / 2, !name.utf8.count.isMultiple(of: 2))
        guard isOdd, half > 0, name.utf8.prefix(half).elementsEqual(name.utf8.suffix(half)),
            name.utf8.dropFirst(half).first == UInt8(ascii: " ")
        else { return name }
        return String(decoding: name.utf8.prefix(half), as: UTF8.self)
    }
}

extension String {
    /// Whether it is words in capitals without spaces between them.
    fileprivate var isClassName: Bool {
        guard let first = unicodeScalars.first, ("A"..."Z").contains(first) else { return false }
        return utf8.count > 3 && unicodeScalars.allSatisfy { $0.isASCII && $0.properties.isAlphabetic }
            && unicodeScalars.dropFirst().contains { ("A"..."Z").contains($0) }
    }
}

/// Lists a program's objects in tree order, each once.
private struct TreeOrder {
    let isGTK4: Bool
    /// Windows of menus and popovers, which GTK 4's boxes are relative to.
    let popups: [WindowInfo]
    var nodes: [AccessibleNode] = []
    var placements: [AccessiblePlacement] = []
    var seen: Set<AccessibleObject> = []
    var isCyclic = false

    private struct Step {
        let object: AccessibleObject
        let parent: Int?
        let index: Int
        let depth: Int
        let placement: Int
        let isShowing: Bool
        var isInPopup = false
    }

    init(isGTK4: Bool, popups: [WindowInfo]) {
        self.isGTK4 = isGTK4
        self.popups = popups
    }

    mutating func add(
        _ top: AccessibleObject, index: Int, window: WindowInfo?, from entries: [AccessibleObject: AccessibleEntry]
    ) {
        placements.append(WindowMatch.placement(of: entries[top]?.box, in: window, node: nodes.count))
        var work = [
            Step(
                object: top, parent: nil, index: index, depth: 0, placement: placements.count - 1,
                isShowing: entries[top]?.states.contains(.visible) ?? false)
        ]
        while let step = work.popLast(), nodes.count < AccessibilityLimits.nodes {
            guard let entry = entries[step.object] else { continue }
            guard seen.insert(step.object).inserted else {
                isCyclic = true
                continue
            }
            let popup = step.isInPopup ? nil : popupPlacement(of: entry)
            let placement = popup ?? step.placement
            let isInPopup = step.isInPopup || popup != nil
            // A menu, popover or tooltip without a window is not on the screen.
            let isClosed = isGTK4 && step.parent != nil && !isInPopup && entry.isPopup
            let isShowing = step.isShowing && entry.states.contains(.visible) && !isClosed
            nodes.append(node(of: entry, step, placements[placement], isShowing: isShowing))
            guard step.depth < AccessibilityLimits.depth else { continue }
            let parent = nodes.count - 1
            for (index, child) in (entry.children ?? []).enumerated().reversed() {
                work.append(
                    Step(
                        object: child, parent: parent, index: index, depth: step.depth + 1, placement: placement,
                        isShowing: isShowing, isInPopup: isInPopup))
            }
        }
    }

    private func node(
        of entry: AccessibleEntry, _ step: Step, _ placement: AccessiblePlacement, isShowing: Bool
    ) -> AccessibleNode {
        var states = entry.states
        if isGTK4, isShowing, entry.box != nil { states.insert(.showing) }
        return AccessibleNode(
            id: step.object, parent: step.parent, indexInParent: step.index, role: entry.role,
            name: isGTK4 ? entry.nameInGTK4 : entry.name,
            description: entry.description, states: states, box: entry.box.map(placement.place), value: entry.value,
            text: entry.text, actions: entry.actions, attributes: entry.attributes)
    }

    /// Index of the placement of a popover's content, which has a window of its own that is as large, or larger by its
    /// borders.
    private mutating func popupPlacement(of entry: AccessibleEntry) -> Int? {
        guard entry.isPopup, let box = entry.box else { return nil }
        let margins = popups.map { max($0.content.width - box.width, $0.content.height - box.height) }
        let fitting = zip(popups, margins).filter { popup, margin in
            popup.content.width >= box.width - 2 && popup.content.height >= box.height - 2 && margin <= 60
        }
        guard let popup = fitting.min(by: { $0.1 < $1.1 })?.0 else { return nil }
        let size = Box<ProgramSpace>(x: 0, y: 0, width: box.width, height: box.height)
        placements.append(WindowMatch.placement(of: size, in: popup, node: nodes.count))
        return placements.count - 1
    }
}

extension AccessibleEntry {
    /// Whether GTK shows it in a window of its own.
    fileprivate var isPopup: Bool { [.menu, .window, .popupMenu, .toolTip].contains(role) }
}
