package import Images

/// How far a screen may be from the recorded one and still count as the same.
package struct ReplayTolerance: Hashable, Sendable {
    /// From 0 to 1: how far two colours may lie apart and look the same; 0 for exactly equal.
    ///
    /// The usual value lets pass about five of 255 steps of grey.
    package var threshold = 0.02
    /// How many pixels may look different.
    package var allowedPixels = 0
    /// Parts that are not compared, besides those that the trace says kept changing or were masked.
    package var ignored: [Box<ScreenSpace>] = []
    /// Whether titles, places and focus of windows count, too.
    package var comparesWindows = true
    /// How long a screen may take to look like the recorded one.
    package var patience = Duration.seconds(10)

    /// Creates the default tolerance.
    package init() {}
}
