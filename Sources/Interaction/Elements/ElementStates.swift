/// What an element says of the state that it is in.
package struct ElementStates: OptionSet, Hashable, Sendable {
    /// A bit for each state.
    package let rawValue: UInt32

    /// Creates a set of states from its bits.
    package init(rawValue: UInt32) { self.rawValue = rawValue }

    /// It reacts to the person.
    package static let enabled = Self(rawValue: 1 << 0)
    /// A check box, radio button or menu item that is ticked.
    package static let checked = Self(rawValue: 1 << 1)
    /// Neither checked nor unchecked.
    package static let mixed = Self(rawValue: 1 << 2)
    /// A toggle button that is down.
    package static let pressed = Self(rawValue: 1 << 3)
    /// The keyboard's input goes to it.
    package static let focused = Self(rawValue: 1 << 4)
    /// It is chosen among its neighbours: a row, a tab.
    package static let selected = Self(rawValue: 1 << 5)
    /// What it holds is shown.
    package static let expanded = Self(rawValue: 1 << 6)
    /// What it holds can be shown and hidden.
    package static let expandable = Self(rawValue: 1 << 7)
    /// The person may change its text or value.
    package static let editable = Self(rawValue: 1 << 8)
    /// Its text can be selected and copied, and not changed.
    package static let readOnly = Self(rawValue: 1 << 9)
    /// A window that must be answered before others of its program.
    package static let modal = Self(rawValue: 1 << 10)
    /// The window that the person works in.
    package static let active = Self(rawValue: 1 << 11)
    /// A field that must not stay empty.
    package static let required = Self(rawValue: 1 << 12)
    /// Its program does not take what stands in it.
    package static let invalid = Self(rawValue: 1 << 13)
    /// It is at work and may change soon.
    package static let busy = Self(rawValue: 1 << 14)
    /// Its value is not told, as a password's.
    package static let secret = Self(rawValue: 1 << 15)
    /// It can be checked.
    package static let checkable = Self(rawValue: 1 << 16)

    /// Every state with its name.
    static let table: [(state: ElementStates, name: String)] = [
        (.enabled, "enabled"), (.checked, "checked"), (.mixed, "mixed"), (.pressed, "pressed"), (.focused, "focused"),
        (.selected, "selected"), (.expanded, "expanded"), (.expandable, "expandable"), (.editable, "editable"),
        (.readOnly, "read_only"), (.modal, "modal"), (.active, "active"), (.required, "required"),
        (.invalid, "invalid"), (.busy, "busy"), (.secret, "secret"), (.checkable, "checkable"),
    ]

    /// The names of all that are set.
    package var names: [String] { Self.table.filter { contains($0.state) }.map(\.name) }

    /// The state called `name`; `nil` where none is.
    package init?(name: String) {
        guard let entry = Self.table.first(where: { $0.name == name }) else { return nil }
        self = entry.state
    }
}

extension ElementStates: Codable {
    package init(from decoder: any Decoder) throws {
        let names = try decoder.singleValueContainer().decode([String].self)
        // States of newer versions are left out.
        self.init(names.compactMap { ElementStates(name: $0) })
    }

    package func encode(to encoder: any Encoder) throws {
        var value = encoder.singleValueContainer()
        try value.encode(names)
    }
}

/// States that an element must be in, and states that it must not be in.
package struct StateDemand: Hashable, Sendable {
    /// All of these.
    package var present: ElementStates
    /// None of these.
    package var absent: ElementStates

    /// Creates a demand; without any state it always holds.
    package init(present: ElementStates = [], absent: ElementStates = []) {
        self.present = present
        self.absent = absent
    }

    /// Whether these states are as demanded.
    package func holds(of states: ElementStates) -> Bool {
        states.isSuperset(of: present) && states.isDisjoint(with: absent)
    }

    /// English words for states, and what they demand.
    package static let words: [String: StateDemand] = [
        "enabled": StateDemand(present: .enabled), "disabled": StateDemand(absent: .enabled),
        "greyed out": StateDemand(absent: .enabled), "grayed out": StateDemand(absent: .enabled),
        "checked": StateDemand(present: .checked), "ticked": StateDemand(present: .checked),
        "unchecked": StateDemand(absent: .checked), "unticked": StateDemand(absent: .checked),
        "pressed": StateDemand(present: .pressed), "selected": StateDemand(present: .selected),
        "unselected": StateDemand(absent: .selected), "focused": StateDemand(present: .focused),
        "unfocused": StateDemand(absent: .focused), "expanded": StateDemand(present: .expanded),
        "collapsed": StateDemand(absent: .expanded), "editable": StateDemand(present: .editable),
        "read-only": StateDemand(absent: .editable),
    ]

    /// The opposite of a demand for one state.
    package var negated: StateDemand { StateDemand(present: absent, absent: present) }

    /// In words: `enabled and not checked`.
    package var phrase: String {
        (present.names + absent.names.map { "not \($0)" }).joined(separator: " and ").replacing("_", with: "-")
    }
}
