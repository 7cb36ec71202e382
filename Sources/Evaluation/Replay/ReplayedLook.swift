import Images
import Traces

/// One look of a replay, compared with the recorded one.
package struct ReplayedLook: Hashable, Codable, Sendable {
    package let step: Int
    /// What was decided on it, in words.
    package let decided: String
    /// Why it is not the same; empty when it is.
    package var differences: [String]
    package let pixels: Pixels?
    /// How long it was waited for beyond settling.
    package let waitedSeconds: Double
    /// Where the picture of the difference lies.
    package var picture: String?

    /// Counts of pixels.
    package struct Pixels: Hashable, Codable, Sendable {
        package let compared: Int
        /// In parts that are not compared.
        package let ignored: Int
        /// Not equal, but so little that it does not count.
        package let tolerated: Int
        package let different: Int
    }

    package var isAlike: Bool { differences.isEmpty }

    /// What is wrong, with the step.
    package var words: String { "before step \(step), \(decided): \(differences.joined(separator: "; "))" }

    init(_ moment: RecordedMoment, _ comparison: ScreenComparison, waited: Duration) {
        step = moment.step
        decided = moment.headline
        differences = comparison.differences
        pixels = comparison.pixels.map {
            Pixels(compared: $0.compared, ignored: $0.ignored, tolerated: $0.tolerated, different: $0.different)
        }
        waitedSeconds = (waited / .milliseconds(1)).rounded() / 1000
    }

    private enum CodingKeys: String, CodingKey {
        case step, decided, differences, pixels, picture
        case waitedSeconds = "waited_seconds"
    }
}
