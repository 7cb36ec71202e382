import Images

/// The units and origin that a program uses for its boxes; see ``AccessiblePlacement``.
enum ProgramSpace: CoordinateSpace {}

/// One object as its program told it last.
struct AccessibleEntry {
    /// What an object can be asked besides its name, role and states.
    struct Interfaces: OptionSet {
        let rawValue: Int
        static let component = Self(rawValue: 1 << 0)
        static let value = Self(rawValue: 1 << 1)
        static let text = Self(rawValue: 1 << 2)
        static let action = Self(rawValue: 1 << 3)
        static let table = Self(rawValue: 1 << 4)

        private static let names: [String: Self] = [
            "org.a11y.atspi.Component": .component, "org.a11y.atspi.Value": .value, "org.a11y.atspi.Text": .text,
            "org.a11y.atspi.Action": .action, "org.a11y.atspi.Table": .table,
        ]

        init(rawValue: Int) { self.rawValue = rawValue }

        /// - Parameter list: the names, as `GetInterfaces` answers.
        init(_ list: [BusValue]) {
            self = list.reduce(into: []) { $0.formUnion($1.text.flatMap { Self.names[$0] } ?? []) }
        }
    }

    var role = AccessibleRole.unknown
    var name = ""
    var description = ""
    var states: AccessibleStates = []
    var interfaces: Interfaces = []
    var indexInParent: Int?
    /// Levels below the program's root.
    var depth = 0
    /// How many children it says it has; `nil` where it has not been asked.
    var childCount: Int?
    /// `nil` until they are read.
    var children: [AccessibleObject]?
    var box: Box<ProgramSpace>?
    var value: AccessibleValue?
    var text: String?
    var actions: [String] = []
    var attributes: [String: String] = [:]
    /// Whether box, value, text and actions have been asked for.
    var hasDetails = false
    /// Whether it was read as one that shows of too many to list: programs make such objects for the question only, and
    /// announce that they are gone while they still show.
    var isCell = false
    /// Whether it makes its children when they are asked for, and has not said how many there are. To list those of a
    /// spreadsheet would keep its program busy for minutes.
    var isUncounted: Bool { childCount == nil && states.contains(.managesDescendants) }
    /// Whether its children are read only as far as they show.
    var isManaged: Bool {
        guard let childCount else { return false }
        let few = AccessibilityLimits.managedChildren
        return childCount > (states.contains(.managesDescendants) ? few : AccessibilityLimits.children)
    }
}

extension String {
    /// At most `limit` UTF-8 bytes of it, in whole characters.
    func bounded(to limit: Int) -> String {
        guard utf8.count > limit else { return self }
        var end = utf8.index(startIndex, offsetBy: limit)
        while end.samePosition(in: unicodeScalars) == nil { end = utf8.index(before: end) }
        return String(self[..<end])
    }
}
