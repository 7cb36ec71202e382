import CX11
import Images

/// What the server itself knows of windows: their tree, places and shapes, without any window manager's word.
struct WindowTree {
    let connection: X11Connection

    /// Where a window is and how it behaves.
    struct Shape {
        /// The window's inside, in pixels of the root window.
        let box: Box<ScreenSpace>
        let border: Int
        let isViewable: Bool
        let isUnmanaged: Bool
        let isVisibleKind: Bool
    }

    /// The children of `window`, the lowest first; none when it has vanished.
    func children(of window: Window) -> [Window] { query(window) { Array($1) } ?? [] }

    /// The ancestor of `window` that is a child of the root, or itself; `nil` when it has vanished.
    func topLevel(of window: Window) -> Window? {
        var current = window
        // Without an array of the children: Swift 6.3's optimiser fills an unread one after it has freed it.
        while let parent = query(current, { parent, _ in parent }), parent != 0 {
            if parent == connection.root { return current }
            current = parent
        }
        return nil
    }

    /// The program's window inside of a window manager's frame, by the property that every window manager sets; `top`
    /// itself where there is no frame.
    func client(inside top: Window) -> Window {
        var level = [top]
        // Frames have few windows around the program's, which is at most two below them.
        for _ in 0..<3 {
            if let client = level.first(where: { connection.values(of: "WM_STATE", on: $0) != nil }) { return client }
            level = level.flatMap(children)
        }
        return top
    }

    /// The shape of a window, or `nil` when it has vanished.
    func shape(of window: Window) -> Shape? {
        var attributes = XWindowAttributes()
        guard XGetWindowAttributes(connection.display, window, &attributes) != 0 else { return nil }
        var x: Int32 = 0
        var y: Int32 = 0
        var child = Window()
        guard XTranslateCoordinates(connection.display, window, connection.root, 0, 0, &x, &y, &child) != 0 else {
            return nil
        }
        return Shape(
            box: Box(x: Int(x), y: Int(y), width: Int(attributes.width), height: Int(attributes.height)),
            border: Int(attributes.border_width), isViewable: attributes.map_state == IsViewable,
            isUnmanaged: attributes.override_redirect != 0, isVisibleKind: attributes.`class` == InputOutput)
    }

    /// The child of the root that has the keyboard's focus, or holds the window that has it.
    func focusedTopLevel() -> Window? {
        var focus = Window()
        var revert: Int32 = 0
        XGetInputFocus(connection.display, &focus, &revert)
        switch Int(focus) {
        case 0: return nil
        case PointerRoot: return topLevelUnderPointer()
        default: return topLevel(of: focus)
        }
    }

    private func topLevelUnderPointer() -> Window? {
        var root = Window()
        var child = Window()
        var (rootX, rootY, x, y): (Int32, Int32, Int32, Int32) = (0, 0, 0, 0)
        var mask: UInt32 = 0
        guard
            XQueryPointer(connection.display, connection.root, &root, &child, &rootX, &rootY, &x, &y, &mask) != 0,
            child != 0
        else { return nil }
        return child
    }

    /// Hands over a window's parent and children; `nil` when it has vanished.
    private func query<Result>(
        _ window: Window, _ body: (_ parent: Window, _ children: UnsafeBufferPointer<Window>) -> Result
    ) -> Result? {
        var root = Window()
        var parent = Window()
        var list: UnsafeMutablePointer<Window>?
        var count: UInt32 = 0
        guard XQueryTree(connection.display, window, &root, &parent, &list, &count) != 0 else { return nil }
        defer { if let list { XFree(list) } }
        return body(parent, UnsafeBufferPointer(start: list, count: Int(count)))
    }
}
