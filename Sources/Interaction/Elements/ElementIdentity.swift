/// What an element is known by in later looks: its window, what holds it, its role and name, and what stands beside it.
///
/// Indices and places say nothing: lists are reordered, rows are reused. The rules, all of which must hold:
///
/// 1. window, role, name, and the roles and names of all that holds it are the same;
/// 2. where one element of the old look and one of the new has these, something named that stood beside it before stands
///    in the same place again, in any order, or nothing did;
/// 3. where several have these, exactly the same stand directly before and after it, and of no other one.
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
}

/// The identities of all elements of one list.
package struct ElementIdentities: Sendable {
    private let list: ElementList
    /// Of each shown element, in the list's order.
    private let identities: [ElementIdentity]
    private let byKey: [ElementIdentity.Key: [Int]]
    private let index: [Int: Int]
    /// The names of what each parent holds.
    private let companions: [Int?: Set<String>]

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
        byKey = Dictionary(grouping: keys.indices) { keys[$0] }
        let siblings = Dictionary(grouping: list.shown.indices) { list.shown[$0].parent }
        companions = siblings.mapValues { Set($0.map { list.shown[$0].name }.filter { !$0.isEmpty }) }
        var neighbours = [(before: String?, after: String?)](repeating: (nil, nil), count: keys.count)
        for members in siblings.values {
            let named = members.filter { !list.shown[$0].name.isEmpty }
            for (place, member) in named.enumerated() {
                neighbours[member].before = place > 0 ? list.shown[named[place - 1]].name : nil
                neighbours[member].after = place + 1 < named.count ? list.shown[named[place + 1]].name : nil
            }
        }
        let shared = byKey.filter { $0.value.count > 1 }
        identities = keys.indices.map { place in
            ElementIdentity(
                key: keys[place], isShared: shared[keys[place]] != nil, before: neighbours[place].before,
                after: neighbours[place].after)
        }
    }

    /// What the element that shows and has this number is known by.
    package func identity(of number: Int) -> ElementIdentity? { index[number].map { identities[$0] } }

    /// The element of this list that was known so in another; `nil` where it is gone, or cannot be told from others.
    package func find(_ identity: ElementIdentity) -> Element? {
        let alike = byKey[identity.key] ?? []
        if alike.count == 1, !identity.isShared, let place = alike.first {
            return standsInCompany(place, as: identity) ? list.shown[place] : nil
        }
        let same = alike.filter { identities[$0].before == identity.before && identities[$0].after == identity.after }
        guard same.count == 1, let place = same.first, identity.before != nil || identity.after != nil else {
            return nil
        }
        return list.shown[place]
    }

    private func standsInCompany(_ place: Int, as identity: ElementIdentity) -> Bool {
        let known = [identity.before, identity.after].compactMap(\.self).filter { $0 != identity.key.name }
        guard !known.isEmpty, !list.shown[place].isWindow else { return true }
        return known.contains { companions[list.shown[place].parent]?.contains($0) == true }
    }
}

extension Element {
    /// Whether this is a whole window.
    var isWindow: Bool { role == .window || role == .dialog && parent == nil }
}

/// Numbers the elements of one screen's looks, one after another: what is the same keeps its number, and no number is ever
/// given to another element.
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
            guard let identity = last?.identity(of: old.number), let same = identities.find(identity),
                numbers[same.number] == nil
            else { continue }
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
    fileprivate func renumbered(by numbers: [Int: Int]) -> Element {
        var element = self
        element.number = numbers[number] ?? number
        element.parent = parent.flatMap { numbers[$0] }
        return element
    }
}
