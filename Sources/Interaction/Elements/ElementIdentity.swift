import Images

/// What an element is known by in later looks: its window, what holds it, its role and name, and what stands beside it.
///
/// Indices and places say nothing: lists are reordered, rows are reused. The rules, all of which must hold:
///
/// 1. window, role, name, and the roles and names of all that holds it are the same;
/// 2. where one element of the old look and one of the new has these, a label that stood directly beside it is still among
///    its siblings, or none did: the button `Delete` of a row whose label has changed is another;
/// 3. where several have these, exactly the same stand directly before and after it, under names that only they have.
package struct ElementIdentity: Hashable, Sendable {
    /// What must be the same.
    fileprivate struct Key: Hashable {
        let window: WindowID?
        let role: ElementRole
        let name: String
        let path: [String]
    }

    fileprivate let key: Key
    /// Whether another element of the same look had the same key.
    fileprivate let isShared: Bool
    fileprivate let before: String?
    fileprivate let after: String?
    /// The labels directly beside it.
    fileprivate let labels: [String]
    /// Whether what stands beside it has names that none of its siblings has too.
    fileprivate let isAnchored: Bool
    /// Which it is of those with the same key, from 0.
    fileprivate let place: Int
    /// What stands beside each of those with the same key, as one number; 0 where it is the only one.
    fileprivate let company: Int
}

/// The identities of all elements of one list.
package struct ElementIdentities: Sendable {
    private let list: ElementList
    /// Of each shown element, in the list's order.
    private let identities: [ElementIdentity]
    private let byKey: [ElementIdentity.Key: [Int]]
    private let index: [Int: Int]
    /// How often each parent holds something of a name.
    private let companions: [Int?: [String: Int]]

    /// Computes the identities of all elements of a list.
    package init(_ list: ElementList) {
        self.list = list
        index = Dictionary(list.shown.enumerated().map { ($1.number, $0) }) { first, _ in first }
        var paths: [Int: [String]] = [:]
        var keys: [ElementIdentity.Key] = []
        for element in list.shown {
            let path = element.parent.flatMap { paths[$0] } ?? []
            // A window's title changes with what it shows; its id does not.
            let own = element.isWindow ? "window" : "\(element.role.name) \(element.name)"
            paths[element.number] = path + [own]
            let name = element.isWindow ? "" : element.name
            keys.append(ElementIdentity.Key(window: element.window, role: element.role, name: name, path: path))
        }
        let siblings = Dictionary(grouping: list.shown.indices) { list.shown[$0].parent }
        let companions = siblings.mapValues { members in
            Dictionary(members.map { (list.shown[$0].name, 1) }, uniquingKeysWith: +)
        }
        self.companions = companions
        var neighbours = [(before: Element?, after: Element?)](repeating: (nil, nil), count: keys.count)
        for members in siblings.values {
            let named = members.filter { !list.shown[$0].name.isEmpty }
            for (place, member) in named.enumerated() {
                neighbours[member].before = place > 0 ? list.shown[named[place - 1]] : nil
                neighbours[member].after = place + 1 < named.count ? list.shown[named[place + 1]] : nil
            }
        }
        let byKey = Dictionary(grouping: keys.indices) { keys[$0] }
        self.byKey = byKey
        let order = Self.order(of: byKey.values.filter { $0.count > 1 }, siblings, list)
        identities = keys.indices.map { place in
            let beside = [neighbours[place].before, neighbours[place].after].compactMap(\.self)
            let counts = companions[list.shown[place].parent] ?? [:]
            return ElementIdentity(
                key: keys[place], isShared: (byKey[keys[place]]?.count ?? 0) > 1,
                before: neighbours[place].before?.name, after: neighbours[place].after?.name,
                labels: beside.filter(\.isLabel).map(\.name),
                isAnchored: !beside.isEmpty && beside.allSatisfy { counts[$0.name] == 1 },
                place: order[place].place, company: order[place].company)
        }
    }

    /// Which of those with the same key an element is, and what stands beside all of them as one number; for those alone 0.
    private static func order(
        of groups: [[Int]], _ siblings: [Int?: [Int]], _ list: ElementList
    ) -> [(place: Int, company: Int)] {
        var order = [(place: Int, company: Int)](repeating: (0, 0), count: list.shown.count)
        for alike in groups {
            var hasher = Hasher()
            for parent in alike.map({ list.shown[$0].parent }) {
                for member in siblings[parent] ?? [] {
                    hasher.combine(list.shown[member].role)
                    hasher.combine(list.shown[member].name)
                }
            }
            let company = hasher.finalize()
            for (place, member) in alike.enumerated() { order[member] = (place, company) }
        }
        return order
    }

    /// What the element that shows and has this number is known by.
    package func identity(of number: Int) -> ElementIdentity? { index[number].map { identities[$0] } }

    /// The element of this list that was known so in another; `nil` where it is gone, or cannot be told from others.
    package func find(_ identity: ElementIdentity) -> Element? {
        let alike = byKey[identity.key] ?? []
        if alike.count == 1, !identity.isShared, let place = alike.first {
            return standsInCompany(place, as: identity) ? list.shown[place] : nil
        }
        let same = alike.filter { place in
            let other = identities[place]
            return other.isAnchored && other.before == identity.before && other.after == identity.after
        }
        guard identity.isAnchored, same.count == 1, let place = same.first else { return nil }
        return list.shown[place]
    }

    /// The same, and where several cannot be told from each other, the one that comes at the same place among them while
    /// everything beside them has stayed as it was: two fields of one name keep their order.
    func findInOrder(_ identity: ElementIdentity) -> Element? {
        if let found = find(identity) { return found }
        guard identity.isShared, !identity.isAnchored else { return nil }
        return byKey[identity.key]?.first {
            identities[$0].place == identity.place && identities[$0].company == identity.company
        }.map { list.shown[$0] }
    }

    private func standsInCompany(_ place: Int, as identity: ElementIdentity) -> Bool {
        guard !identity.labels.isEmpty, !list.shown[place].isWindow else { return true }
        return identity.labels.contains { companions[list.shown[place].parent]?[$0] != nil }
    }
}

