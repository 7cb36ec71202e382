import Checkpoints
import Tensors

extension LinearLayer {
    /// The layer `name` of a checkpoint: `name.weight` and, where it has one, `name.bias`.
    init(
        _ name: String, outputs: Int, inputs: Int, bias: Bool, of tensors: any ModelTensors
    ) throws(CheckpointError) {
        self.init(
            weight: try tensors.linear("\(name).weight", outputs: outputs, inputs: inputs),
            bias: bias ? try tensors.floats("\(name).bias", count: outputs) : nil)
    }
}
