/// An object that a program offers to assistive technology: who owns it on the bus, and its path there.
struct AccessibleObject: Hashable, Sendable {
    /// Unique name of the program's connection, such as `:1.42`.
    let owner: String
    /// Object path, such as `/org/a11y/atspi/accessible/17`.
    let path: String

    /// What every object answers to.
    static let interface = "org.a11y.atspi.Accessible"

    /// Where all programs are listed.
    static let desktop = AccessibleObject(owner: "org.a11y.atspi.Registry", path: "/org/a11y/atspi/accessible/root")

    /// The bus itself, which knows who is on it.
    static let bus = AccessibleObject(owner: "org.freedesktop.DBus", path: "/org/freedesktop/DBus")

    /// The pair `(so)` that AT-SPI names objects by.
    ///
    /// The owner comes from another program as any text it likes; only a connection's name is one.
    init?(_ value: BusValue) {
        guard let pair = value.list, pair.count == 2, let owner = pair[0].text, let path = pair[1].path,
            BusGrammar.isUniqueName(owner), !path.hasSuffix("/null")
        else { return nil }
        self.init(owner: owner, path: path)
    }

    init(owner: String, path: String) {
        self.owner = owner
        self.path = path
    }
}
