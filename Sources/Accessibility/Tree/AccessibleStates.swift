/// What an object says of itself: AT-SPI's set of states.
package struct AccessibleStates: OptionSet, Hashable, Sendable {
    /// The protocol's bits.
    package let rawValue: UInt64

    /// - Parameter rawValue: the protocol's bits, all of which are kept, also those of newer versions.
    package init(rawValue: UInt64) { self.rawValue = rawValue }

    /// - Parameter words: as `GetState` answers: two 32-bit words, the lower first.
    init?(words: [BusValue]?) {
        guard let words = words?.map({ $0.integer.flatMap(UInt32.init(exactly:)) }), let low = words.first ?? nil
        else { return nil }
        rawValue = UInt64(low) | UInt64((words.dropFirst().first ?? nil) ?? 0) << 32
    }

    static let invalid = Self(bit: 0)
    /// The window that the person works in.
    package static let active = Self(bit: 1)
    /// A press that is let go now presses it.
    static let armed = Self(bit: 2)
    /// It is at work and may change soon.
    package static let busy = Self(bit: 3)
    /// A check box or radio button that is ticked.
    package static let checked = Self(bit: 4)
    static let collapsed = Self(bit: 5)
    /// It does not exist any more.
    static let defunct = Self(bit: 6)
    /// The person may change its text.
    package static let editable = Self(bit: 7)
    /// It reacts to the person; some toolkits tell only ``sensitive``.
    package static let enabled = Self(bit: 8)
    /// What it holds can be shown and hidden.
    package static let expandable = Self(bit: 9)
    /// What it holds is shown.
    package static let expanded = Self(bit: 10)
    static let focusable = Self(bit: 11)
    /// The keyboard's input goes to it.
    package static let focused = Self(bit: 12)
    static let hasTooltip = Self(bit: 13)
    static let horizontal = Self(bit: 14)
    static let iconified = Self(bit: 15)
    /// A window that must be answered before others of its program.
    package static let modal = Self(bit: 16)
    /// A field whose text may have several lines.
    package static let multiLine = Self(bit: 17)
    static let multiselectable = Self(bit: 18)
    /// It paints all of its box.
    static let opaque = Self(bit: 19)
    /// A button that is down.
    package static let pressed = Self(bit: 20)
    static let resizable = Self(bit: 21)
    static let selectable = Self(bit: 22)
    /// It is chosen among its neighbours.
    package static let selected = Self(bit: 23)
    /// It reacts to the person; GTK tells it beside ``enabled``.
    package static let sensitive = Self(bit: 24)
    /// It is visible unless another window covers it.
    package static let showing = Self(bit: 25)
    static let singleLine = Self(bit: 26)
    /// What is known of it may be old.
    static let stale = Self(bit: 27)
    /// It may be gone at any time.
    static let transient = Self(bit: 28)
    static let vertical = Self(bit: 29)
    /// Nobody has hidden it; it may be scrolled away or on a page that is turned over.
    package static let visible = Self(bit: 30)
    /// It has too many children to list, as a spreadsheet has.
    static let managesDescendants = Self(bit: 31)
    /// Neither checked nor unchecked.
    package static let indeterminate = Self(bit: 32)
    /// A field that must not stay empty.
    package static let required = Self(bit: 33)
    static let truncated = Self(bit: 34)
    static let animated = Self(bit: 35)
    /// Its program does not take what stands in it.
    package static let invalidEntry = Self(bit: 36)
    static let supportsAutocompletion = Self(bit: 37)
    static let selectableText = Self(bit: 38)
    static let isDefault = Self(bit: 39)
    static let visited = Self(bit: 40)
    /// It can be checked.
    package static let checkable = Self(bit: 41)
    static let hasPopup = Self(bit: 42)
    /// Its text can be selected and copied, and not changed.
    package static let readOnly = Self(bit: 43)

    private init(bit: Int) { rawValue = 1 << bit }
}

extension AccessibleStates {
    /// The state that an event calls `name`, such as `multi-line` or `multi_line`.
    init?(event name: String) {
        let letters = name.utf8.prefix(64).filter { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: "_") }
        guard let bit = Self.eventNames[String(decoding: letters, as: UTF8.self).lowercased()] else { return nil }
        self.init(bit: bit)
    }

    /// The single states that it holds, by name, such as `multiLine`, in the protocol's order.
    var names: [String] { Self.allNames.indices.filter { rawValue >> $0 & 1 == 1 }.map { Self.allNames[$0] } }

    private static let eventNames = Dictionary(
        uniqueKeysWithValues: allNames.enumerated().map { ($1.lowercased(), $0) })

    /// In the order of their bits.
    private static let allNames = """
        invalid active armed busy checked collapsed defunct editable enabled expandable expanded focusable
        focused hasTooltip horizontal iconified modal multiLine multiselectable opaque pressed resizable
        selectable selected sensitive showing singleLine stale transient vertical visible managesDescendants
        indeterminate required truncated animated invalidEntry supportsAutocompletion selectableText
        isDefault visited checkable hasPopup readOnly
        """.split(whereSeparator: \.isWhitespace).map(String.init)
}
