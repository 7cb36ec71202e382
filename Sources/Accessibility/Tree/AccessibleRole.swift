/// What an object is, in AT-SPI's roles; the raw values are the protocol's numbers.
package enum AccessibleRole: Int, CaseIterable, Sendable {
    case invalid = 0, acceleratorLabel, alert, animation, arrow, calendar, canvas, checkBox, checkMenuItem
    case colorChooser, columnHeader, comboBox, dateEditor, desktopIcon, desktopFrame, dial, dialog, directoryPane
    case drawingArea, fileChooser, filler, focusTraversable, fontChooser, frame, glassPane, htmlContainer, icon
    case image, internalFrame, label, layeredPane, list, listItem, menu, menuBar, menuItem, optionPane, pageTab
    case pageTabList, panel, passwordText, popupMenu, progressBar, button, radioButton, radioMenuItem, rootPane
    case rowHeader, scrollBar, scrollPane, separator, slider, spinButton, splitPane, statusBar, table, tableCell
    case tableColumnHeader, tableRowHeader, tearoffMenuItem, terminal, text, toggleButton, toolBar, toolTip, tree
    case treeTable, unknown, viewport, window, extended, header, footer, paragraph, ruler, application, autocomplete
    case editBar, embedded, entry, chart, caption, documentFrame, heading, page, section, redundantObject, form
    case link, inputMethodWindow, tableRow, treeItem, documentSpreadsheet, documentPresentation, documentText
    case documentWeb, documentEmail, comment, listBox, grouping, imageMap, notification, infoBar, levelBar, titleBar
    case blockQuote, audio, video, definition, article, landmark, log, marquee, math, rating, timer, `static`
    case mathFraction, mathRoot, `subscript`, superscript, descriptionList, descriptionTerm, descriptionValue
    case footnote, contentDeletion, contentInsertion, mark, suggestion, pushButtonMenu, `switch`

    /// The role of a number; numbers of newer versions of AT-SPI are `unknown`.
    init(number: Int) { self = AccessibleRole(rawValue: number) ?? .unknown }

    /// AT-SPI's own name in lower case, such as `check box`.
    package var words: String {
        self == .button ? "push button" : Self.names[rawValue]
    }

    private static let names = allCases.map { role in
        "\(role)".reduce(into: "") { $0 += $1.isUppercase ? " \($1.lowercased())" : "\($1)" }
    }
}
