/// A direction of scrolling.
package enum Axis: String, CaseIterable, Hashable, Sendable {
    case vertical = "scroll"
    case horizontal = "hscroll"
}

/// How far the wheel is turned, along both axes at once.
package struct ScrollAmount: Hashable, Sendable {
    /// What an amount counts.
    package enum Unit: String, CaseIterable, Hashable, Sendable {
        /// A notch of the wheel for each 120, and at least one unless it is 0.
        case pixels
        /// Notches of the wheel; whole numbers.
        case notches
    }

    /// Positive up.
    package var vertical: Double
    /// Positive left.
    package var horizontal: Double
    /// What both amounts count.
    package var unit: Unit

    /// Creates an amount: down and to the right are positive.
    package init(vertical: Double = 0, horizontal: Double = 0, _ unit: Unit) {
        self.vertical = vertical
        self.horizontal = horizontal
        self.unit = unit
    }

    /// Creates an amount along one axis, positive up or left.
    package init(_ axis: Axis, _ amount: Double, _ unit: Unit) {
        self.init(
            vertical: axis == .vertical ? amount : 0, horizontal: axis == .horizontal ? amount : 0, unit)
    }
}
