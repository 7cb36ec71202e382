package import Images
import Interaction
import X11Desktop

/// Clicks known targets of our own and sees whether each click arrived where it was meant to.
package enum PointerCheck {
    /// One target: where the click was meant to go, and where it arrived, if it did.
    package struct Trial: Hashable, Codable, Sendable {
        /// Where the click was sent.
        package let wanted: Point<ScreenSpace>
        /// Where the target received it; `nil` if it did not.
        package let arrived: Point<ScreenSpace>?

        /// Whether it arrived at the pixel that it was sent to.
        package var isHit: Bool { wanted == arrived }
    }

    /// Clicks them all; a window covers the screen for a moment. The caller holds the display.
    static func trials(at address: DisplayAddress) async throws -> [Trial] {
        let desktop = try XDesktop(at: address)
        let targets = try PointerTargets(at: address)
        var trials: [Trial] = []
        for point in targets.points {
            _ = try await desktop.perform(.click(.left, at: point))
            trials.append(Trial(wanted: point, arrived: try targets.nextPress(within: .seconds(2))))
        }
        return trials
    }
}
