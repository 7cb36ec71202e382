/// Finds the one place on the screen that a target means.
package protocol TargetResolving: Sendable {
    /// The place of `target`, or `nil` when it is not on the screen.
    ///
    /// - Throws: an error that lists the candidates when several fit equally well.
    func resolve(_ target: Target, on screen: ScreenState) async throws -> Grounding?
}
