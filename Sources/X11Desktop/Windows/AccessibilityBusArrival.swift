/// Waiting for the accessibility bus to announce itself.
package enum AccessibilityBusArrival {
    /// Whether the root window names such a bus, or came to do so within `time`.
    ///
    /// It blocks the thread, and uses a separate connection.
    package static func wait(at address: DisplayAddress, for time: Duration) throws(X11Error) -> Bool {
        let connection = try X11Connection(to: address)
        let bus = try connection.awaitOnRoot(for: time) { () throws(X11Error) in
            connection.text(of: "AT_SPI_BUS", on: connection.root)
        }
        return bus != nil
    }
}
