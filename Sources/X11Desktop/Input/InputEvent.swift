package import Images

/// One thing that was done with keyboard or mouse, in the order in which the server took it.
package struct InputEvent: Hashable, Sendable {
    /// What was done.
    package enum Kind: Hashable, Sendable {
        /// A key went down or up: what it means together with the modifiers, and what it means alone.
        case key(keysym: UInt32, plain: UInt32, isDown: Bool)
        /// A button went down or up, by its number in X11, where 4 to 7 are the wheel.
        case button(UInt8, isDown: Bool)
        case motion
    }

    /// What was done.
    package var kind: Kind
    /// The modifiers that were held before it.
    package var modifiers: HeldModifiers
    /// Where the pointer was.
    package var point: Point<ScreenSpace>
    /// When it was heard of, from the same beginning for all.
    package var time: Duration
    /// For a button that went down: whether the pointer was a beam, as over text in which a press sets the caret.
    package var isOnText: Bool

    /// Creates an event.
    package init(
        _ kind: Kind, modifiers: HeldModifiers = [], at point: Point<ScreenSpace>, time: Duration,
        isOnText: Bool = false
    ) {
        (self.kind, self.modifiers, self.point, self.time) = (kind, modifiers, point, time)
        self.isOnText = isOnText
    }
}

/// Modifier keys, as events of the core protocol have them.
package struct HeldModifiers: OptionSet, Hashable, Sendable {
    /// The mask of the core protocol.
    package let rawValue: UInt16

    /// Creates a set from the mask of an event.
    package init(rawValue: UInt16) { self.rawValue = rawValue }

    package static let shift = Self(rawValue: 1 << 0)
    package static let control = Self(rawValue: 1 << 2)
    /// `Mod1`, as window managers have it.
    package static let alt = Self(rawValue: 1 << 3)
    /// `Mod4`, as window managers have it.
    package static let superKey = Self(rawValue: 1 << 6)
}
