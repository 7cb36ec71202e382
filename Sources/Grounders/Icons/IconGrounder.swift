package import Images
package import Interaction
import ScreenModel

/// Finds icons by what they mean, with the screen model.
package struct IconGrounder: Grounder {
    package let name = "icons"
    private let reader: IconReader

    /// How likely an icon is at least.
    private static let least = 0.3
    /// An icon this much less likely than the best is another one.
    private static let lead = 0.6

    /// - Parameter reader: remembers what it has seen; share it between grounders that look at the same screen.
    package init(reader: IconReader = .shared) { self.reader = reader }

    /// The icons that `target` most likely means, the best first: several only if they are about equally likely.
    ///
    /// - Throws: what keeps the networks from being read.
    package func candidates(for target: String, in image: Image) async throws -> [Candidate] {
        let found = try await reader.likelihoods(of: target, on: image)
            .map { (icon: $0.icon, likelihood: $0.likelihood * min(1, 2 * $0.icon.confidence)) }
            .sorted { $0.likelihood > $1.likelihood }
        guard let best = found.first, best.likelihood >= Self.least else { return [] }
        return found.prefix { $0.likelihood >= Self.lead * best.likelihood }.map { icon, likelihood in
            Candidate(
                box: icon.box, point: icon.box.centre, text: icon.meaning?.name ?? target, confidence: likelihood,
                isExact: false)
        }
    }
}
