package import Checkpoints
package import Images
package import Tensors

/// The detector: convolutions over a whole screen, with one answer for every four by four pixels.
///
/// Its layers are those of `Sources/Training/screens/network.py`, whose names the weights have; norms are folded into the
/// convolutions.
package struct DetectorNetwork: Sendable {
    private let stem: Convolution
    private let down8: Stage
    private let down16: Stage
    private let down32: Stage
    private let (coarse16, side16, up16): (Convolution, Convolution, Convolution)
    private let (coarse8, side8, up8): (Convolution, Convolution, Convolution)
    private let head: Convolution
    private let last: Convolution

    /// Reads the weights.
    package init(_ weights: ScreenWeights) throws(CheckpointError) {
        let (a, b, c, d, e) = (48, 64, 128, 192, 96)
        stem = try weights.convolution("stem", 12, a, stride: 2)
        down8 = try Stage(weights, "down8", a, b, blocks: 2)
        down16 = try Stage(weights, "down16", b, c, blocks: 3)
        down32 = try Stage(weights, "down32", c, d, blocks: 1, longBlocks: 3)
        coarse16 = try weights.convolution("coarse16", d, c, kernel: (1, 1))
        side16 = try weights.convolution("side16", c, c, kernel: (1, 1))
        up16 = try weights.convolution("up16", c, c)
        coarse8 = try weights.convolution("coarse8", c, e, kernel: (1, 1))
        side8 = try weights.convolution("side8", b, e, kernel: (1, 1))
        up8 = try weights.convolution("up8", e, e)
        head = try weights.convolution("head", e, e)
        last = try weights.convolution(
            "last", e, 4 * DetectorAnswers.outputs, kernel: (1, 1), hasReLU: false)
    }

    /// The answers for a picture.
    package func answers(for image: Image, on engine: Engine) -> DetectorAnswers {
        let x8 = down8.apply(engine.convolve(PixelMap.make(of: image), stem), on: engine)
        let x16 = down16.apply(x8, on: engine)
        let x32 = down32.apply(x16, on: engine)
        let joined16 = engine.convolve(joined(side16, x16, coarse16, x32, on: engine), up16)
        let joined8 = engine.convolve(joined(side8, x8, coarse8, joined16, on: engine), up8)
        return DetectorAnswers(engine.convolve(engine.convolve(joined8, head), last), size: image.size)
    }

    private func joined(
        _ side: Convolution, _ fine: FeatureMap, _ coarse: Convolution, _ small: FeatureMap, on engine: Engine
    ) -> FeatureMap {
        let sum = engine.convolve(fine, side)
        engine.addEnlarged(engine.convolve(small, coarse), to: sum)
        return sum
    }
}

/// A convolution that halves the size, and residual blocks.
private struct Stage: Sendable {
    let first: Convolution
    let blocks: [ResidualBlock]

    init(
        _ weights: ScreenWeights, _ name: String, _ inputs: Int, _ width: Int, blocks count: Int, longBlocks: Int = 0
    ) throws(CheckpointError) {
        first = try weights.convolution("\(name).0", inputs, width, stride: 2)
        var blocks: [ResidualBlock] = []
        for index in 0..<count { blocks.append(try ResidualBlock(weights, "\(name).\(index + 1)", width)) }
        for index in count..<count + longBlocks {
            blocks.append(try ResidualBlock(weights, "\(name).\(index + 1)", width, kernels: ((1, 9), (9, 1))))
        }
        self.blocks = blocks
    }

    func apply(_ x: FeatureMap, on engine: Engine) -> FeatureMap {
        blocks.reduce(engine.convolve(x, first)) { $1.apply($0, on: engine) }
    }
}
