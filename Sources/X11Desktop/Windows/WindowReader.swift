import CX11
import Foundation
import Images
import Interaction

/// Lists the windows of a display: as the window manager knows them where there is one, else as the server's tree has
/// them.
struct WindowReader {
    let connection: X11Connection
    private var tree: WindowTree { WindowTree(connection: connection) }

    init(_ connection: X11Connection) { self.connection = connection }

    /// All windows that a person would call one, and popups such as menus, the uppermost first.
    func windows() throws(X11Error) -> [WindowInfo] {
        let manager = try managerName()
        let clients = manager == nil ? nil : managedClients()
        // Asked every time: what Xlib remembers is the size of the moment in which we connected.
        let screen = try connection.currentScreenSize().bounds
        let found = clients.map { managedWindows($0, on: screen) } ?? unmanagedWindows(on: screen)
        try connection.syncIgnoringRefusals()
        return found
    }

    /// The window manager's name, or `nil` without a window manager.
    func managerName() throws(X11Error) -> String? {
        let property = "_NET_SUPPORTING_WM_CHECK"
        defer { _ = XlibHandlers.takeRefusals(connection.display) }
        let check = connection.values(of: property, on: connection.root)?.first
        // The property outlives a window manager that crashed; only a live one answers on its own window too.
        let isAlive = check.map { connection.values(of: property, on: $0)?.first == $0 } ?? false
        try connection.checkAlive()
        guard let check, isAlive else { return nil }
        return connection.text(of: "_NET_WM_NAME", on: check) ?? "unnamed"
    }

    /// The windows that the window manager looks after, the lowest first; `nil` when it does not say.
    private func managedClients() -> [Window]? {
        connection.values(of: "_NET_CLIENT_LIST_STACKING", on: connection.root)
            ?? connection.values(of: "_NET_CLIENT_LIST", on: connection.root)
    }

    private func managedWindows(_ clients: [Window], on screen: Box<ScreenSpace>) -> [WindowInfo] {
        let active = connection.values(of: "_NET_ACTIVE_WINDOW", on: connection.root)?.first
        let desktop = connection.values(of: "_NET_CURRENT_DESKTOP", on: connection.root)?.first
        var clientsInside: [Window: Window] = [:]
        var withoutPlace: [Window] = []
        for client in clients {
            if let top = tree.topLevel(of: client) {
                clientsInside[top] = client
            } else {
                withoutPlace.append(client)
            }
        }
        var shown: [WindowInfo] = []
        var hidden: [WindowInfo] = []
        for top in tree.children(of: connection.root).reversed() {
            if let client = clientsInside[top] {
                guard let info = describe(client, isActive: client == active, shown: desktop) else { continue }
                info.isMinimised ? hidden.append(info) : shown.append(info)
            } else if let shape = visibleShape(of: top, on: screen), shape.isUnmanaged {
                if let info = describe(top, isActive: false) { shown.append(info) }
            }
        }
        return shown + hidden
            + withoutPlace.reversed().compactMap { describe($0, isActive: $0 == active, shown: desktop) }
    }

    private func unmanagedWindows(on screen: Box<ScreenSpace>) -> [WindowInfo] {
        let focus = tree.focusedTopLevel()
        return tree.children(of: connection.root).reversed()
            .filter { visibleShape(of: $0, on: screen) != nil }
            .compactMap { top in
                // A window manager that does not say what it looks after still puts windows into frames.
                let client = tree.client(inside: top)
                guard client != top, let frame = tree.shape(of: top) else {
                    return describe(top, isActive: top == focus)
                }
                return describe(client, isActive: top == focus, frame: frame.box.expanded(by: Double(frame.border)))
            }
    }

    /// The shape of a window that can be seen; toolkits keep windows of one pixel for their own purposes.
    private func visibleShape(of window: Window, on screen: Box<ScreenSpace>) -> WindowTree.Shape? {
        guard let shape = tree.shape(of: window), shape.isViewable, shape.isVisibleKind,
            shape.box.width > 1 || shape.box.height > 1,
            shape.box.intersection(screen) != nil
        else { return nil }
        return shape
    }

