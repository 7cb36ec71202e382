package import Tensors

/// The tensors of a model by the names of the published checkpoints (`model.layers.0.self_attn.q_proj.weight`,
/// `visual.blocks.0.attn.qkv.weight`, `lm_head.weight`), whatever the file calls them and however it stores them.
package protocol ModelTensors: Sendable {
    /// Whether there is a tensor, or what makes one up, such as the packed parts of a quantised layer.
    func holds(_ name: String) -> Bool

    /// The weight of a linear layer, or of an embedding, left in the file until it is used.
    ///
    /// - Parameters:
    ///   - outputs: rows of the weight.
    ///   - inputs: columns; all dimensions of the stored tensor after the first, together.
    /// - Throws: `CheckpointError` naming tensor, file, expected and found shape.
    func linear(_ name: String, outputs: Int, inputs: Int) throws(CheckpointError) -> any LinearWeights

    /// A gain, a bias or another small tensor, widened to float32.
    ///
    /// - Throws: `CheckpointError` as ``linear(_:outputs:inputs:)`` does.
    func floats(_ name: String, count: Int) throws(CheckpointError) -> [Float]
}
