package import Images
package import Interaction
import ScreenModel

/// Finds icons by what they mean, with the screen model.
package struct IconGrounder: Grounder {
    package let name = "icons"
    let reader: IconReader

    /// - Parameter reader: remembers what it has seen; share it between grounders that look at the same screen.
    package init(reader: IconReader = .shared) { self.reader = reader }

    /// The icons that `target` most likely means, by ``IconChoice``: several only if none is likely enough before others.
    ///
    /// - Throws: what keeps the networks from being read.
    package func candidates(for target: String, in image: Image) async throws -> [Candidate] {
        let seen = try await reader.likelihoods(of: target, on: image)
        let choice = IconChoice(
            among: seen.map { IconChoice.Offer(likelihood: $0.likelihood, confidence: $0.icon.confidence) })
        return choice.indices.map { index in
            let icon = seen[index].icon
            return Candidate(
                box: icon.box, point: icon.box.centre, text: icon.meaning?.name ?? target,
                confidence: index == choice.indices[0] ? choice.confidence : min(choice.confidence, 0.5),
                isExact: false)
        }
    }
}
