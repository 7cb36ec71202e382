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
    ///
    /// - Parameter earlier: another picture of the screen with its icons. Where no pixels differ, they are taken over.
    package func icons(on image: Image, since earlier: (image: Image, icons: [SeenIcon])? = nil) -> [SeenIcon] {
        guard let earlier, earlier.image.size == image.size else {
            return named(detected(in: DetectorAreas(all: image.size), on: image), on: image)
        }
        let changes = image.difference(from: earlier.image)
        let areas = DetectorAreas(of: image.size, changed: changes.boxes)
        let kept = earlier.icons.filter { icon in !areas.boxes.contains { $0.contains(icon.box.centre) } }
        let found = detected(in: areas, on: image).filter { !$0.isRepeated(in: kept.map(\.box)) }
        return (kept + named(found, on: image)).sorted { $0.confidence > $1.confidence }
    }

    /// The icons whose centres lie in the areas.
    private func detected(in areas: DetectorAreas, on image: Image) -> [DetectedIcon] {
        let found = areas.boxes.flatMap { area -> [DetectedIcon] in
            let part = DetectorAreas.surroundings(of: area, in: image.size)
            guard let picture = part == image.size.bounds ? image : image.copy(of: part) else { return [] }
            return detector.answers(for: picture, on: engine).icons().map { $0.moved(by: part.x, part.y) }
                .filter { area.contains($0.box.centre) }
        }
        return found.map { $0.with(InkBox.fitted($0.box, on: image)) }.withoutRepetitions()
    }

    private func named(_ found: [DetectedIcon], on image: Image) -> [SeenIcon] {
        guard !found.isEmpty else { return [] }
        let vectors = namer.vectors(of: found.map(\.box), on: image, engine: engine)
        let all = engine.convolve(FeatureMap(height: found.count, width: 1, features: vectors), concepts).features
        return found.enumerated().map { row, icon in
            let scores = all.row(row).map { $0 * scale }
            let total = logSumExp(scores)
            return SeenIcon(
                box: icon.box, confidence: icon.confidence, vector: vectors.row(row), total: total,
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
        return icons.map { $0.likelihood(of: wanted, scale: scale) }
    }
}

/// The logarithm of the sum of the exponentials.
package func logSumExp(_ scores: [Float]) -> Double {
    let highest = Double(scores.max() ?? 0)
    return highest + log(scores.reduce(0) { $0 + exp(Double($1) - highest) })
}
