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
    /// Which meaning each of `concepts` is a phrase of: named ones have several.
    private let owners: [Int]
    /// What scores are multiplied with.
    private let scale: Float
    private let engine: Engine

    /// The confidences from which on detections count.
    private static let (leastIcon, leastText) = (0.2, 0.3)

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
        owners = Self.owners(of: names, count: directions.rows)
        scale = try icons.floats("scale", count: 1)[0]
        self.engine = engine
    }

    /// Reads those that are a part of the program.
    package convenience init(engine: Engine) throws(CheckpointError) {
        try self.init(detector: .detector(), icons: .icons(), engine: engine)
    }

    /// All icons, texts and elements on a picture, in descending confidence.
    ///
    /// - Parameter earlier: another picture of the screen with what was seen on it. Where no pixels differ, that is taken over.
    package func look(at image: Image, since earlier: (image: Image, look: ScreenLook)? = nil) -> ScreenLook {
        guard let earlier, earlier.image.size == image.size else {
            let found = detected(in: DetectorAreas(all: image.size), on: image)
            return ScreenLook(icons: named(found.icons, on: image), texts: found.texts, elements: found.elements)
        }
        let changes = image.difference(from: earlier.image)
        let areas = DetectorAreas(of: image.size, changed: changes.boxes)
        func isKept(_ box: Box<ImageSpace>) -> Bool { !areas.boxes.contains { $0.contains(box.centre) } }
        let kept = earlier.look
        let icons = kept.icons.filter { isKept($0.box) }
        let texts = kept.texts.filter { isKept($0.box) }
        let elements = kept.elements.filter { isKept($0.box) }
        let found = detected(in: areas, on: image)
        let newIcons = named(found.icons.filter { !$0.box.isRepeated(in: icons.map(\.box)) }, on: image)
        let newTexts = found.texts.filter { !$0.box.isRepeated(in: texts.map(\.box)) }
        let newElements = found.elements.filter { !$0.box.isRepeated(in: elements.map(\.box)) }
        return ScreenLook(
            icons: (icons + newIcons).sorted { $0.confidence > $1.confidence },
            texts: (texts + newTexts).sorted { $0.confidence > $1.confidence },
            elements: (elements + newElements).sorted { $0.confidence > $1.confidence })
    }

    /// What the detector finds in some areas: all of which the centres lie in them.
    private struct Found {
        var icons: [Detection] = []
        var texts: [Detection] = []
        var elements: [SeenElement] = []
    }

    private func detected(in areas: DetectorAreas, on image: Image) -> Found {
        var all = Found()
        for area in areas.boxes {
            let part = DetectorAreas.surroundings(of: area, in: image.size)
            guard let picture = part == image.size.bounds ? image : image.copy(of: part) else { continue }
            let answers = detector.answers(for: picture, on: engine)
            func found(_ group: DetectorAnswers.Group, _ threshold: Double) -> [Detection] {
                answers.detections(of: group, threshold: threshold).map { $0.moved(by: part.x, part.y) }
                    .filter { area.contains($0.box.centre) }
            }
            all.icons += found(.icon, Self.leastIcon)
            all.texts += found(.text, Self.leastText)
            all.elements += answers.elements().map { $0.moved(by: part.x, part.y) }
                .filter { area.contains($0.box.centre) }
        }
        all.icons = all.icons.map { $0.with(InkBox.fitted($0.box, on: image)) }
            .withoutRepetitions(\.confidence, \.box)
        all.texts = all.texts.withoutRepetitions(\.confidence, \.box)
        all.elements = all.elements.withoutRepetitions(\.confidence, \.box)
        return all
    }

    private func named(_ found: [Detection], on image: Image) -> [SeenIcon] {
        guard !found.isEmpty else { return [] }
        let vectors = namer.vectors(of: found.map(\.box), on: image, engine: engine)
        let all = engine.convolve(FeatureMap(height: found.count, width: 1, features: vectors), concepts).features
        return found.enumerated().map { row, icon in
            let scores = all.row(row).map { $0 * scale }
            let total = logSumExp(bestOfEach(scores))
            return SeenIcon(
                box: icon.box, confidence: icon.confidence, vector: vectors.row(row), total: total,
                meaning: meaning(scores, total))
        }
    }

    /// Numbers of meanings: phrases that follow each other with one name are one's; each phrase without a name is its own.
    private static func owners(of names: [String], count: Int) -> [Int] {
        var owners: [Int] = []
        for index in 0..<count {
            let isSame = index > 0 && index < names.count && names[index] == names[index - 1]
            owners.append((owners.last ?? -1) + (isSame ? 0 : 1))
        }
        return owners
    }

    /// The score of the best phrase of each meaning.
    private func bestOfEach(_ scores: [Float]) -> [Float] {
        var best = [Float](repeating: -.infinity, count: (owners.last ?? -1) + 1)
        for (owner, score) in zip(owners, scores) { best[owner] = max(best[owner], score) }
        return best
    }

    /// The named meaning with the highest score, if nothing else has a higher one, and the probability of its name.
    private func meaning(_ scores: [Float], _ total: Double) -> (name: String, confidence: Double)? {
        guard let best = scores.indices.max(by: { scores[$0] < scores[$1] }), best < names.count else { return nil }
        return (names[best], exp(Double(scores[best]) - total))
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
