import Images

extension ElementList {
    /// The elements of a screen as its windows and its programs tell them.
    package init(_ told: ToldScreen, on screen: ScreenState) {
        var builder = ElementListBuilder(ItemNames.named(told.elements), on: screen)
        builder.addWindows()
        builder.addTold()
        self = builder.list
        notes = told.notes
    }

    /// The same list with further elements, in reading order and numbered anew.
    ///
    /// - Parameter added: their parents are numbers of this list.
    package func adding(_ added: [Element], on screen: ScreenState) -> ElementList {
        let first = (shown.map(\.number) + hidden.map(\.element.number)).max() ?? 0
        let numbered = added.enumerated().map { index, element in
            var element = element
            element.number = first + 1 + index
            return element
        }
        return ElementList(shown: shown + numbered, hidden: hidden, notes: notes).arranged(on: screen)
    }

    /// What holds other elements before those, siblings in reading order, windows from the uppermost; numbers from 1.
    func arranged(on screen: ScreenState) -> ElementList {
        let known = Set(shown.map(\.number))
        let children = Dictionary(grouping: shown) { $0.parent.flatMap { known.contains($0) ? $0 : nil } }
        var ordered: [Element] = []
        func visit(_ siblings: [Element]) {
            for element in siblings {
                ordered.append(element)
                visit(ReadingOrder.sorted(children[element.number] ?? [], box: \.box))
            }
        }
        let order = Dictionary(screen.windows.enumerated().map { ($1.id, $0) }) { first, _ in first }
        let roots = Dictionary(grouping: children[nil] ?? []) { $0.window.flatMap { order[$0] } ?? Int.max }
        for place in roots.keys.sorted() { visit(ReadingOrder.sorted(roots[place] ?? [], box: \.box)) }
        return ElementList(shown: ordered, hidden: hidden, notes: notes).numbered()
    }

    /// Numbered from 1 in this order, the hidden ones last.
    private func numbered() -> ElementList {
        let numbers = Dictionary(
            (shown + hidden.map(\.element)).enumerated().map { ($1.number, $0 + 1) }
        ) { first, _ in first }
        var list = self
        for index in list.shown.indices { list.shown[index].renumber(numbers) }
        for index in list.hidden.indices { list.hidden[index].element.renumber(numbers) }
        return list
    }
}

extension Element {
    fileprivate mutating func renumber(_ numbers: [Int: Int]) {
        number = numbers[number] ?? 0
        parent = parent.flatMap { numbers[$0] }
    }
}

/// Makes a list of what windows and programs tell.
private struct ElementListBuilder {
    private let told: [ToldElement]
    private let screen: ScreenState
    private let visibility: ElementVisibility
    private var shown: [Element] = []
    private var shownByNumber: [Int: Element] = [:]
    private var hidden: [HiddenElement] = []
    /// The number of each window's own element.
    private var windowNumbers: [WindowID: Int] = [:]
    /// The number of the nearest element that is kept, of each told one.
    private var kept: [Int?] = []
    private var next = 1

    init(_ told: [ToldElement], on screen: ScreenState) {
        self.told = told
        self.screen = screen
        visibility = ElementVisibility(told, on: screen)
    }

    var list: ElementList {
        ElementList(shown: FieldLabels.named(shown), hidden: hidden).arranged(on: screen)
    }

    /// The windows that a manager looks after; a popup is what its program tells of it.
    mutating func addWindows() {
        let heads = Dictionary(
            told.filter { $0.parent == nil }.compactMap { top in top.window.map { ($0, top) } }
        ) { first, _ in first }
        for window in screen.windows where !window.isPopup && !(window.title.isEmpty && heads[window.id] == nil) {
            var states: ElementStates = window.isActive ? [.enabled, .active] : .enabled
            let head = heads[window.id]
            if let head { states.formUnion(head.states.intersection(.modal)) }
            let element = Element(
                number: next, role: head?.role == .dialog || head?.role == .alert ? .dialog : .window,
                name: window.title.isEmpty ? head?.name ?? "" : window.title,
                box: window.frame, states: states, window: window.id,
                sources: head == nil ? .window : [.window, .accessibility])
            windowNumbers[window.id] = next
            next += 1
            if window.isMinimised {
                hidden.append(HiddenElement(element, .minimised))
            } else {
                shown.append(element)
            }
        }
    }

    mutating func addTold() {
        for (index, item) in told.enumerated() {
            let parent = item.parent.flatMap { kept[$0] } ?? item.window.flatMap { windowNumbers[$0] }
            guard isWorthKeeping(item, in: parent) else {
                kept.append(parent)
                continue
            }
            var element = Element(
                number: next, role: item.role, name: item.name, description: item.description, value: item.value,
                box: item.box ?? Box(x: 0, y: 0, width: 0, height: 0), states: item.states, window: item.window,
                parent: parent, sources: .accessibility)
            switch visibility.judge(index) {
            case .shown(let box, let point):
                (element.box, element.point) = (box, point)
                guard !repeatsParent(element) else {
                    kept.append(parent)
                    continue
                }
                shown.append(element)
                shownByNumber[next] = element
                kept.append(next)
            case .hidden(let reason):
                if !element.name.isEmpty { hidden.append(HiddenElement(element, reason)) }
                kept.append(parent)
            }
            next += 1
        }
    }

    /// Panels, scroll panes and other things without a name are there for a layout only.
    private func isWorthKeeping(_ item: ToldElement, in parent: Int?) -> Bool {
        if item.parent == nil, item.window.flatMap({ windowNumbers[$0] }) != nil { return false }
        guard item.name.isEmpty else { return item.role != .separator }
        switch item.role {
        case .group, .label, .text, .image, .icon, .paragraph, .heading, .separator, .tooltip, .other, .statusBar:
            return false
        // A part of a window that some toolkits tell as another one.
        case .window, .dialog: return item.parent == nil
        case .cell, .row: return item.value != nil || !item.states.isDisjoint(with: [.selected, .focused])
        default: return true
        }
    }

    /// Whether this is the label or the icon of the control that holds it, or the same control told again.
    private func repeatsParent(_ element: Element) -> Bool {
        guard let parent = element.parent.flatMap({ shownByNumber[$0] }),
            [.label, .text, .icon, .image, .paragraph, .cell].contains(element.role) || element.role == parent.role,
            !parent.role.isContainer || parent.role == .row
        else { return false }
        return parent.name == element.name && parent.box.expanded(by: 1).contains(element.box)
    }
}
