package import Checkpoints
package import Images
package import Tensors

/// The network that tells what icons mean: pictures of icons and words of requests become vectors of one space.
///
/// Its layers are those of `Sources/Training/screens/naming.py`, whose names the weights have.
package struct IconNamer: Sendable {
    /// The pixels of a side of the square that an icon is resized to.
    static let side = 32
    /// How much of the surroundings is looked at: the square's side over the box's longer one.
    static let margin = 1.25
    /// The elements of a vector.
    static let width = 128

    private let stem: Convolution
    private let stemBlock: ResidualBlock
    private let halving: [Convolution]
    private let blocks: [[ResidualBlock]]
    /// The last layer, as a convolution of one place whose channels are all cells of the last map.
    private let embed: Convolution

    /// Reads the weights.
    package init(_ weights: ScreenWeights) throws(CheckpointError) {
        stem = try weights.convolution("stem.0", 12, 48)
        stemBlock = try ResidualBlock(weights, "stem.1", 48)
        halving = [
            try weights.convolution("stages.0", 48, 96, stride: 2),
            try weights.convolution("stages.2", 96, 160, stride: 2),
        ]
        blocks = [
            [try ResidualBlock(weights, "stages.1", 96)],
            [try ResidualBlock(weights, "stages.3", 160), try ResidualBlock(weights, "stages.4", 160)],
        ]
        embed = try weights.convolution("embed", 16 * 160, Self.width, kernel: (1, 1), hasReLU: false)
    }

    /// The vectors of the icons in `boxes`, each of length 1: `[boxes.count, width]`.
    package func vectors(of boxes: [Box<ImageSpace>], on image: Image, engine: Engine) -> Matrix {
        let vectors = Matrix(rows: boxes.count, columns: Self.width)
        for (row, box) in boxes.enumerated() {
            var x = stemBlock.apply(engine.convolve(PixelMap.square(of: box, on: image), stem), on: engine)
            for (halving, blocks) in zip(halving, blocks) {
                x = blocks.reduce(engine.convolve(x, halving)) { $1.apply($0, on: engine) }
            }
            let cells = x.features.reshaped(rows: 1, columns: x.features.rows * x.channels)
            let vector = engine.convolve(FeatureMap(height: 1, width: 1, features: cells), embed).features.row(0)
            vectors.rows(row..<row + 1).copy(Matrix(rows: 1, columns: Self.width, vector.unitLength))
        }
        return vectors
    }
}

extension [Float] {
    /// The same direction with length 1; zeros stay zeros.
    var unitLength: [Float] {
        let length = reduce(0) { $0 + $1 * $1 }.squareRoot()
        return map { $0 / Swift.max(length, 1e-12) }
    }
}
