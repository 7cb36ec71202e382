import Images
import Interaction

/// Finds what has changed from one list of elements to another that come from different runs, so that numbers say nothing.
///
/// Elements are paired by role and name, the nearest first; of what is left, by role and place; then by name alone.
package struct ElementChanges {
    private var old: [ListedElement]
    private var new: [ListedElement]

    /// Pixels by which a box may lie elsewhere without having moved.
    private static let steadiness = 2.0
    /// The share of the smaller box that two boxes must have in common to be of one place.
    fileprivate static let commonShare = 0.3
    /// The share of a name's characters that may differ where the place differs too.
    fileprivate static let likeness = 0.5

    /// What has changed, the graver first.
    package static func all(from old: [ListedElement], to new: [ListedElement]) -> [ElementChange] {
        var search = ElementChanges(old.map(\.withoutSession), new.map(\.withoutSession))
        return search.changes()
    }

    private init(_ old: [ListedElement], _ new: [ListedElement]) { (self.old, self.new) = (old, new) }

    private mutating func changes() -> [ElementChange] {
        let same = pair { $0.role == $1.role && $0.name == $1.name }
        let renamed = pair { $0.role == $1.role && ($0.isAtPlace(of: $1) || $0.isNamedLike($1)) }
        let others = pair { !$0.name.isEmpty && $0.name == $1.name }
        let all = same + renamed + others
        return old.map(ElementChange.missing) + new.map(ElementChange.new)
            + renamed.map { .renamed($0.old, to: $0.new) } + others.map { .otherRole($0.old, to: $0.new) }
            + all.compactMap(Self.states) + Self.reordering(same)
            + Self.moves(all) + all.compactMap(Self.resizing)
    }

    /// Takes out of both lists what belongs together, the nearest pairs first.
    private mutating func pair(
        _ fits: (ListedElement, ListedElement) -> Bool
    ) -> [(old: ListedElement, new: ListedElement)] {
        var found: [(old: Int, new: Int, distance: Double)] = []
        for (place, element) in old.enumerated() {
            for (other, candidate) in new.enumerated() where fits(element, candidate) {
                found.append((place, other, element.distance(to: candidate)))
            }
        }
        found.sort { ($0.distance, $0.old, $0.new) < ($1.distance, $1.old, $1.new) }
        var (usedOld, usedNew): (Set<Int>, Set<Int>) = ([], [])
        var pairs: [(old: Int, new: Int)] = []
        for match in found where !usedOld.contains(match.old) && !usedNew.contains(match.new) {
            usedOld.insert(match.old)
            usedNew.insert(match.new)
            pairs.append((match.old, match.new))
        }
        let result = pairs.sorted { $0.old < $1.old }.map { (old: old[$0.old], new: new[$0.new]) }
        old = old.enumerated().filter { !usedOld.contains($0.offset) }.map(\.element)
        new = new.enumerated().filter { !usedNew.contains($0.offset) }.map(\.element)
        return result
    }

    private static func states(_ pair: (old: ListedElement, new: ListedElement)) -> ElementChange? {
        let (then, now) = (Set(pair.old.states ?? []), Set(pair.new.states ?? []))
        guard then != now else { return nil }
        return .states(pair.new, gained: now.subtracting(then).sorted(), lost: then.subtracting(now).sorted())
    }

    /// The first of the rows, items or tabs that stand in another order than before, among those of one role.
    private static func reordering(_ pairs: [(old: ListedElement, new: ListedElement)]) -> [ElementChange] {
        let items = pairs.filter { ElementRole(name: $0.old.role).isOrdered && !$0.old.name.isEmpty }
            .sorted { $0.old.isBefore($1.old) }
        var last: [String: (old: ListedElement, new: ListedElement)] = [:]
        for item in items {
            if let one = last[item.old.role], one.old.isBefore(item.old), item.new.isBefore(one.new) {
                return [.reordered(one.new, item.new)]
            }
            last[item.old.role] = item
        }
        return []
    }

    /// What moved by the same distance is told once.
    private static func moves(_ pairs: [(old: ListedElement, new: ListedElement)]) -> [ElementChange] {
        var groups: [(step: [Int], elements: [ListedElement])] = []
        for pair in pairs {
            let (right, down) = (pair.new.box.x - pair.old.box.x, pair.new.box.y - pair.old.box.y)
            guard max(abs(right), abs(down)) > steadiness else { continue }
            let step = [Int(right.rounded()), Int(down.rounded())]
            if let index = groups.firstIndex(where: { $0.step == step }) {
                groups[index].elements.append(pair.new)
            } else {
                groups.append((step, [pair.new]))
            }
        }
        return groups.sorted { $0.elements.count > $1.elements.count }.map {
            .moved($0.elements, right: $0.step[0], down: $0.step[1])
        }
    }

    private static func resizing(_ pair: (old: ListedElement, new: ListedElement)) -> ElementChange? {
        let (then, now) = (pair.old.box, pair.new.box)
        // Another name has another width, and what is read is as wide as its letters.
        guard pair.old.name == pair.new.name, pair.old.role != ListedElement.textRole,
            abs(then.width - now.width) > steadiness || abs(then.height - now.height) > steadiness
        else { return nil }
        return .resized(pair.old, to: pair.new)
    }
}

extension ListedElement {
    /// A session's folder has another name in every run.
    fileprivate var withoutSession: ListedElement {
        var element = self
        element.name = name.replacing(/deskhand-session-[0-9a-f]{12}/, with: "deskhand-session")
        return element
    }

    fileprivate func distance(to other: ListedElement) -> Double {
        abs(box.centre.x - other.box.centre.x) + abs(box.centre.y - other.box.centre.y)
    }

    /// Whether it stands above another, or in the same row before it.
    fileprivate func isBefore(_ other: ListedElement) -> Bool {
        let isAbove = box.maxY <= other.box.centre.y && box.centre.y < other.box.y
        let isBelow = other.box.maxY <= box.centre.y && other.box.centre.y < box.y
        return isAbove || !isBelow && box.centre.x < other.box.centre.x
    }

    fileprivate func isAtPlace(of other: ListedElement) -> Bool {
        guard let common = box.intersection(other.box) else { return false }
        return common.area >= ElementChanges.commonShare * min(box.area, other.box.area)
    }

    fileprivate func isNamedLike(_ other: ListedElement) -> Bool {
        let longest = max(name.count, other.name.count)
        guard min(name.count, other.name.count) > 2 else { return false }
        return Double(name.editDistance(to: other.name)) <= ElementChanges.likeness * Double(longest)
    }
}

extension ElementRole {
    /// Whether the order in which several stand says something.
    fileprivate var isOrdered: Bool {
        switch self {
        case .listItem, .treeItem, .row, .cell, .menuItem, .tab, .columnHeader, .rowHeader, .radioButton: true
        default: false
        }
    }
}
