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
            isRectified: false)
        names = icons.lines("concepts.text")
        scale = try icons.floats("scale", count: 1)[0]
        self.engine = engine
    }

    /// Reads those that are a part of the program.
    package convenience init(engine: Engine) throws(CheckpointError) {
        try self.init(detector: .detector(), icons: .icons(), engine: engine)
    }

    /// All icons on a picture, the surest first.
    package func icons(on image: Image) -> [SeenIcon] {
        let found = detector.answers(for: image, on: engine).icons()
        let vectors = namer.vectors(of: found.map(\.box), on: image, engine: engine)
        return found.enumerated().map { row, icon in
            let vector = vectors.row(row)
            let scores = scores(of: vector)
            let best = scores.indices.max { scores[$0] < scores[$1] } ?? 0
            return SeenIcon(
                box: icon.box, confidence: icon.confidence, vector: vector, highest: scores[best],
                meaning: best < names.count ? (names[best], share(of: best, scores)) : nil)
        }
    }

    /// Whether words say something that is known of icons.
    package func knows(_ words: String) -> Bool { vocabulary.vector(of: words) != nil }

    /// How well words say what each of some icons means, from 0 to 1: 1 where nothing else that icons may mean fits better.
    package func likelihoods(of words: String, _ icons: [SeenIcon]) -> [Double] {
        guard let wanted = vocabulary.vector(of: words) else { return icons.map { _ in 0 } }
        return icons.map { icon in
            let score = scale * zip(icon.vector, wanted).reduce(0) { $0 + $1.0 * $1.1 }
            return min(1, exp(Double(score - icon.highest)))
        }
    }

    private func scores(of vector: [Float]) -> [Float] {
        let place = FeatureMap(height: 1, width: 1, features: Matrix(rows: 1, columns: vector.count, vector))
        return engine.convolve(place, concepts).features.row(0).map { $0 * scale }
    }

    /// The probability of all directions with the name of one.
    private func share(of index: Int, _ scores: [Float]) -> Double {
        let weights = scores.map { exp(Double($0 - scores[index])) }
        let same = names.indices.reduce(0) { names[$1] == names[index] ? $0 + weights[$1] : $0 }
        return same / weights.reduce(0, +)
    }
}
