package import Images
package import Interaction

/// Something that a person did, whole.
package struct RecordedGesture: Hashable, Sendable {
    /// What it means for the record.
    package enum Meaning: Hashable, Sendable {
        case act(Action<ScreenSpace>)
        /// The person claims that what the pointer is on belongs there.
        case assert(at: Point<ScreenSpace>)
        /// The person is done.
        case finish
    }

    /// What it means for the record.
    package var meaning: Meaning
    /// When it began, as its events count time.
    package var began: Duration
    /// When its last event came.
    package var ended: Duration
    /// Whether it is a click into text, which sets the caret where it is.
    package var isOnText: Bool

    /// Creates a gesture.
    package init(_ meaning: Meaning, began: Duration, ended: Duration, isOnText: Bool = false) {
        (self.meaning, self.began, self.ended, self.isOnText) = (meaning, began, ended, isOnText)
    }
}
