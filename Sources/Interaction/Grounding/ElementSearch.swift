import Images

/// Finds the element of a list that a target means, or refuses. The rules, in their order:
///
/// 1. the role, where the target names one; a toggle button is a button too;
/// 2. the name, by ``ElementName``: mnemonics, a closing ellipsis and keyboard hints do not count;
/// 3. `in_window`: the window's title, class or instance contains these words, in any case;
/// 4. the state and the value that the target demands;
/// 5. `below` and `right_of`: what has that name stands above it in its column, or to its left in its row;
/// 6. whole names before parts of names;
/// 7. the role itself before kinds of it, and a program's own button before one on the window's frame; without a role,
///    what its name is drawn on before fields, which are named by a label, but a field before nothing than its label;
///    containers, windows and buttons on frames only with a role;
/// 8. the focused window, and menus and other popups above it, before other windows, unless `nth` counts beyond it;
/// 9. the same case before another;
/// 10. `nth` counts what is left in reading order; without it, the nearest to what `below` or `right_of` names;
/// 11. of several that are left none is taken.
package struct ElementSearch {
    /// An element that may be meant.
    package struct Match {
        package var element: Element
        package var grade: ElementName.Grade
        /// From what `below` and `right_of` name, in pixels.
        package var distance = 0.0
    }

    /// What a search comes to.
    package enum Finding {
        case none
        case one(Match, of: [Match], rule: String)
        case several([Match])
    }

    private let list: ElementList
    private let windows: [WindowID: WindowInfo]
    /// Of the shown elements, by their numbers.
    private let names: [Int: ElementName]

    /// - Parameter windows: of the screen that the list is of.
    package init(_ list: ElementList, in windows: [WindowInfo]) {
        self.list = list
        names = Dictionary(list.shown.map { ($0.number, ElementName($0.name)) }) { first, _ in first }
        self.windows = Dictionary(windows.map { ($0.id, $0) }) { first, _ in first }
    }

    /// All that fits what the target says of one element, whole names only where there are any; in reading order.
    ///
    /// - Parameter isExact: whether parts of names do not count at all.
    package func matches(_ target: Target, isExact: Bool = false) -> [Match] {
        let named = self.named(target).filter { isExact ? $0.grade.isExact : true }
        let fitting = placed(named.filter { holds(target, $0.element) }, target)
        let whole = fitting.filter(\.grade.isExact)
        let order = ReadingOrder.sorted(whole.isEmpty ? fitting : whole) { $0.element.box }
        return target.role == .row ? firstOfRows(order) : withoutNested(order)
    }

    /// The one element that is meant.
    package func find(_ target: Target, isExact: Bool = false) -> Finding {
        let all = matches(target, isExact: isExact)
        var left = all
        var rule = all.count == 1 ? "only" : "nth"
        func prefer(_ name: String, atLeast count: Int = 1, _ fits: (Match) -> Bool) {
            let fitting = left.filter(fits)
            guard fitting.count >= count, fitting.count < left.count else { return }
            (left, rule) = (fitting, name)
        }
        let count = target.nth ?? 1
        if let role = target.role {
            prefer("role", atLeast: count) { $0.element.role == role }
            prefer("program", atLeast: count) { !$0.element.isOnFrame }
        }
        if target.role == nil {
            // A click on a mere label does nothing: who names it means what it stands beside.
            let isOfField = left.allSatisfy { $0.element.role == .label || $0.element.role.isFilledIn }
            prefer(isOfField ? "labelled" : "drawn_name", atLeast: count) {
                isOfField ? $0.element.role.isFilledIn : $0.element.role.drawsItsName
            }
        }
        prefer("focused_window", atLeast: count) { isFocused($0.element) }
        prefer("case", atLeast: count) { $0.grade == .sameCase }
        if let nth = target.nth {
            return nth <= left.count ? .one(left[nth - 1], of: all, rule: rule) : .none
        }
        guard left.count > 1 else { return left.first.map { .one($0, of: all, rule: rule) } ?? .none }
        let nearest = left.sorted { $0.distance < $1.distance }
        guard nearest[1].distance - nearest[0].distance > 2 else { return .several(left) }
        return .one(nearest[0], of: all, rule: "nearest")
    }

    /// Why nothing was found: what is told but does not show, or is in another state.
    package func explanation(of target: Target) -> String? {
        let others = matches(target.inAnyState)
        if target.demandsState, let other = others.first { return state(of: other.element, against: target) }
        guard others.isEmpty else { return nil }
        let wanted = ElementName(target.text)
        let hidden = list.hidden.filter { hidden in
            target.role.map { hidden.element.role.fits($0) } ?? true
                && (grade(hidden.element, target, wanted: wanted)?.isExact == true || target.text.isEmpty)
                && isInWindow(hidden.element, target)
        }
        return hidden.first.map { "\($0.element.phrase) \($0.reason.phrase)" }
    }

    private func named(_ target: Target) -> [Match] {
        let wanted = ElementName(target.text)
        return list.shown.compactMap { element in
            // "Close" alone is a label, not the frame's button.
            guard
                target.role.map({ element.role.fits($0) })
                    ?? (!element.role.isContainer && !element.isOnFrame || target.demandsState)
            else {
                return nil
            }
            return grade(element, target, wanted: wanted).map { Match(element: element, grade: $0) }
        }
    }

    private func name(of element: Element) -> ElementName { names[element.number] ?? ElementName(element.name) }

    private func grade(_ element: Element, _ target: Target, wanted: ElementName) -> ElementName.Grade? {
        guard !target.text.isEmpty else { return target.role == nil ? nil : .sameCase }
        if let grade = name(of: element).grade(of: wanted) { return grade }
        // A frame's buttons have a second spelling.
        return element.isOnFrame ? ElementName(element.description).grade(of: wanted) : nil
    }

    private func holds(_ target: Target, _ element: Element) -> Bool {
        guard isInWindow(element, target), target.state?.holds(of: element.states) ?? true else { return false }
        if let value = target.value, element.value.map(\.withoutOuterSpace) != value.withoutOuterSpace { return false }
        guard let words = target.contains else { return true }
        return contents(of: element).contains { ElementName($0).grade(of: ElementName(words)) != nil }
    }

    /// What an element holds: its value, and the names of what stands in it.
    private func contents(of element: Element) -> [String] {
        var inside: Set<Int> = [element.number]
        var names = [element.value].compactMap(\.self)
        // What holds others comes before them.
        for other in list.shown where other.parent.map(inside.contains) == true {
            inside.insert(other.number)
            names += [other.name] + [other.value].compactMap(\.self)
        }
        return names
    }

    private func isInWindow(_ element: Element, _ target: Target) -> Bool {
        guard let part = target.inWindow else { return true }
        return element.window.flatMap { windows[$0] }?.isNamed(part) ?? false
    }

    private func isFocused(_ element: Element) -> Bool {
        element.window.flatMap { windows[$0] }.map { $0.isActive || $0.isPopup } ?? false
    }

    private func placed(_ matches: [Match], _ target: Target) -> [Match] {
        var matches = matches
        if let words = target.below {
            matches = measured(matches, from: words) { $0.distance(below: $1) }
        }
        if let words = target.rightOf {
            matches = measured(matches, from: words) { $0.distance(rightOf: $1) }
        }
        return matches
    }

    /// Those that have a distance to what is named so in their window, with the shortest.
    private func measured(
        _ matches: [Match], from words: String, _ measure: (Box<ScreenSpace>, Box<ScreenSpace>) -> Double?
    ) -> [Match] {
        guard !matches.isEmpty else { return [] }
        let wanted = ElementName(words)
        let named = list.shown.compactMap { element in
            name(of: element).grade(of: wanted).map { Match(element: element, grade: $0) }
        }.filter { !$0.element.role.isContainer || $0.element.role == .group }
        let whole = named.filter(\.grade.isExact)
        let anchors = whole.isEmpty ? named : whole
        return matches.compactMap { match in
            let distances = anchors.filter { $0.element.window == match.element.window }.compactMap {
                measure(match.element.box, $0.element.box)
            }
            guard let nearest = distances.min() else { return nil }
            var match = match
            match.distance += nearest
            return match
        }
    }

    /// Of elements within each other, the innermost: the same thing told twice is one place.
    private func withoutNested(_ matches: [Match]) -> [Match] {
        let parents = Dictionary(list.shown.map { ($0.number, $0.parent) }) { first, _ in first }
        let found = Set(matches.map(\.element.number))
        var outer: Set<Int> = []
        for match in matches {
            var next = match.element.parent
            while let number = next {
                if found.contains(number) { outer.insert(number) }
                next = parents[number] ?? nil
            }
        }
        return matches.filter { !outer.contains($0.element.number) }
    }

    /// One of each row: rows of cells are often told without a row that holds them.
    private func firstOfRows(_ matches: [Match]) -> [Match] {
        var rows: [Match] = []
        for match in withoutNested(matches) {
            let isInLast = rows.last.map { last in
                last.element.parent == match.element.parent && match.element.box.centre.y < last.element.box.maxY
            }
            if isInLast != true { rows.append(match) }
        }
        return rows
    }

    /// In which state an element is instead of the one that is demanded, in words.
    private func state(of element: Element, against target: Target) -> String? {
        if let state = target.state, !state.holds(of: element.states) {
            let missing = StateDemand(
                present: state.absent.intersection(element.states), absent: state.present.subtracting(element.states))
            return "\(element.phrase) is \(missing.phrase)"
        }
        if let value = target.value, element.value?.withoutOuterSpace != value.withoutOuterSpace {
            return element.value.map { "\(element.phrase) has the value '\($0.shortened)'" }
                ?? "\(element.phrase) has no value"
        }
        guard target.contains != nil else { return nil }
        let held = contents(of: element).filter { !$0.isEmpty }.prefix(20).map { "'\($0.shortened)'" }
        return "\(element.phrase) contains \(held.isEmpty ? "nothing" : held.joined(separator: ", "))"
    }
}

extension Element {
    /// Whether this is a button that the window manager draws.
    package var isOnFrame: Bool { sources == .window && role == .button }

    /// What messages call it: `the button 'Save'`.
    package var phrase: String { name.isEmpty ? "the \(role.name)" : "the \(role.name) '\(name)'" }
}

extension WindowInfo {
    /// Whether a program in it takes lines for commands.
    package var isTerminal: Bool {
        let terminals = [
            "term", "konsole", "rxvt", "kitty", "alacritty", "tilix", "foot", "guake", "yakuake", "st-256",
        ]
        let names = [className, instance, program ?? ""].map { $0.lowercased() }
        return names.contains { name in name == "st" || terminals.contains { name.contains($0) } }
    }

    /// Whether the title, class or instance contains these words, in any case.
    package func isNamed(_ part: String) -> Bool {
        [title, className, instance].contains { $0.lowercased().contains(part.lowercased()) }
    }
}

extension String {
    fileprivate var withoutOuterSpace: String {
        var text = self[...]
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text.drop(while: \.isWhitespace))
    }

    fileprivate var shortened: String { count <= 80 ? self : "\(prefix(79))…" }
}
