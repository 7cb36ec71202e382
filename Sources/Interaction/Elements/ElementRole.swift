/// What an element is, in a small vocabulary that all toolkits' roles are mapped to.
package enum ElementRole: Hashable, Sendable {
    case button, toggleButton, checkbox, radioButton, `switch`, link
    case field, textArea, comboBox, spinButton, slider
    case menuBar, menu, menuItem, tabList, tab
    case list, listItem, tree, treeItem, table, row, cell, columnHeader, rowHeader
    case image, icon, label, heading, paragraph, document
    case progressBar, scrollBar, separator, toolbar, statusBar, tooltip, alert
    case window, dialog, titleBar, group
    /// Words that were read on the screen, of which nothing else is known.
    case text
    /// A role that has no word here, by its name in the program's own vocabulary.
    case other(String)
}

extension ElementRole {
    /// Whether a person who names a role means an element of this one too: a toggle button is a button.
    package func fits(_ wanted: ElementRole) -> Bool { self == wanted || Self.kinds[wanted]?.contains(self) == true }

    /// Whether its name is drawn on it; a field's or a slider's name stands beside it.
    package var drawsItsName: Bool {
        switch self {
        case .field, .textArea, .comboBox, .spinButton, .slider, .progressBar, .scrollBar, .separator: false
        default: !isContainer
        }
    }

    /// Whether it is a box that a person fills in, beside or below its label.
    package var isFilledIn: Bool {
        switch self {
        case .field, .textArea, .comboBox, .spinButton: true
        default: false
        }
    }

    /// Whether it is there for what it holds: its name is not looked for where something else has that name.
    package var isContainer: Bool {
        switch self {
        case .menuBar, .tabList, .list, .tree, .table, .row, .document, .toolbar, .statusBar, .window, .dialog, .group,
            .titleBar, .alert:
            true
        case .other: true
        default: false
        }
    }

    /// Whether what it holds is cut at its edges.
    var clips: Bool {
        switch self {
        case .list, .tree, .table, .document, .textArea, .tabList: true
        case .other(let name): Self.clipping.contains(name)
        default: false
        }
    }

    /// Whether it draws something wherever it is shown, so that a box of one colour shows that it is not.
    var drawsAlways: Bool {
        switch self {
        case .button, .toggleButton, .checkbox, .radioButton, .switch, .link, .comboBox, .spinButton, .slider,
            .menuItem,
            .menu, .tab, .columnHeader, .image, .icon, .label, .heading:
            true
        default: false
        }
    }

    /// Whether it shows in a window of its own above the program's.
    var opensPopups: Bool { [.menu, .menuItem, .comboBox, .tooltip].contains(self) }

    private static let clipping: Set<String> = ["scroll pane", "viewport", "layered pane"]

    /// What is also meant by a role.
    private static let kinds: [ElementRole: Set<ElementRole>] = [
        .button: [.toggleButton], .checkbox: [.switch], .field: [.textArea, .spinButton], .menuItem: [.menu],
        .list: [.tree, .table], .listItem: [.treeItem, .row, .cell], .row: [.listItem, .treeItem, .cell],
        .tree: [.table, .list], .table: [.tree, .list], .image: [.icon], .icon: [.image],
        .label: [.heading, .paragraph, .text], .window: [.dialog], .textArea: [.document],
        .dialog: [.alert], .cell: [.columnHeader, .rowHeader],
    ]
}

extension ElementRole: Codable {
    package init(from decoder: any Decoder) throws {
        self.init(name: try decoder.singleValueContainer().decode(String.self))
    }

    package func encode(to encoder: any Encoder) throws {
        var value = encoder.singleValueContainer()
        try value.encode(name)
    }
}

extension ElementRole: CustomStringConvertible {
    package var description: String { name }
}
