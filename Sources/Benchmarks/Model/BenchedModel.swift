import Checkpoints
package import QwenVL
package import Tensors

/// What `deskhand model bench` measures: a checkpoint, or the dimensions of a published model with random weights.
package struct BenchedModel: Sendable {
    /// What its report is headed with.
    package let name: String
    let configuration: ModelConfiguration
    let tensors: any ModelTensors
    /// All weights as they are stored.
    let weightBytes: Int
    /// Of those, what each token of an answer is multiplied with.
    let bytesPerToken: Int
    /// Whether the language model's matrices are in blocks of few bits.
    let isQuantised: Bool
    /// How long it took to open it; `nil` for random weights, which no file holds.
    let opened: Duration?

    /// Opens a checkpoint's folder or .gguf file.
    package init(checkpoint path: String, tower: String? = nil) throws(QwenError) {
        let start = ContinuousClock.now
        let checkpoint = try Checkpoint.open(path, tower: tower)
        opened = ContinuousClock.now - start
        (name, configuration) = (path, checkpoint.configuration)
        tensors = SharedTensors(checkpoint.tensors)
        let stored = checkpoint.weights.stored
        weightBytes = stored.reduce(0) { $0 + $1.bytes.count }
        let vision = ["visual.", "v.", "mm."]
        let language = stored.filter { tensor in !vision.contains { tensor.name.hasPrefix($0) } }
        let embedding = language.first { ["model.embed_tokens.weight", "token_embd.weight"].contains($0.name) }
        let unread = checkpoint.configuration.text.tiesEmbeddings ? 0 : embedding?.bytes.count ?? 0
        bytesPerToken = language.reduce(0) { $0 + $1.bytes.count } - unread
        let plain = language.filter { [.bfloat16, .float16, .float32].contains($0.format) }
        isQuantised = 2 * plain.reduce(0) { $0 + $1.bytes.count } < language.reduce(0) { $0 + $1.bytes.count }
    }

    /// Makes random weights.
    ///
    /// - Parameters:
    ///   - shapes: `3b` or `7b`.
    ///   - bits: of most weights, as ``QuantisationPlan`` lays them out; `nil` for bfloat16.
    /// - Returns: `nil` for other dimensions.
    /// - Throws: ``QwenError/notEnoughMemory(what:needed:available:remedy:)`` where they do not fit.
    package init?(shapes: String, bits: QuantisationPlan.Bits?, on engine: Engine) throws(QwenError) {
        guard let configuration = ModelConfiguration.published[shapes] else { return nil }
        let plan = bits.map { QuantisationPlan($0, configuration.text) }
        let format: @Sendable (String, Int, Int) -> ElementFormat? = {
            plan?.format(of: $0, outputs: $1, inputs: $2)
        }
        let width = bits.map { "\($0.rawValue) bits" } ?? "bfloat16"
        self.name = "\(shapes.uppercased()) dimensions, random weights in \(width)"
        self.configuration = configuration
        tensors = RandomTensors(on: engine, format: format)
        (isQuantised, opened) = (bits != nil, nil)
        let sizes = configuration.matrices.map { matrix in
            let format = format(matrix.name, matrix.outputs, matrix.inputs)
            let panels = format.flatMap { StoredPanels.shape($0, outputs: matrix.outputs, inputs: matrix.inputs) }
            return (matrix.name, panels?.reduce(1, *) ?? 2 * matrix.outputs * matrix.inputs)
        }
        weightBytes = sizes.reduce(0) { $0 + $1.1 }
        let embedding = configuration.text.tiesEmbeddings ? "" : "model.embed_tokens.weight"
        bytesPerToken = sizes.filter { !$0.0.hasPrefix("visual.") && $0.0 != embedding }.reduce(0) { $0 + $1.1 }
        guard let available = MemoryNeed.available, available < weightBytes else { return }
        throw .notEnoughMemory(
            what: "\(name)", needed: weightBytes, available: available,
            remedy: "end other programs, or give --bits 8 or 4, or smaller --shapes")
    }
}
