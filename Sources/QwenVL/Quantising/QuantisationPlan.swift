import Checkpoints
package import Tensors

/// In which formats the weights of a model are quantised.
///
/// With eight bits all layers are. With four, the language model's are, but for those whose errors are known to cost most,
/// which keep six: the output layer and the embedding it is shared with, and in some blocks the values of attention and the
/// way back from the MLP. The vision tower keeps eight, and so do layers whose rows do not end with a block of 256; one of 32
/// is filled up with zeros.
package struct QuantisationPlan: Hashable, Sendable {
    /// The bits of most weights, without scales.
    package enum Bits: Int, CaseIterable, Sendable {
        case four = 4
        case eight = 8
    }

    let bits: Bits
    private let blocks: Int
    private let tiesEmbeddings: Bool

    /// The plan for a model of these sizes.
    package init(_ bits: Bits, _ configuration: TextConfiguration) {
        (self.bits, blocks, tiesEmbeddings) = (bits, configuration.blocks, configuration.tiesEmbeddings)
    }

    /// The format of a weight `[outputs, inputs]` by its published name; `nil` for one that stays as it is.
    package func format(of tensor: String, outputs: Int, inputs: Int) -> ElementFormat? {
        guard let wanted = wanted(tensor) else { return nil }
        let formats = [wanted, .q8_0]
        return formats.first { StoredPanels.shape($0, outputs: outputs, inputs: inputs) != nil }
    }

    private func wanted(_ tensor: String) -> ElementFormat? {
        guard tensor.hasSuffix(".weight"), !tensor.hasSuffix("norm.weight") else { return nil }
        if tensor.hasPrefix("visual.") {
            let isLayer = ["attn.", "mlp."].contains { tensor.contains("." + $0) }
            return isLayer ? .q8_0 : nil
        }
        let isOfEnds = ["model.embed_tokens.weight", "lm_head.weight"].contains(tensor)
        guard isOfEnds || tensor.hasPrefix("model.layers.") && tensor.hasSuffix("_proj.weight") else { return nil }
        guard bits == .four else { return .q8_0 }
        if isOfEnds { return tensor == "lm_head.weight" || tiesEmbeddings ? .q6_K : .q4_K }
        return isSensitive(tensor) ? .q6_K : .q4_K
    }

    /// The values and the way back of the first and the last eighth of the blocks, and of every third between.
    private func isSensitive(_ tensor: String) -> Bool {
        guard ["v_proj.weight", "down_proj.weight"].contains(where: tensor.hasSuffix) else { return false }
        let number = tensor.split(separator: ".").dropFirst(2).first.flatMap { Int($0) } ?? 0
        let eighth = blocks / 8
        return number < eighth || number >= 7 * blocks / 8 || (number - eighth) % 3 == 2
    }
}

extension Checkpoint {
    /// The same checkpoint, whose weights are quantised when they are first used; those that are packed stay as they are, so
    /// that of llama.cpp's and AutoAWQ's files the vision tower is quantised.
    ///
    /// - Throws: ``QwenError/notQuantised(path:problem:remedy:)`` for one whose weights are all packed already.
    package func quantising(to bits: QuantisationPlan.Bits) throws(QwenError) -> Checkpoint {
        guard weights.holdsFloatLayers else { throw alreadyPacked }
        var quantised = self
        quantised.plan = QuantisationPlan(bits, configuration.text)
        return quantised
    }

    /// Why packed weights are not packed once more.
    var alreadyPacked: QwenError {
        .notQuantised(
            path: path, problem: "its weights are packed already",
            remedy: "use it as it is, or give the folder of the model in bfloat16, float16 or float32")
    }
}
