import CX11

/// Waiting for a window manager to announce itself.
package enum WindowManagerArrival {
    /// The name of the window manager, as soon as there is one that answers; `nil` when none came within `time`.
    ///
    /// It blocks the thread, over a connection of its own.
    package static func wait(at address: DisplayAddress, for time: Duration) throws(X11Error) -> String? {
        let connection = try X11Connection(to: address)
        XSelectInput(connection.display, connection.root, PropertyChangeMask)
        let deadline = ContinuousClock.now + time
        while true {
            if let name = try WindowReader(connection).managerName() { return name }
            let left = deadline - .now
            guard left > .zero else { return nil }
            if try connection.waitForEvents(upTo: left) {
                var event = XEvent()
                XNextEvent(connection.display, &event)
            }
        }
    }
}
