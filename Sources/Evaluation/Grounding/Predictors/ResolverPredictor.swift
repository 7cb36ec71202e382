import Foundation
import Images
package import Interaction

/// Takes each instruction for a target's words, and resolves it as in a script: on the picture alone, or with what programs
/// told of the screen, which lies in a file beside each picture (``Interaction/KeptScreen``). An ambiguous target is a refusal.
package struct ResolverPredictor: GroundingPredictor {
    package let setup: GroundingSetup
    private let resolver: any TargetResolving
    /// `nil` where nothing was told.
    private let pictures: [String: URL]?

    /// - Parameters:
    ///   - name: of the predictor.
    ///   - dataset: its pictures have the files beside them; `nil` for the picture alone.
    ///   - details: what moves the results, such as the language of the text.
    package init(
        _ resolver: any TargetResolving, name: String, for dataset: GroundingDataset? = nil,
        details: [String: String] = [:]
    ) {
        self.resolver = resolver
        setup = GroundingSetup(predictor: name, prompt: "{instruction}", details: details)
        pictures = dataset.map { dataset in
            Dictionary(dataset.items.map { ($0.pictureName, $0.picture) }) { first, _ in first }
        }
    }

    /// - Throws: where there is no file beside the picture, or it cannot be read.
    package func predict(_ question: GroundingQuestion) async throws -> GroundingPrediction {
        let picture = ScreenState(picture: question.image)
        let screen =
            try pictures.map { try kept(beside: question.pictureName, in: $0).screen(with: picture.screenshot) }
            ?? picture
        let found: Grounding?
        do {
            found = try await resolver.resolve(Target(question.instruction), on: screen)
        } catch is AmbiguousTarget { found = nil }
        guard let found, found.candidates.indices.contains(found.chosen) else {
            return GroundingPrediction(.refusal, on: question.image)
        }
        let point = found.candidates[found.chosen].point
        return GroundingPrediction(.place(x: point.x, y: point.y), on: question.image)
    }

    private func kept(beside name: String, in pictures: [String: URL]) throws -> KeptScreen {
        let path = KeptScreen.path(beside: pictures[name]?.path ?? name)
        guard let data = FileManager.default.contents(atPath: path) else { throw NoKeptScreen(path: path) }
        return try JSONDecoder().decode(KeptScreen.self, from: data)
    }
}

/// A picture without what was told of it.
private struct NoKeptScreen: Error, CustomStringConvertible {
    let path: String

    var description: String { "no '\(path)'; 'deskhand see --keep' writes it beside a picture" }
}
