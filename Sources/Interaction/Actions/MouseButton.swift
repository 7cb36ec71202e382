import JSON

/// A button of the mouse, under its name in JSON.
package enum MouseButton: String, CaseIterable, Hashable, Sendable {
    case left, middle, right, back, forward

    /// Its number in X11, where 4 to 7 are the wheel.
    package var number: UInt8 {
        switch self {
        case .left: 1
        case .middle: 2
        case .right: 3
        case .back: 8
        case .forward: 9
        }
    }
}
