import CX11

/// The window that takes the keys, and what is known of the program behind it.
struct TypingTarget {
    /// What the server names as focus; `PointerRoot` means the window under the pointer.
    let focus: Window
    /// The window that takes the keys: the focus, or the one under the pointer.
    let window: Window
    /// The window that the window manager handles, or the outermost one.
    let topLevel: Window
    let active: Window?
    /// Whether the program says that it answers `_NET_WM_PING`.
    let takesPings: Bool
    /// The program's process, where it runs on this machine.
    let process: Int32?

    private static let pointerRoot: Window = 1

    /// - Throws: ``X11Error/nothingFocused``.
    init(_ connection: X11Connection) throws {
        let properties = WindowProperties(connection)
        let focus = try Self.focus(connection)
        let underPointer = focus == Self.pointerRoot || focus == connection.root
        let window = underPointer ? Self.windowUnderPointer(connection) : focus
        let active = properties.window(connection.root, "_NET_ACTIVE_WINDOW")
        guard window != 0, !Self.isIdle(focus, active, connection, properties) else {
            try connection.syncIgnoringRefusals()
            throw X11Error.nothingFocused
        }
        let topLevel = Self.topLevel(of: window, connection, properties)
        self.focus = focus
        self.window = window
        self.active = active
        self.topLevel = topLevel
        takesPings = properties.atoms(topLevel, "WM_PROTOCOLS").contains(properties.atom("_NET_WM_PING"))
        process = connection.localProcess(behind: window)
        try connection.syncIgnoringRefusals()
    }

    /// A window that need not have the focus.
    init(window: Window, _ connection: X11Connection) throws(X11Error) {
        let properties = WindowProperties(connection)
        let topLevel = Self.topLevel(of: window, connection, properties)
        focus = window
        self.window = window
        active = nil
        self.topLevel = topLevel
        takesPings = properties.atoms(topLevel, "WM_PROTOCOLS").contains(properties.atom("_NET_WM_PING"))
        process = connection.localProcess(behind: window)
        try connection.syncIgnoringRefusals()
    }

    /// What has become of the target since, if anything has.
    func interruption(_ connection: X11Connection) throws -> TypingInterruption? {
        let properties = WindowProperties(connection)
        let focus = try Self.focus(connection)
        if focus != self.focus {
            return exists(connection) ? .focus : .targetLost
        }
        if focus == Self.pointerRoot || focus == connection.root,
            Self.windowUnderPointer(connection) != window
        {
            return exists(connection) ? .focus : .targetLost
        }
        // A window manager tells of a new focus a moment after the server has it.
        let active = properties.window(connection.root, "_NET_ACTIVE_WINDOW")
        return active == self.active || active == topLevel ? nil : .activeWindow
    }

    func exists(_ connection: X11Connection) -> Bool {
        var attributes = XWindowAttributes()
        let answered = XGetWindowAttributes(connection.display, window, &attributes) != 0
        try? connection.syncIgnoringRefusals()
        return answered
    }

    private static func focus(_ connection: X11Connection) throws(X11Error) -> Window {
        var focus = Window()
        var revert: Int32 = 0
        XGetInputFocus(connection.display, &focus, &revert)
        try connection.checkAlive()
        return focus
    }

    private static func windowUnderPointer(_ connection: X11Connection) -> Window {
        var window = connection.root
        var deepest = Window(0)
        while true {
            var root = Window()
            var child = Window()
            var (x, y, inX, inY): (Int32, Int32, Int32, Int32) = (0, 0, 0, 0)
            var mask: UInt32 = 0
            XQueryPointer(connection.display, window, &root, &child, &x, &y, &inX, &inY, &mask)
            guard child != 0 else { return deepest }
            deepest = child
            window = child
        }
    }

    /// Whether the window manager holds the focus for itself because no window is active.
    private static func isIdle(
        _ focus: Window, _ active: Window?, _ connection: X11Connection, _ properties: WindowProperties
    ) -> Bool {
        guard active == nil || active == 0, let manager = properties.window(connection.root, "_NET_SUPPORTING_WM_CHECK")
        else { return false }
        // The upper bits of a window's number say which client made it.
        guard focus >> 21 == manager >> 21 else { return false }
        // A menu may have grabbed the keyboard, and then it takes the keys all the same.
        let grabbed = XGrabKeyboard(
            connection.display, connection.root, 0, GrabModeAsync, GrabModeAsync, Time(CurrentTime))
        guard grabbed == GrabSuccess else { return false }
        XUngrabKeyboard(connection.display, Time(CurrentTime))
        return true
    }

    private static func topLevel(
        of window: Window, _ connection: X11Connection, _ properties: WindowProperties
    ) -> Window {
        var current = window
        while !properties.has(current, "WM_STATE") {
            var root = Window()
            var parent = Window()
            var children: UnsafeMutablePointer<Window>?
            var count: UInt32 = 0
            let answered = XQueryTree(connection.display, current, &root, &parent, &children, &count)
            if let children {
                XFree(children)
            }
            guard answered != 0, parent != 0, parent != connection.root else { break }
            current = parent
        }
        return current
    }
}
