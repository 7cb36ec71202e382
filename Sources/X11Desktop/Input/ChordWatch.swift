package import Interaction

/// Follows which keys are held, and tells when a chord is complete. It knows nothing of X11.
package struct ChordWatch: Sendable {
    private let wanted: [Set<String>]
    private var held: [UInt32: String] = [:]

    /// - Parameter chord: the keys that must be held together. Either Control key counts as `ctrl`, and so on.
    package init(_ chord: [Key]) { wanted = chord.map { ChordWatch.equals(of: $0.name) } }

    /// Notes that a key went down. Says whether the chord is complete now.
    package mutating func press(_ keycode: UInt32, named name: String) -> Bool {
        held[keycode] = name
        return !wanted.isEmpty && wanted.allSatisfy { !$0.isDisjoint(with: held.values) }
    }

    package mutating func release(_ keycode: UInt32) { held[keycode] = nil }

    private static func equals(of name: String) -> Set<String> {
        for side in ["_L", "_R"] where name.hasSuffix(side) {
            let stem = name.dropLast(2)
            return ["\(stem)_L", "\(stem)_R"]
        }
        return [name]
    }
}
