import Agents
import Interaction

/// Decides what is pressed to see more of a program: only what opens something, and nothing that could do harm.
struct OpeningRule {
    private let words = IrreversibleWords(own: Self.more)

    /// Besides what cannot be undone: what prints, leaves the program, or reaches other people and machines.
    private static let more = [
        "print", "exit", "close", "mail", "email", "e-mail", "trash", "shred", "kill", "upload", "install", "update",
        "upgrade", "share", "eject", "unmount", "burn", "donate", "report", "translate", "terminal", "console",
        "suspend",
        "hibernate", "lock", "sign in", "log in", "login", "macro", "macros", "online", "web", "browser", "homepage",
    ]

    /// Whether an element is pressed: a menu, a tab, a list that opens, or what announces a dialog by an ellipsis.
    ///
    /// - Parameter list: what shows besides; Qt calls the menus of a menu bar items.
    func opens(_ element: Element, in list: ElementList) -> Bool {
        guard element.states.contains(.enabled), isHarmless(element) else { return false }
        switch element.role {
        case .menu: return !element.states.contains(.expanded)
        case .tab: return !element.states.contains(.selected)
        case .comboBox: return !element.states.contains(.expanded)
        case .menuItem where element.parent.flatMap { list[$0]?.role } == .menuBar: return true
        case .menuItem: return element.name.hasSuffix("…") || element.name.hasSuffix("...")
        case .button, .toggleButton:
            let isClosed = element.states.contains(.expandable) && !element.states.contains(.expanded)
            return isClosed || element.name.hasSuffix("…") || element.name.hasSuffix("...")
        default: return false
        }
    }

    /// Whether neither name nor description speaks of an act that cannot be undone, or goes beyond the program.
    func isHarmless(_ element: Element) -> Bool {
        [element.name, element.description].allSatisfy { $0.isEmpty || words.word(in: $0) == nil }
    }
}
