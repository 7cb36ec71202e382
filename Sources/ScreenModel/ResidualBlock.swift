import Checkpoints
import Tensors

/// Two convolutions, to whose result the input is added before it is rectified.
struct ResidualBlock: Sendable {
    private let first: Convolution
    private let second: Convolution

    typealias Kernel = (height: Int, width: Int)

    init(
        _ weights: ScreenWeights, _ name: String, _ width: Int, kernels: (Kernel, Kernel) = ((3, 3), (3, 3))
    ) throws(CheckpointError) {
        first = try weights.convolution("\(name).first", width, width, kernel: kernels.0)
        second = try weights.convolution("\(name).second", width, width, kernel: kernels.1)
    }

    func apply(_ x: FeatureMap, on engine: Engine) -> FeatureMap {
        engine.convolve(engine.convolve(x, first), second, adding: x)
    }
}
