import CX11
import Foundation
import Images
package import Interaction

extension XDesktop {
    /// The windows on the screen, menus and other popups among them, the uppermost first; minimised ones come last.
    package func windows() throws(X11Error) -> [WindowInfo] {
        try WindowReader(connection).windows()
    }

    /// The name of the window manager, or `nil` when none runs.
    package func windowManagerName() throws(X11Error) -> String? {
        try WindowReader(connection).managerName()
    }

    /// The windows that `description` fits; see ``Swift/Array/matching(_:)``.
    package func find(_ description: String) throws(X11Error) -> [WindowInfo] {
        try windows().matching(description)
    }

    /// The one window that `description` fits, or the one with that `number` of them, from 1, the uppermost first.
    ///
    /// - Throws: ``X11Error/noSuchWindow(_:titles:)`` and ``X11Error/severalWindows(_:matches:)``.
    package func window(_ description: String, number: Int? = nil) throws(X11Error) -> WindowInfo {
        let all = try windows()
        let found = all.matching(description)
        guard let first = found.first else {
            throw .noSuchWindow(description, titles: all.filter { !$0.isPopup }.map(\.label))
        }
        if let number, found.indices.contains(number - 1) { return found[number - 1] }
        guard found.count == 1, number == nil else { throw .severalWindows(description, matches: found.map(\.label)) }
        return first
    }

    /// Brings a window to the front and gives it the keyboard, and returns once that has happened.
    ///
    /// - Throws: ``X11Error/windowGone(_:)``, or ``X11Error/windowNotActivated(_:)`` when nothing came of it
    ///   within two seconds: some window managers keep programs from taking the focus.
    package func activate(_ id: WindowID) throws(X11Error) {
        try WindowOperator(connection).activate(try known(id))
    }

    /// Asks a window to close, as its close button does. The program may answer with a question of its own; nothing is
    /// ever killed.
    ///
    /// - Throws: ``X11Error/windowGone(_:)`` and ``X11Error/windowNotClosable(_:)``.
    package func close(_ id: WindowID) throws(X11Error) {
        try WindowOperator(connection).close(try known(id))
    }

    private func known(_ id: WindowID) throws(X11Error) -> WindowInfo {
        guard let window = try windows().first(where: { $0.id == id }) else { throw .windowGone(id) }
        return window
    }
}

extension [WindowInfo] {
    /// The windows that `description` fits: the one with that id, written `0x1c00003`; else those with exactly that
    /// title; else those that have it, whatever the case, in their title, class or program.
    func matching(_ description: String) -> [WindowInfo] {
        let byNumber = filter { $0.id.description == description.lowercased() }
        if !byNumber.isEmpty { return byNumber }
        let byTitle = filter { $0.title == description }
        if !byTitle.isEmpty { return byTitle }
        let wanted = description.lowercased()
        return filter { window in
            [window.title, window.instance, window.className, window.program ?? ""]
                .contains { $0.lowercased().contains(wanted) }
        }
    }
}

extension WindowInfo {
    /// What messages call this window.
    var label: String { title.isEmpty ? "\(className) \(id)" : title }
}
