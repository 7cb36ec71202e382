package import Images

/// A recorded target that was found at another place, and why it is believed to be the same.
package struct HealedTarget: Hashable, Codable, Sendable, CustomStringConvertible {
    /// What the target was found by.
    package enum Evidence: String, Hashable, Codable, Sendable {
        /// Role and name, which only it has.
        case element
        /// Role, name and what stands before and after it; or, under a similar name, role and neighbours.
        case neighbours
        /// Its pixels, which only it has.
        case picture
        /// The words on it, which stand nowhere else.
        case words
    }

    package let step: Int
    /// What it is called, such as `the button 'Save'`.
    package let target: String
    package let from: Point<ScreenSpace>
    package let to: Point<ScreenSpace>
    package let evidence: Evidence
    /// Why it is believed to be the same, in words.
    package let reason: String

    package var description: String {
        "step \(step): \(target) was at \(from.words) and is at \(to.words): \(reason)"
    }
}

extension Point {
    fileprivate var words: String { "(\(Int(x.rounded())), \(Int(y.rounded())))" }
}
