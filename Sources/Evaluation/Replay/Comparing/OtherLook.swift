package import Images
import Interaction
package import Traces

/// What differs between two screens only because they are drawn otherwise: what does not fit into a window any more, or
/// fits only now.
package struct OtherLook {
    /// What was compared, and where windows showed it.
    package struct Side {
        let elements: [ListedElement]
        /// The windows' own areas by the numbers that both sides share, the uppermost first.
        let windows: [(number: Int, area: Box<ImageSpace>)]

        /// - Parameter windows: the own areas of windows by the numbers that both sides share, the uppermost first.
        package init(elements: [ListedElement], windows: [(number: Int, area: Box<ImageSpace>)]) {
            (self.elements, self.windows) = (elements, windows)
        }

        /// Whether the list was cut at its greatest length.
        fileprivate var isCut: Bool { elements.count >= ListedElement.maximumCount }

        fileprivate func window(of element: ListedElement) -> (number: Int, area: Box<ImageSpace>)? {
            windows.first { $0.area.contains(element.box.centre) }
        }
    }

    let then: Side
    let now: Side

    /// - Parameter then: the recorded screen; `now` today's.
    package init(then: Side, now: Side) { (self.then, self.now) = (then, now) }

    /// The changes without those that come of the look.
    package func withoutItsOwn(_ changes: [ElementChange]) -> [ElementChange] {
        changes.filter { change in
            switch change {
            case .missing(let element): !isGone(element, from: then, to: now)
            case .new(let element): !isGone(element, from: now, to: then)
            // Under another look, what stands at a place says nothing about what stood there.
            case .renamed(let old, let new): !isGone(old, from: then, to: now) || !isGone(new, from: now, to: then)
            case .states(_, let gained, let lost): !Set(gained + lost).isSubset(of: ["focused"])
            case .otherRole, .reordered, .moved, .resized, .looks: true
            }
        }
    }

    /// Whether an element of one side does not fit on the other.
    private func isGone(_ element: ListedElement, from one: Side, to other: Side) -> Bool {
        // Pictures and lines have no words, and are drawn or not.
        if element.role == "label", !element.name.contains(where: { $0.isLetter || $0.isNumber }) { return true }
        if other.isCut, isBeyondCut(element, from: one, to: other) { return true }
        guard let window = one.window(of: element),
            let area = other.windows.first(where: { $0.number == window.number })?.area,
            let scale = LookScale(pairs(of: window.number, from: one, to: other))
        else { return false }
        let place = scale.place(of: element.box)
        // Bars end with a button for what does not fit, and lists with a scroll bar.
        let margin = max(Self.margin, place.height)
        if place.maxX > area.maxX - margin || place.maxY > area.maxY - margin { return true }
        return element.isItem && other.elements.contains { !$0.isItem && !$0.isContainer && $0.covers(place) }
    }

    private static let margin = 20.0

    /// Whether nothing after it in a list that was cut is in the other.
    private func isBeyondCut(_ element: ListedElement, from one: Side, to other: Side) -> Bool {
        if element.isItem { return true }
        let kinds = Set(other.elements.map(\.kind))
        guard let index = one.elements.firstIndex(of: element) else { return false }
        return !one.elements[index...].contains { kinds.contains($0.kind) }
    }

    /// What stands once on both sides of a window.
    private func pairs(
        of window: Int, from one: Side, to other: Side
    ) -> [(then: Box<ImageSpace>, now: Box<ImageSpace>)] {
        let there = other.unique
        return one.unique.compactMap { kind, element in
            guard let twin = there[kind], one.window(of: element)?.number == window,
                other.window(of: twin)?.number == window
            else { return nil }
            return (element.box, twin.box)
        }
    }
}

extension OtherLook.Side {
    /// Those that have a name, which only they have in their role.
    fileprivate var unique: [[String]: ListedElement] {
        Dictionary(grouping: elements.filter { !$0.name.isEmpty && !$0.isContainer }, by: \.kind)
            .compactMapValues { $0.count == 1 ? $0[0] : nil }
    }
}

extension ListedElement {
    fileprivate var kind: [String] { [role, name] }

    /// Whether it is one of many that a view shows as far as there is room.
    fileprivate var isItem: Bool {
        switch ElementRole(name: role) {
        case .listItem, .treeItem, .row, .cell, .columnHeader, .rowHeader: true
        default: false
        }
    }

    fileprivate func covers(_ place: Box<ImageSpace>) -> Bool {
        guard let common = box.intersection(place) else { return false }
        return common.area >= 0.3 * min(box.area, place.area)
    }
}
