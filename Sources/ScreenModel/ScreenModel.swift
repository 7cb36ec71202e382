package import Checkpoints
import Glibc
package import Images
package import Tensors

/// Finds the icons of a picture and tells what they mean, with two small networks that are a part of the program.
package final class ScreenModel: Sendable {
    private let detector: DetectorNetwork
    private let namer: IconNamer
    private let vocabulary: IconVocabulary
    /// What icons may mean: directions as the weights of a layer, and the names of the first of them.
    private let concepts: Convolution
    private let names: [String]
    /// What scores are multiplied with.
    private let scale: Float
    private let engine: Engine

    /// Reads both networks.
    package init(detector: ScreenWeights, icons: ScreenWeights, engine: Engine) throws(CheckpointError) {
        self.detector = try DetectorNetwork(detector)
        namer = try IconNamer(icons)
        vocabulary = try IconVocabulary(icons)
        let directions = try icons.rows("concepts.weight", width: IconNamer.width)
        concepts = Convolution(
            weight: directions.elements, bias: [Float](repeating: 0, count: directions.rows), kernel: (1, 1),
            hasReLU: false)
        names = try icons.lines("concepts.text")
        scale = try icons.floats("scale", count: 1)[0]
        self.engine = engine
    }

    /// Reads those that are a part of the program.
    package convenience init(engine: Engine) throws(CheckpointError) {
        try self.init(detector: .detector(), icons: .icons(), engine: engine)
    }

    /// All icons on a picture in descending confidence.
    package func icons(on image: Image) -> [SeenIcon] {
        let found = detector.answers(for: image, on: engine).icons()
        guard !found.isEmpty else { return [] }
        let vectors = namer.vectors(of: found.map(\.box), on: image, engine: engine)
        let all = engine.convolve(FeatureMap(height: found.count, width: 1, features: vectors), concepts).features
        return found.enumerated().map { row, icon in
            let vector = vectors.row(row)
            let scores = all.row(row).map { $0 * scale }
            let highest = Double(scores.max() ?? 0)
            let total = highest + log(scores.reduce(0) { $0 + exp(Double($1) - highest) })
            return SeenIcon(
                box: icon.box, confidence: icon.confidence, vector: vector, total: total,
                meaning: meaning(scores, total))
        }
    }

    /// The named meaning with the highest score, if nothing else has a higher one, and the probability of its name.
    private func meaning(_ scores: [Float], _ total: Double) -> (name: String, confidence: Double)? {
        guard let best = scores.indices.max(by: { scores[$0] < scores[$1] }), best < names.count else { return nil }
        let same = names.indices.filter { names[$0] == names[best] }
        return (names[best], same.reduce(0) { $0 + exp(Double(scores[$1]) - total) })
    }

    /// Whether the vocabulary covers the words.
    package func knows(_ words: String) -> Bool { vocabulary.vector(of: words) != nil }

    /// The probability, for each icon, that `words` are its meaning among all meanings.
    package func likelihoods(of words: String, _ icons: [SeenIcon]) -> [Double] {
        guard let wanted = vocabulary.vector(of: words) else { return icons.map { _ in 0 } }
        return icons.map { icon in
            let score = scale * zip(icon.vector, wanted).reduce(0) { $0 + $1.0 * $1.1 }
            return min(1, exp(Double(score) - icon.total))
        }
    }
}
