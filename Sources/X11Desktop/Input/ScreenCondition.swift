/// Whether a live screen can be worked on.
package enum ScreenCondition: Hashable, Sendable {
    case usable
    /// A screen locker has taken over; its name.
    case locked(by: String)
    /// There is nothing to be seen, and how the server says so.
    case blank(String)
}

extension ScreenCondition: CustomStringConvertible {
    package var description: String {
        switch self {
        case .usable: "the screen can be used"
        case .locked(let locker): "the screen is locked by \(locker); unlock it first"
        case .blank(let reason): "the screen is blank: \(reason); wake it first"
        }
    }
}
