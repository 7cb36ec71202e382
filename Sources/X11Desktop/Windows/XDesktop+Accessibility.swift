import Accessibility

extension XDesktop {
    /// Where the accessibility bus of this display is: as the root window names it, or else as a session bus knows it.
    ///
    /// - Parameter session: the session bus's address, as programs find it in `DBUS_SESSION_BUS_ADDRESS`.
    /// - Returns: `nil` where no such bus runs; nothing is started for the question.
    package func accessibilityBusAddress(session: String? = nil) -> String? {
        connection.text(of: "AT_SPI_BUS", on: connection.root)
            ?? session.flatMap { FocusedText.busAddress(inSession: $0, before: .now + .milliseconds(100)) }
    }
}
