/// What the bus of a person's session says of assistive technology: the properties of `org.a11y.Status`
/// (at-spi2-core's `at-spi-bus-launcher`).
///
/// Chromium, Electron and Qt programs stay silent until it says that some is there, and begin to serve it when it does.
package struct AssistanceSwitch: Hashable, Sendable {
    /// What programs look at.
    private static let properties = ["IsEnabled", "ScreenReaderEnabled"]
    private static let launcher = AccessibleObject(owner: "org.a11y.Bus", path: "/org/a11y/bus")

    /// The session bus, as D-Bus writes its address.
    package let session: String

    /// - Parameter session: as programs find it in `DBUS_SESSION_BUS_ADDRESS`.
    package init(session: String) { self.session = session }

    /// The properties that are off now, where the bus tells before `deadline`; the launcher is started where it is not.
    package func off(before deadline: ContinuousClock.Instant) -> [String] {
        let questions = Self.properties.map { name in
            BusQuestion(
                object: Self.launcher, interface: "org.freedesktop.DBus.Properties", method: "Get",
                arguments: [.text("org.a11y.Status"), .text(name)])
        }
        let answers = asked(questions, before: deadline)
        return zip(Self.properties, answers).filter { $1?.first?.integer == 0 }.map(\.0)
    }

    /// Sets properties, such as ``off(before:)`` names.
    ///
    /// - Returns: whether the bus has done all of it before `deadline`.
    @discardableResult
    package func set(_ names: [String], to isOn: Bool, before deadline: ContinuousClock.Instant) -> Bool {
        let questions = names.filter(Self.properties.contains).map { name in
            BusQuestion(
                object: Self.launcher, interface: "org.freedesktop.DBus.Properties", method: "Set",
                arguments: [.text("org.a11y.Status"), .text(name), .boolean(isOn)])
        }
        return asked(questions, before: deadline).allSatisfy { $0 != nil }
    }

    private func asked(_ questions: [BusQuestion], before deadline: ContinuousClock.Instant) -> [[BusValue]?] {
        guard let connection = BusConnection(address: session, before: deadline) else {
            return questions.map { _ in nil }
        }
        return connection.ask(questions, before: deadline)
    }
}
