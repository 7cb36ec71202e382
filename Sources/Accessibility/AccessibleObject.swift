/// An object that a program offers to assistive technology: who owns it on the bus, and its path there.
struct AccessibleObject: Hashable {
    let owner: String
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

/// What an object says of itself: AT-SPI's set of states, a bit each.
struct AccessibleStates: Hashable {
    private let bits: UInt64

    /// - Parameter answer: what `GetState` answered: two 32-bit words, the lower first.
    init?(_ answer: [BusValue]?) {
        guard let words = answer?.first?.list?.map({ $0.integer.flatMap(UInt32.init(exactly:)) }),
            let low = words.first ?? nil
        else { return nil }
        bits = UInt64(low) | UInt64((words.dropFirst().first ?? nil) ?? 0) << 32
    }

    /// It is the window that the person works in.
    var isActive: Bool { bits & 1 << 1 != 0 }
    /// The keyboard's input goes to it.
    var isFocused: Bool { bits & 1 << 12 != 0 }
    /// It is visible unless another window covers it.
    var isShowing: Bool { bits & 1 << 25 != 0 }
    /// Nobody has hidden it; it may be scrolled away or on a page that is turned over.
    var isVisible: Bool { bits & 1 << 30 != 0 }
    /// It has too many children to list, as a spreadsheet has.
    var managesDescendants: Bool { bits & 1 << 31 != 0 }
}
