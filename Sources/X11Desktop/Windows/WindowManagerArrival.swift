import CX11

/// Waiting for a window manager to announce itself.
package enum WindowManagerArrival {
    /// The name of the window manager, as soon as there is one that answers; `nil` when none came within `time`.
    ///
    /// It blocks the thread, and uses a separate connection.
    package static func wait(at address: DisplayAddress, for time: Duration) throws(X11Error) -> String? {
        let connection = try X11Connection(to: address)
        return try connection.awaitOnRoot(for: time) { () throws(X11Error) in
            try WindowReader(connection).managerName()
        }
    }
}

extension X11Connection {
    /// What `find` finds now, or after a change of the root window's properties within `time`.
    func awaitOnRoot<Found>(
        for time: Duration, _ find: () throws(X11Error) -> Found?
    ) throws(X11Error) -> Found? {
        XSelectInput(display, root, PropertyChangeMask)
        let deadline = ContinuousClock.now + time
        while true {
            if let found = try find() { return found }
            let left = deadline - .now
            guard left > .zero else { return nil }
            if try waitForEvents(upTo: left) {
                var event = XEvent()
                XNextEvent(display, &event)
            }
        }
    }
}
