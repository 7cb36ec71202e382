import CX11
import Interaction

/// Activates and closes windows: through the window manager where there is one, else by ourselves.
struct WindowOperator {
    let connection: X11Connection

    init(_ connection: X11Connection) { self.connection = connection }

    func activate(_ window: WindowInfo) throws(X11Error) {
        if try WindowReader(connection).managerName() != nil {
            try askManager(toActivate: window)
        } else {
            try takeFocus(window)
        }
    }

    func close(_ window: WindowInfo) throws(X11Error) {
        if try WindowReader(connection).managerName() != nil, !window.isPopup {
            send("_NET_CLOSE_WINDOW", [CurrentTime, sourceIsUser], about: window, to: connection.root)
        } else {
            let deletion = connection.atom("WM_DELETE_WINDOW")
            let protocols = connection.values(of: "WM_PROTOCOLS", on: window.id.number) ?? []
            guard protocols.contains(deletion) else { throw .windowNotClosable(window.label) }
            send("WM_PROTOCOLS", [Int(deletion), CurrentTime], about: window, to: window.id.number)
        }
        try connection.sync("to close the window '\(window.label)'")
    }

    /// Says that a person wants this, which window managers grant more readily than a program's own wish.
    private var sourceIsUser: Int { 2 }

    /// Listens on a separate connection, so that other code does not receive events that it did not request.
    private func askManager(toActivate window: WindowInfo) throws(X11Error) {
        let listener = try X11Connection(to: connection.address)
        XSelectInput(listener.display, listener.root, PropertyChangeMask)
        try listener.sync("to watch the active window")
        if let desktop = window.otherDesktop {
            send("_NET_CURRENT_DESKTOP", [desktop, CurrentTime], about: connection.root)
        }
        send("_NET_ACTIVE_WINDOW", [sourceIsUser, CurrentTime, 0], about: window, to: connection.root)
        try connection.sync("to activate the window '\(window.label)'")

        let end = ContinuousClock.now + .seconds(2)
        while listener.values(of: "_NET_ACTIVE_WINDOW", on: listener.root)?.first != window.id.number {
            let left = ContinuousClock.now.duration(to: end)
            guard left > .zero else { throw .windowNotActivated(window.label) }
            if try listener.waitForEvents(upTo: left) { listener.discardEvents() }
        }
    }

    private func takeFocus(_ window: WindowInfo) throws(X11Error) {
        XMapRaised(connection.display, window.id.number)
        try waitUntilMapped(window)
        XSetInputFocus(connection.display, window.id.number, RevertToParent, Time(CurrentTime))
        try connection.sync("to activate the window '\(window.label)'")
    }

    /// A window manager maps an iconified window some time after it was asked to.
    private func waitUntilMapped(_ window: WindowInfo) throws(X11Error) {
        let end = ContinuousClock.now + .seconds(2)
        let tree = WindowTree(connection: connection)
        while tree.shape(of: window.id.number)?.isViewable == false {
            guard ContinuousClock.now < end else { throw .windowNotActivated(window.label) }
            Pause.of(.milliseconds(10))
        }
    }

    private func send(_ message: String, _ data: [Int], about window: WindowInfo, to receiver: Window) {
        send(message, data, about: window.id.number, to: receiver)
    }

    /// - Parameter receiver: the window manager's root window, unless told otherwise.
    private func send(_ message: String, _ data: [Int], about window: Window, to receiver: Window? = nil) {
        let receiver = receiver ?? connection.root
        var event = XEvent()
        event.xclient.type = ClientMessage
        event.xclient.window = window
        event.xclient.message_type = connection.atom(message)
        event.xclient.format = 32
        withUnsafeMutableBytes(of: &event.xclient.data) { bytes in
            for (index, value) in data.enumerated() {
                bytes.storeBytes(of: value, toByteOffset: index * MemoryLayout<Int>.stride, as: Int.self)
            }
        }
        let toManager = receiver == connection.root
        XSendEvent(
            connection.display, receiver, 0, toManager ? SubstructureRedirectMask | SubstructureNotifyMask : 0, &event)
    }
}

extension X11Connection {
    /// Throws away the events that have arrived.
    func discardEvents() {
        var event = XEvent()
        while XPending(display) > 0 {
            XNextEvent(display, &event)
        }
    }
}
