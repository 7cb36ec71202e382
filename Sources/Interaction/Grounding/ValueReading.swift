package import Images

/// Where a value stands on a screen.
package enum ValuePlace: Hashable, Sendable {
    /// In a field, slider or cell: what its program says that it holds.
    case field(Target)
    /// To the right of words, in their row, or behind them in the same label.
    case rightOf(String)
    /// Below words, in their column.
    case below(String)
}

/// A value that was found, as it stands there.
package struct ReadValue: Hashable, Sendable {
    /// What stands there.
    package var text: String
    /// Where it stands on the picture.
    package var box: Box<ImageSpace>

    /// Creates a value that stands at `box`.
    package init(text: String, box: Box<ImageSpace>) {
        self.text = text
        self.box = box
    }
}

/// Reads values off a screen.
package protocol ValueReading: Sendable {
    /// The value at a place; `nil` where nothing stands.
    ///
    /// - Throws: ``AmbiguousTarget`` when several places fit, and what reading throws.
    func value(at place: ValuePlace, on screen: ScreenState) async throws -> ReadValue?
}
