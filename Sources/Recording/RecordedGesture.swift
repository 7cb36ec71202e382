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

    /// Creates a gesture.
    package init(_ meaning: Meaning, began: Duration) { (self.meaning, self.began) = (meaning, began) }
}
