import Accessibility
import Images
import Interaction

extension ToldScreen {
    /// What an accessibility report says, in the vocabulary of elements.
    init(_ report: AccessibilityReport) {
        self.init(
            elements: [], notes: report.problems.map(\.description))
        for program in report.programs {
            add(program)
            let name = program.name.isEmpty ? "a program" : program.name
            notes += program.problems.map { "\(name) \($0)" }
        }
    }

    private mutating func add(_ program: AccessibleProgram) {
        let first = elements.count
        let windows = Dictionary(program.placements.map { ($0.node, $0.window) }) { first, _ in first }
        var tops: [Int] = []
        for (index, node) in program.nodes.enumerated() {
            let top = node.parent.map { tops[$0] } ?? index
            tops.append(top)
            var element = ToldElement(node, in: node.parent.map { elements[first + $0].role })
            element.parent = node.parent.map { first + $0 }
            element.window = windows[top] ?? nil
            element.process = program.process
            elements.append(element)
        }
        showWhatIsVisible(from: first, tops, program.nodes)
    }

    /// GTK 4 says of nothing within a window that it is showing: there, what is visible shows.
    private mutating func showWhatIsVisible(from first: Int, _ tops: [Int], _ nodes: [AccessibleNode]) {
        var speaking: Set<Int> = []
        for (index, node) in nodes.enumerated() where tops[index] != index && node.states.contains(.showing) {
            speaking.insert(tops[index])
        }
        for (index, node) in nodes.enumerated() where !speaking.contains(tops[index]) {
            elements[first + index].isShowing = node.states.contains(.visible)
        }
    }
}

extension ToldElement {
    /// Without its place in the tree.
    ///
    /// - Parameter parent: the role of what holds it.
    init(_ node: AccessibleNode, in parent: ElementRole?) {
        let states = node.states
        var role = ElementRole(node.role, states: states)
        let isCheckable = states.contains(.checkable) || states.contains(.checked)
        if role == .button, isCheckable { role = .toggleButton }
        // Qt calls the buttons of a toolbar that stay down check boxes.
        if role == .checkbox, parent == .toolbar { role = .toggleButton }
        // Java calls what draws an item a label.
        if role == .label, parent == .list { role = .listItem }
        if role == .label, parent == .table { role = .cell }
        let words = [node.name, node.attributes["placeholder-text"] ?? "", node.description]
        self.init(
            role: role, name: (words.first { !$0.isEmpty } ?? "").onOneLine, description: node.description.onOneLine,
            value: ToldElement.value(of: node, as: role), states: ElementStates(states, of: node.role, as: role),
            box: node.box, isShowing: states.contains(.showing))
    }

    /// The content of a field, or the number that something holds.
    private static func value(of node: AccessibleNode, as role: ElementRole) -> String? {
        if node.role == .passwordText { return nil }
        if let number = node.value?.current, [.slider, .spinButton, .progressBar].contains(role) {
            return number == number.rounded() && abs(number) < 1e15 ? "\(Int(number))" : "\(number)"
        }
        switch role {
        case .field, .textArea, .spinButton, .comboBox, .document, .paragraph, .cell: return node.text
        default: return nil
        }
    }
}

extension ElementStates {
    init(_ told: AccessibleStates, of source: AccessibleRole, as role: ElementRole) {
        let pairs: [(AccessibleStates, ElementStates)] = [
            (.checked, .checked), (.indeterminate, .mixed), (.pressed, .pressed), (.focused, .focused),
            (.selected, .selected), (.expanded, .expanded), (.expandable, .expandable), (.editable, .editable),
            (.readOnly, .readOnly), (.modal, .modal), (.active, .active), (.required, .required),
            (.invalidEntry, .invalid), (.busy, .busy), (.checkable, .checkable),
        ]
        self.init(pairs.filter { told.contains($0.0) }.map(\.1))
        if told.contains(.sensitive) || told.contains(.enabled) { insert(.enabled) }
        if source == .passwordText { insert(.secret) }
        // Toolkits call a toggle button that is down checked, or pressed, or both.
        if role == .toggleButton, !isDisjoint(with: [.checked, .pressed]) { formUnion([.checked, .pressed]) }
        // Only what can be clicked is disabled; of labels toolkits say nothing.
        if told.contains(.selected), role == .radioButton { insert(.checked) }
    }
}

extension ElementRole {
    /// The role of ours that an object's is.
    init(_ role: AccessibleRole, states: AccessibleStates) {
        self = Self.table[role] ?? .other(role.words)
        let isMultiLine = states.contains(.multiLine)
        if self == .field, isMultiLine { self = .textArea }
        if role == .text, !states.contains(.editable), !isMultiLine { self = .label }
    }

    private static let table: [AccessibleRole: ElementRole] = [
        .button: .button, .pushButtonMenu: .button, .toggleButton: .toggleButton, .checkBox: .checkbox,
        .checkMenuItem: .menuItem, .radioMenuItem: .menuItem, .tearoffMenuItem: .menuItem, .radioButton: .radioButton,
        .switch: .switch, .link: .link, .entry: .field, .text: .field, .passwordText: .field, .autocomplete: .field,
        .editBar: .field, .terminal: .textArea, .comboBox: .comboBox, .spinButton: .spinButton,
        .dateEditor: .spinButton,
        .slider: .slider, .dial: .slider, .menuBar: .menuBar, .menu: .menu, .popupMenu: .menu, .menuItem: .menuItem,
        .pageTabList: .tabList, .pageTab: .tab, .list: .list, .listBox: .list, .listItem: .listItem, .tree: .tree,
        .treeTable: .tree, .treeItem: .treeItem, .table: .table, .tableRow: .row, .tableCell: .cell,
        .columnHeader: .columnHeader, .tableColumnHeader: .columnHeader, .rowHeader: .rowHeader,
        .tableRowHeader: .rowHeader, .image: .image, .icon: .icon, .desktopIcon: .icon, .label: .label,
        .static: .label, .caption: .label, .acceleratorLabel: .label, .heading: .heading, .header: .group,
        .paragraph: .paragraph, .documentFrame: .document, .documentText: .document, .documentWeb: .document,
        .documentEmail: .document, .documentSpreadsheet: .document, .documentPresentation: .document,
        .progressBar: .progressBar, .levelBar: .progressBar, .scrollBar: .scrollBar, .separator: .separator,
        .toolBar: .toolbar, .statusBar: .statusBar, .toolTip: .tooltip, .alert: .alert, .notification: .alert,
        .infoBar: .alert, .frame: .window, .window: .window, .internalFrame: .window, .dialog: .dialog,
        .fileChooser: .dialog, .colorChooser: .dialog, .fontChooser: .dialog, .titleBar: .titleBar, .panel: .group,
        .filler: .group, .rootPane: .group, .glassPane: .group, .optionPane: .group, .splitPane: .group,
        .grouping: .group, .section: .group, .form: .group, .page: .group, .embedded: .group, .landmark: .group,
        .unknown: .group, .redundantObject: .group, .article: .group, .invalid: .group, .application: .group,
    ]
}

extension String {
    /// Line ends and tabs as single spaces.
    fileprivate var onOneLine: String {
        contains { $0.isNewline || $0 == "\t" }
            ? split { $0.isWhitespace }.joined(separator: " ") : self
    }
}
