import Checkpoints

extension ModelConfiguration {
    /// A tensor that the model cannot do without, as the published checkpoints name it.
    struct RequiredTensor {
        let name: String
        /// `[outputs, inputs]` of a linear layer, `[count]` of a gain or a bias.
        let shape: [Int]
    }

    /// Every tensor of the model.
    var requiredTensors: [RequiredTensor] { text.requiredTensors + vision.requiredTensors }

    /// Looks for all of them, so that a truncated or foreign file is reported at once and not during loading.
    ///
    /// - Throws: `QwenError.checkpoint` with the first that is missing or has another shape.
    func check(_ weights: CheckpointTensors) throws(QwenError) {
        for tensor in requiredTensors {
            do { try weights.check(tensor.name, shape: tensor.shape) } catch { throw .checkpoint(error) }
        }
    }
}

extension ModelConfiguration.RequiredTensor {
    static func gain(_ name: String, _ width: Int) -> [Self] { [Self(name: name + ".weight", shape: [width])] }

    static func linear(_ name: String, _ outputs: Int, _ inputs: Int, bias: Bool = false) -> [Self] {
        [Self(name: name + ".weight", shape: [outputs, inputs])]
            + (bias ? [Self(name: name + ".bias", shape: [outputs])] : [])
    }
}

extension TextConfiguration {
    fileprivate typealias Tensor = ModelConfiguration.RequiredTensor

    fileprivate var requiredTensors: [Tensor] {
        Tensor.linear("model.embed_tokens", vocabulary, width)
            + (0..<blocks).flatMap(tensors(ofBlock:)) + Tensor.gain("model.norm", width)
            + (tiesEmbeddings ? [] : Tensor.linear("lm_head", vocabulary, width))
    }

    private func tensors(ofBlock block: Int) -> [Tensor] {
        let name = "model.layers.\(block)"
        let shared = keyValueHeads * headWidth
        return Tensor.gain("\(name).input_layernorm", width)
            + Tensor.linear("\(name).self_attn.q_proj", width, width, bias: true)
            + Tensor.linear("\(name).self_attn.k_proj", shared, width, bias: true)
            + Tensor.linear("\(name).self_attn.v_proj", shared, width, bias: true)
            + Tensor.linear("\(name).self_attn.o_proj", width, width)
            + Tensor.gain("\(name).post_attention_layernorm", width)
            + Tensor.linear("\(name).mlp.gate_proj", intermediate, width)
            + Tensor.linear("\(name).mlp.up_proj", intermediate, width)
            + Tensor.linear("\(name).mlp.down_proj", width, intermediate)
    }
}

extension VisionConfiguration {
    fileprivate typealias Tensor = ModelConfiguration.RequiredTensor

    fileprivate var requiredTensors: [Tensor] {
        Tensor.linear("visual.patch_embed.proj", width, 3 * 2 * 14 * 14) + (0..<blocks).flatMap(tensors(ofBlock:))
            + Tensor.gain("visual.merger.ln_q", width)
            + Tensor.linear("visual.merger.mlp.0", 4 * width, 4 * width, bias: true)
            + Tensor.linear("visual.merger.mlp.2", outputWidth, 4 * width, bias: true)
    }

    private func tensors(ofBlock block: Int) -> [Tensor] {
        let name = "visual.blocks.\(block)"
        return Tensor.gain("\(name).norm1", width) + Tensor.gain("\(name).norm2", width)
            + Tensor.linear("\(name).attn.qkv", 3 * width, width, bias: true)
            + Tensor.linear("\(name).attn.proj", width, width, bias: true)
            + Tensor.linear("\(name).mlp.gate_proj", intermediate, width, bias: true)
            + Tensor.linear("\(name).mlp.up_proj", intermediate, width, bias: true)
            + Tensor.linear("\(name).mlp.down_proj", width, intermediate, bias: true)
    }
}

extension ModelConfiguration {
    /// Every matrix of the model by its published name.
    package var matrices: [(name: String, outputs: Int, inputs: Int)] {
        requiredTensors.filter { $0.shape.count == 2 }.map { ($0.name, $0.shape[0], $0.shape[1]) }
    }
}
