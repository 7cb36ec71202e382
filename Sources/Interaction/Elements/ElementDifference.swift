/// What has changed from one list of elements to the next, by the elements' numbers.
///
/// Applied to the list before, it gives the list after exactly; both must have been numbered by the same
/// ``ElementNumbers``, so that a number means the same element in both.
package struct ElementDifference: Hashable, Codable, Sendable {
    /// An element, and where it stands in the list after.
    package struct Placed: Hashable, Codable, Sendable {
        var index: Int
        var element: Element
    }

    /// The numbers of what does not show any more.
    package var removed: [Int]
    /// What shows only now, from the top.
    package var added: [Placed]
    /// What stands elsewhere among the others, from the top.
    var moved: [Placed]
    /// What is the same, in the same order, but looks or says something else.
    package var changed: [Element]
    /// What is told but does not show, and what could not be found out, where that has changed.
    var hidden: [HiddenElement]?
    var notes: [String]?

    /// Compares two lists.
    package init(from old: ElementList, to new: ElementList) {
        let before = Dictionary(old.shown.map { ($0.number, $0) }) { first, _ in first }
        let after = Set(new.shown.map(\.number))
        removed = old.shown.map(\.number).filter { !after.contains($0) }
        let places = Dictionary(new.shown.enumerated().map { ($1.number, $0) }) { first, _ in first }
        let order = old.shown.compactMap { places[$0.number] }
        let steady = Set(order.longestIncreasing())
        added = []
        moved = []
        changed = []
        for (index, element) in new.shown.enumerated() {
            if before[element.number] == nil {
                added.append(Placed(index: index, element: element))
            } else if !steady.contains(index) {
                moved.append(Placed(index: index, element: element))
            } else if before[element.number] != element {
                changed.append(element)
            }
        }
        hidden = old.hidden == new.hidden ? nil : new.hidden
        notes = old.notes == new.notes ? nil : new.notes
    }

    /// Whether nothing has changed.
    package var isEmpty: Bool {
        removed.isEmpty && added.isEmpty && moved.isEmpty && changed.isEmpty && hidden == nil && notes == nil
    }

    /// The list after, made of the list before.
    package func applied(to old: ElementList) -> ElementList {
        let gone = Set(removed + moved.map(\.element.number))
        let news = Dictionary(changed.map { ($0.number, $0) }) { first, _ in first }
        var shown = old.shown.filter { !gone.contains($0.number) }.map { news[$0.number] ?? $0 }
        // Each place counts those before it, so they are filled from the top.
        for placed in (added + moved).sorted(by: { $0.index < $1.index }) {
            shown.insert(placed.element, at: min(placed.index, shown.count))
        }
        return ElementList(shown: shown, hidden: hidden ?? old.hidden, notes: notes ?? old.notes)
    }
}

extension [Int] {
    /// The longest subsequence that only grows (Fredman 1975).
    fileprivate func longestIncreasing() -> [Int] {
        var tails: [Int] = []
        var before = [Int?](repeating: nil, count: count)
        for (place, value) in enumerated() {
            var (low, high) = (0, tails.count)
            while low < high {
                let middle = (low + high) / 2
                if self[tails[middle]] < value { low = middle + 1 } else { high = middle }
            }
            before[place] = low > 0 ? tails[low - 1] : nil
            if low == tails.count { tails.append(place) } else { tails[low] = place }
        }
        var found: [Int] = []
        var place = tails.last
        while let current = place {
            found.append(self[current])
            place = before[current]
        }
        return found.reversed()
    }
}
