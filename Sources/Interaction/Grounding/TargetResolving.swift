import Images

/// Finds the one place on the screen that a target means.
package protocol TargetResolving: Sendable {
    /// The place of `target`, or `nil` when it is not on the screen.
    ///
    /// - Throws: ``AmbiguousTarget`` when several places fit equally well; any other error means that nothing could be
    ///   looked for.
    func resolve(_ target: Target, on screen: ScreenState) async throws -> Grounding?

    /// Everything on the screen that may be meant by `target`, its `nth` aside, in reading order; for a claim about what
    /// the screen shows, which needs no single place. The titles of shown windows are among it.
    ///
    /// - Throws: when nothing could be looked for.
    func places(of target: Target, on screen: ScreenState) async throws -> [Candidate]

    /// Why a target is not where it was looked for, in words: that it is scrolled out of view, or in another state; `nil`
    /// where nothing is known of it.
    func explanation(of target: Target, on screen: ScreenState) async -> String?

    /// What can be read on the screen, to tell a user why a target was not found.
    func labels(on screen: ScreenState) async -> [String]
}

extension TargetResolving {
    /// Nothing: not every resolver reads.
    package func labels(on screen: ScreenState) async -> [String] { [] }

    /// Nothing: not every resolver knows more than what it finds.
    package func explanation(of target: Target, on screen: ScreenState) async -> String? { nil }

    /// Those that are left when no single one can be chosen.
    package func places(of target: Target, on screen: ScreenState) async throws -> [Candidate] {
        var target = target
        target.nth = nil
        do {
            guard let found = try await resolve(target, on: screen), found.candidates.indices.contains(found.chosen)
            else { return [] }
            return [found.candidates[found.chosen]]
        } catch let error as AmbiguousTarget { return error.candidates }
    }
}

/// Several places that a target fits equally well.
package struct AmbiguousTarget: Error, Hashable, Sendable, CustomStringConvertible {
    let target: Target
    /// The places, in the picture's pixels.
    package let candidates: [Candidate]

    /// Creates the error.
    package init(target: Target, candidates: [Candidate]) {
        self.target = target
        self.candidates = candidates
    }

    package var description: String {
        let places = candidates.enumerated().map { number, candidate in
            "\(number + 1): '\(candidate.text)' at (\(candidate.point.pixel.x), \(candidate.point.pixel.y))"
        }
        if candidates.count == 1 {
            return "\(target) may be \(places[0].dropFirst(3)), but a character alone is not read with certainty; "
                + "say where it is with below, right_of, in_window or its coordinates"
        }
        return "\(target) is on the screen \(candidates.count) times (\(places.joined(separator: "; "))); "
            + "say which with nth, below, right_of or in_window"
    }
}