    /// - Parameters:
    ///   - desktop: the virtual desktop that is shown, where there are several.
    ///   - frame: the window manager's, where that does not say how wide it is.
    private func describe(
        _ window: Window, isActive: Bool, shown desktop: UInt? = nil, frame: Box<ScreenSpace>? = nil
    ) -> WindowInfo? {
        guard let shape = tree.shape(of: window) else { return nil }
        let name = className(of: window)
        let process = process(behind: window)
        let states = connection.values(of: "_NET_WM_STATE", on: window) ?? []
        let content = inside(shape, of: window)
        let other = otherDesktop(of: window, shown: desktop)
        return WindowInfo(
            id: WindowID(window),
            title: connection.text(of: "_NET_WM_NAME", on: window) ?? connection.text(of: "WM_NAME", on: window) ?? "",
            instance: name.instance, className: name.className, process: process,
            program: process.flatMap { program(of: $0, window: window) },
            frame: frame ?? self.frame(around: content, shape, of: window), content: content,
            isActive: isActive,
            isMinimised: states.contains(connection.atom("_NET_WM_STATE_HIDDEN")) || other != nil,
            isPopup: shape.isUnmanaged, isTooltip: shape.isUnmanaged && isTooltip(window), otherDesktop: other)
    }

    /// The desktop that a window is on where that is not the one that is shown; windows on all desktops are on each.
    private func otherDesktop(of window: Window, shown desktop: UInt?) -> Int? {
        guard let desktop, let own = connection.values(of: "_NET_WM_DESKTOP", on: window)?.first, own != desktop,
            own != 0xffff_ffff
        else { return nil }
        return Int(own)
    }

    private func isTooltip(_ window: Window) -> Bool {
        guard let types = connection.values(of: "_NET_WM_WINDOW_TYPE", on: window) else { return true }
        return types.contains(connection.atom("_NET_WM_WINDOW_TYPE_TOOLTIP"))
    }

    /// The program's area without the invisible margin that GTK keeps for shadows.
    private func inside(_ shape: WindowTree.Shape, of window: Window) -> Box<ScreenSpace> {
        margins("_GTK_FRAME_EXTENTS", of: window)?.shrink(shape.box) ?? shape.box
    }

    private func frame(
        around content: Box<ScreenSpace>, _ shape: WindowTree.Shape, of window: Window
    ) -> Box<ScreenSpace> {
        let border = content.expanded(by: Double(shape.border))
        guard !shape.isUnmanaged, let margins = margins("_NET_FRAME_EXTENTS", of: window) else { return border }
        return margins.grow(content)
    }

    private func margins(_ property: String, of window: Window) -> Margins? {
        Margins(connection.values(of: property, on: window) ?? [])
    }

    private func className(of window: Window) -> (instance: String, className: String) {
        let parts = (connection.text(of: "WM_CLASS", on: window) ?? "")
            .split(separator: "\0", omittingEmptySubsequences: false)
        return (String(parts.first ?? ""), parts.count > 1 ? String(parts[1]) : "")
    }

    /// The process as the server knows it, or else as the program says.
    private func process(behind window: Window) -> Int? {
        connection.localProcess(behind: window).map { Int($0) }
            ?? connection.values(of: "_NET_WM_PID", on: window)?.first.map { Int($0) }
    }

    /// The name of a process, when the window belongs to a program on this machine.
    private func program(of process: Int, window: Window) -> String? {
        if let machine = connection.text(of: "WM_CLIENT_MACHINE", on: window),
            machine != ProcessInfo.processInfo.hostName, machine != localName
        {
            return nil
        }
        return (try? String(contentsOfFile: "/proc/\(process)/comm", encoding: .utf8))?
            .trimmingCharacters(in: .newlines)
    }

    private var localName: String {
        var name = [CChar](repeating: 0, count: 256)
        gethostname(&name, name.count - 1)
        return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

/// How far a frame reaches beyond what it frames.
private struct Margins {
    let left, right, top, bottom: Double

    /// Reads left, right, top, bottom, the order of the window manager specification.
    init?(_ values: [UInt]) {
        guard values.count == 4 else { return nil }
        let values = values.map { Double($0) }
        (left, right, top, bottom) = (values[0], values[1], values[2], values[3])
    }

    func grow(_ box: Box<ScreenSpace>) -> Box<ScreenSpace> {
        Box(x: box.x - left, y: box.y - top, width: box.width + left + right, height: box.height + top + bottom)
    }

    func shrink(_ box: Box<ScreenSpace>) -> Box<ScreenSpace>? {
        let inside = Box<ScreenSpace>(
            x: box.x + left, y: box.y + top, width: box.width - left - right, height: box.height - top - bottom)
        return inside.isEmpty ? nil : inside
    }
}
