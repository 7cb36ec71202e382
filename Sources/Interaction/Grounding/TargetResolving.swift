/// Finds the one place on the screen that a target means.
package protocol TargetResolving: Sendable {
    /// The place of `target`, or `nil` when it is not on the screen.
    ///
    /// - Throws: ``AmbiguousTarget`` when several places fit equally well; any other error means that nothing could be
    ///   looked for.
    func resolve(_ target: Target, on screen: ScreenState) async throws -> Grounding?

    /// What can be read on the screen, to tell a user why a target was not found.
    func labels(on screen: ScreenState) async -> [String]
}

extension TargetResolving {
    /// Nothing: not every resolver reads.
    package func labels(on screen: ScreenState) async -> [String] { [] }
}

/// Several places that a target fits equally well.
package struct AmbiguousTarget: Error, Hashable, Sendable, CustomStringConvertible {
    package let target: Target
    package let candidates: [Candidate]

    package init(target: Target, candidates: [Candidate]) {
        self.target = target
        self.candidates = candidates
    }

    package var description: String {
        let places = candidates.enumerated().map { number, candidate in
            "\(number + 1): '\(candidate.text)' at (\(candidate.point.pixel.x), \(candidate.point.pixel.y))"
        }
        return "\(target) is on the screen \(candidates.count) times (\(places.joined(separator: "; "))); "
            + "say which with nth, below, right_of or in_window"
    }
}
