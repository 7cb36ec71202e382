/// What roles are called in English: the one table of names and synonyms.
enum RoleWords {
    /// Each role with its name, and what people call it besides.
    static let table: [(role: ElementRole, words: [String])] = [
        (.button, ["button", "push button", "icon button", "tool button"]),
        (.toggleButton, ["toggle button", "toggle"]),
        (.checkbox, ["checkbox", "check box", "tick box", "tickbox"]),
        (.radioButton, ["radio button", "radio", "option button"]),
        (.switch, ["switch"]),
        (.link, ["link", "hyperlink"]),
        (
            .field,
            ["field", "text field", "entry", "text entry", "input", "text input", "text box", "textbox", "edit box"]
        ),
        (.textArea, ["text area", "textarea", "editor", "terminal"]),
        (.comboBox, ["combo box", "combobox", "dropdown", "drop-down", "drop-down list", "selector"]),
        (.spinButton, ["spin button", "spin box", "spinner", "stepper", "number field"]),
        (.slider, ["slider"]),
        (.menuBar, ["menu bar", "menubar"]),
        (.menu, ["menu", "submenu"]),
        (.menuItem, ["menu item", "menu entry"]),
        (.tabList, ["tab list", "tab bar"]),
        (.tab, ["tab", "page tab"]),
        (.list, ["list", "list box"]),
        (.listItem, ["list item", "item"]),
        (.tree, ["tree", "tree view"]),
        (.treeItem, ["tree item", "node"]),
        (.table, ["table", "grid"]),
        (.row, ["row", "table row"]),
        (.cell, ["cell", "table cell"]),
        (.columnHeader, ["column header", "column"]),
        (.rowHeader, ["row header"]),
        (.image, ["image", "picture", "graphic"]),
        (.icon, ["icon"]),
        (.label, ["label", "caption"]),
        (.heading, ["heading", "headline"]),
        (.paragraph, ["paragraph"]),
        (.document, ["document", "page"]),
        (.progressBar, ["progress bar"]),
        (.scrollBar, ["scroll bar", "scrollbar"]),
        (.separator, ["separator"]),
        (.toolbar, ["toolbar", "tool bar"]),
        (.statusBar, ["status bar", "statusbar"]),
        (.tooltip, ["tooltip", "tool tip"]),
        (.alert, ["alert", "notification"]),
        (.window, ["window"]),
        (.dialog, ["dialog", "dialogue", "dialog box"]),
        (.titleBar, ["title bar", "titlebar"]),
        (.group, ["group", "panel"]),
        (.text, ["text"]),
    ]

    static let names: [ElementRole: String] = Dictionary(
        uniqueKeysWithValues: table.map { ($0.role, $0.words[0]) })
    static let roles: [String: ElementRole] = Dictionary(
        uniqueKeysWithValues: table.flatMap { entry in entry.words.map { ($0, entry.role) } })

    /// Maximum words of a role's name.
    static let longest = 3
}

extension ElementRole {
    /// In English and lower case, such as `toggle button`; an ``other(_:)`` role's own name.
    package var name: String {
        if case .other(let name) = self { return name }
        return RoleWords.names[self] ?? "element"
    }

    /// The role with a name, or with a synonym of it; any other name is an ``other(_:)`` role.
    package init(name: String) { self = ElementRole(words: name) ?? .other(name) }

    /// The role that English words name, in any case; `nil` where they name none.
    package init?(words: String) {
        guard let role = RoleWords.roles[words.lowercased()] else { return nil }
        self = role
    }
}
