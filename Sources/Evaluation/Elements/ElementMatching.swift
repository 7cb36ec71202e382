import Images
package import Interaction

/// How the elements that were found on one picture agree with those that programs told of it.
///
/// Counted are controls and items: what a person acts on or reads by itself. A found element matches a told one where the area
/// of their intersection is at least half of that of their union; pairs are taken from the best fit on, each element once.
package struct ElementMatching: Hashable, Sendable {
    /// What was found, told and matched of one kind.
    package struct Counts: Hashable, Codable, Sendable {
        package var told = 0
        package var found = 0
        /// Pairs whose boxes fit.
        package var boxes = 0
        /// Those with the same role.
        package var roles = 0
        /// Those with the same role and name; see ``ElementMatching``.
        package var names = 0
        /// Those with the same role that are checked, or disabled, as they should be.
        package var states = 0
    }

    /// All kinds together.
    package private(set) var all = Counts()
    /// By the role as told, or for what matches nothing, as found.
    package private(set) var byRole: [String: Counts] = [:]

    private static let least = 0.5

    /// Matches two lists of the same screen.
    ///
    /// - Parameters:
    ///   - told: the truth.
    ///   - found: what was made of the picture.
    package init(told: [Element], found: [Element]) {
        let (told, found) = (told.filter(\.isCounted), found.filter(\.isCounted))
        for element in told { count(element.kind) { $0.told += 1 } }
        let pairs = Self.pairs(told.map(\.box), found.map(\.box))
        let matched = Set(pairs.map(\.found))
        for index in found.indices where !matched.contains(index) { count(found[index].kind) { $0.found += 1 } }
        for pair in pairs {
            let (one, other) = (told[pair.told], found[pair.found])
            count(one.kind) { counts in
                counts.found += 1
                counts.boxes += 1
                guard one.kind == other.kind else { return }
                counts.roles += 1
                if one.isCalled(as: other) { counts.names += 1 }
                if one.visibleStates == other.visibleStates { counts.states += 1 }
            }
        }
    }

    private mutating func count(_ kind: String, _ change: (inout Counts) -> Void) {
        change(&all)
        change(&byRole[kind, default: Counts()])
    }

    private static func pairs(
        _ told: [Box<ScreenSpace>], _ found: [Box<ScreenSpace>]
    ) -> [(told: Int, found: Int)] {
        var fits: [(fit: Double, told: Int, found: Int)] = []
        for (index, box) in told.enumerated() {
            for (other, guess) in found.enumerated() {
                let common = box.intersection(guess)?.area ?? 0
                let fit = common / max(box.area + guess.area - common, 1)
                if fit >= least { fits.append((fit, index, other)) }
            }
        }
        var (seenTold, seenFound): (Set<Int>, Set<Int>) = ([], [])
        return fits.sorted { ($0.fit, $1.told, $1.found) > ($1.fit, $0.told, $0.found) }.compactMap { pair in
            guard !seenTold.contains(pair.told), !seenFound.contains(pair.found) else { return nil }
            seenTold.insert(pair.told)
            seenFound.insert(pair.found)
            return (pair.told, pair.found)
        }
    }
}

extension Element {
    /// Whether it is a control or an item, and large enough to be pointed at.
    fileprivate var isCounted: Bool {
        let controls: Set<ElementRole> = [
            .button, .toggleButton, .checkbox, .radioButton, .switch, .link, .field, .textArea, .comboBox, .spinButton,
            .slider, .menu, .menuItem, .tab, .listItem, .treeItem, .row, .cell, .columnHeader, .rowHeader, .image,
            .icon,
            .progressBar, .scrollBar,
        ]
        return controls.contains(role) && box.width >= 4 && box.height >= 4
    }

    /// Its role; those that look the same are one: a menu in a bar and an item, a button that can stay down and another, a
    /// picture and an icon, the headers of tables, the rows of lists and trees.
    fileprivate var kind: String {
        switch role {
        case .menu: ElementRole.menuItem.name
        case .toggleButton: ElementRole.button.name
        case .icon: ElementRole.image.name
        case .rowHeader: ElementRole.columnHeader.name
        case .row, .treeItem: ElementRole.listItem.name
        default: role.name
        }
    }

    /// Whether another element has its name; an icon's meaning is a name if it says the same words or a part of them. What has
    /// no name can have none that is wrong. A cell is called by what stands in it, where that is told: its name may be an
    /// address.
    fileprivate func isCalled(as other: Element) -> Bool {
        let own = Self.words(role == .cell ? value ?? name : name)
        guard !own.isEmpty else { return true }
        let guess = Self.words(other.name.hasPrefix("icon: ") ? String(other.name.dropFirst(6)) : other.name)
        if own == guess { return true }
        return other.name.hasPrefix("icon: ") && !guess.isEmpty
            && (Set(guess).isSubset(of: own) || Set(own).isSubset(of: guess))
    }

    private static func words(_ text: String) -> [String] {
        text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
    }

    /// Whether it is checked, or pressed, and whether it reacts.
    fileprivate var visibleStates: [Bool] {
        [!states.isDisjoint(with: [.checked, .pressed]), states.contains(.enabled)]
    }
}