extension Element {
    /// Whether this is a whole window.
    var isWindow: Bool { role == .window || role == .dialog && parent == nil }

    /// Whether it says what stands beside it is about.
    fileprivate var isLabel: Bool { [.label, .text, .cell, .heading, .paragraph].contains(role) }
}

/// Numbers the elements of one screen's looks, one after another: what is the same keeps its number, and no number is ever
/// given to another element. What is only read or seen is the same where it stands at the same place under the same name.
package struct ElementNumbers: Sendable {
    private var last: ElementIdentities?
    private var lastList = ElementList()
    private var next = 1

    /// Starts with number 1.
    package init() {}

    /// The list with the numbers of the looks before.
    package mutating func numbered(_ list: ElementList) -> ElementList {
        let identities = ElementIdentities(list)
        var numbers: [Int: Int] = [:]
        for old in lastList.shown {
            guard let identity = last?.identity(of: old.number), let same = identities.findInOrder(identity),
                numbers[same.number] == nil
            else { continue }
            numbers[same.number] = old.number
        }
        let known = Set(numbers.values)
        for old in lastList.shown where !known.contains(old.number) && old.isUntold {
            guard let same = list.shown.first(where: { numbers[$0.number] == nil && $0.looksLike(old) }) else {
                continue
            }
            numbers[same.number] = old.number
        }
        var result = list
        for element in list.shown.map(\.number) + list.hidden.map(\.element.number) where numbers[element] == nil {
            numbers[element] = next
            next += 1
        }
        result.shown = list.shown.map { $0.renumbered(by: numbers) }
        result.hidden = list.hidden.map { HiddenElement($0.element.renumbered(by: numbers), $0.reason) }
        last = ElementIdentities(result)
        lastList = result
        return result
    }
}

extension Element {
    /// Whether only a picture tells of it.
    fileprivate var isUntold: Bool { sources.isDisjoint(with: [.accessibility, .window]) }

    /// Whether it is what another look had at the same place, of neither of which a program tells.
    fileprivate func looksLike(_ other: Element) -> Bool {
        guard isUntold, window == other.window, let shared = box.intersection(other.box) else { return false }
        guard shared.area >= Self.samePlace * max(box.area, other.box.area) else { return false }
        // A field is named by what stands beside it, which is not read in the same way each time.
        return name == other.name && (!name.isEmpty || role == other.role) || role == other.role && role.isFilledIn
    }

    /// The share of the larger of two boxes that both have at least.
    private static let samePlace = 0.7

    fileprivate func renumbered(by numbers: [Int: Int]) -> Element {
        var element = self
        element.number = numbers[number] ?? number
        element.parent = parent.flatMap { numbers[$0] }
        return element
    }
}
