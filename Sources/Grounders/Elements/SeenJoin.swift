import Images
package import Interaction
package import ScreenModel

/// Makes elements of the controls that are seen in windows whose programs tell nothing, and on pictures.
///
/// The words that are read in a control, or beside a check box, become its name, or the value of a field; they are then no
/// elements of their own. A field is named by its label.
package struct SeenJoin {
    private let list: ElementList
    private let screen: ScreenState
    private let windows: WindowMap

    /// - Parameters:
    ///   - list: what is told and read.
    ///   - screen: the screen of both.
    package init(_ list: ElementList, on screen: ScreenState) {
        (self.list, self.screen) = (list, screen)
        windows = WindowMap(screen)
    }

    /// How much of words must lie in a control that they name.
    private static let share = 0.6
    /// The widest gap between a check box and its words, in heights of the check box.
    private static let gap = 1.0

    /// The list with what is seen where it had nothing but words.
    package func joined(with seen: [SeenElement]) -> ElementList {
        // What stands in a terminal are words.
        let graphical = screen.windows.filter { !$0.isTerminal && self.list.isSilent(of: $0) }
        let silent = Set((self.list.tells(of: nil) ? [] : [nil]) + graphical.map { Optional($0.id) })
        var added = seen.compactMap { element(of: $0, in: silent) }
        guard !added.isEmpty else { return list }
        var list = list
        let words = list.shown.filter { $0.sources == .text }
        var taken: Set<Int> = []
        for (index, names) in owned(words, by: added) {
            added[index].take(ReadingOrder.sorted(names, box: \.box).map(\.name).joined(separator: " "))
            taken.formUnion(names.map(\.number))
        }
        for index in added.indices where added[index].name.isEmpty && added[index].role.standsBesideItsName {
            let box = added[index].box
            let beside = words.filter {
                !taken.contains($0.number) && $0.box.isRight(of: box, within: Self.gap * box.height)
            }
            guard let nearest = beside.min(by: { $0.box.x < $1.box.x }) else { continue }
            added[index].take(nearest.name)
            taken.insert(nearest.number)
        }
        let labels = words.filter { !taken.contains($0.number) }
        let named = FieldLabels.named(added + labels).prefix(added.count)
        list.shown.removeAll { taken.contains($0.number) }
        return list.adding(Array(named), on: screen)
    }

    private func element(of seen: SeenElement, in silent: Set<WindowID?>) -> Element? {
        let (box, window) = (windows.frame.screenBox(seen.box), windows.window(under: seen.box.centre))
        // The window manager tells of title bars and their buttons, where there are windows at all.
        let isOnFrame = list.shown.contains {
            [.titleBar, .button].contains($0.role) && $0.sources == .window && $0.box.contains(box.centre)
        }
        guard silent.contains(window?.id), !isOnFrame, seen.role != .titleBar || screen.windows.isEmpty else {
            return nil
        }
        let owner = list.shown.first { [.window, .dialog].contains($0.role) && $0.window == window?.id }
        return Element(
            role: seen.role.role, name: "", box: box, states: seen.states(of: seen.role), window: window?.id,
            parent: owner?.number, sources: .icon, confidence: seen.confidence)
    }

    /// The words of each control: those in it that lie in no smaller one.
    private func owned(_ words: [Element], by controls: [Element]) -> [Int: [Element]] {
        var owned: [Int: [Element]] = [:]
        for word in words {
            let around = controls.indices.filter {
                controls[$0].window == word.window && controls[$0].role.takesWords
                    && controls[$0].box.share(of: word.box) >= Self.share
            }
            guard let owner = around.min(by: { controls[$0].box.area < controls[$1].box.area }) else { continue }
            owned[owner, default: []].append(word)
        }
        return owned
    }
}

extension SeenElement.Role {
    /// The same in the vocabulary of elements.
    fileprivate var role: ElementRole {
        switch self {
        case .button: .button
        case .toggleButton: .toggleButton
        case .checkbox: .checkbox
        case .radioButton: .radioButton
        case .switch: .switch
        case .link: .link
        case .field: .field
        case .textArea: .textArea
        case .comboBox: .comboBox
        case .spinButton: .spinButton
        case .slider: .slider
        case .menuItem: .menuItem
        case .tab: .tab
        case .listItem: .listItem
        case .treeItem: .treeItem
        case .cell: .cell
        case .columnHeader: .columnHeader
        case .image: .image
        case .progressBar: .progressBar
        case .scrollBar: .scrollBar
        case .titleBar: .titleBar
        }
    }
}

extension SeenElement {
    fileprivate func states(of role: Role) -> ElementStates {
        var found: ElementStates = states.contains(.disabled) ? [] : .enabled
        if [.checkbox, .radioButton, .switch].contains(role) { found.insert(.checkable) }
        if states.contains(.checked) { found.insert(role == .toggleButton ? .pressed : .checked) }
        if states.contains(.selected) { found.insert(.selected) }
        return found
    }
}

extension ElementRole {
    /// Whether words in it are its own, and not those of what it holds.
    fileprivate var takesWords: Bool { ![.textArea, .image, .scrollBar, .slider, .progressBar].contains(self) }
    fileprivate var standsBesideItsName: Bool { [.checkbox, .radioButton, .switch].contains(self) }
    fileprivate var holdsValue: Bool { [.field, .comboBox, .spinButton].contains(self) }
}

extension Element {
    /// Takes words that were read for its name, or for its value.
    fileprivate mutating func take(_ words: String) {
        sources.insert(.text)
        if role.holdsValue { value = words } else { name = words }
    }
}

extension Box<ScreenSpace> {
    /// Whether it stands in the same row as another box, at most so far to its right.
    fileprivate func isRight(of other: Box, within gap: Double) -> Bool {
        let shared = min(maxY, other.maxY) - max(y, other.y)
        return 2 * shared >= min(height, other.height) && (-4...gap).contains(x - other.maxX)
    }
}
