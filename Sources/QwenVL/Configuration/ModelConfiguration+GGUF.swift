import Checkpoints
import Tensors

extension ModelConfiguration {
    /// Puts the configuration together from the headers and the shapes in a language model's file and a vision tower's.
    init(text: GGUFFile, tower: GGUFFile, weights: CheckpointTensors) throws(QwenError) {
        self.init(
            text: try TextConfiguration(text, weights), vision: try VisionConfiguration(tower, weights))
        guard vision.outputWidth == self.text.width else {
            throw .malformedFile(
                file: tower.path, place: "mm.2.weight",
                problem:
                    "the vision tower gives rows of \(vision.outputWidth), but the language model in \(text.path) takes \(self.text.width): they belong to models of different sizes"
            )
        }
    }
}

extension TextConfiguration {
    init(_ file: GGUFFile, _ weights: CheckpointTensors) throws(QwenError) {
        let fields = GGUFFields(file: file, prefix: "qwen2vl.")
        let heads = try fields.integer("attention.head_count", in: 1...1 << 12)
        let width = try fields.integer("embedding_length", in: 1...1 << 16)
        guard let embedding = weights.shape(of: "model.embed_tokens.weight"), embedding.count == 2 else {
            throw .checkpoint(.missingTensor("token_embd.weight", file: file.path, expected: [width]))
        }
        guard (1...1 << 20).contains(embedding[0]) else {
            throw .malformedFile(file: file.path, place: "token_embd.weight", problem: "it has \(embedding[0]) rows")
        }
        self.init(
            width: width, blocks: try fields.integer("block_count", in: 1...1 << 12), heads: heads,
            keyValueHeads: try fields.integer("attention.head_count_kv", in: 1...1 << 12, otherwise: heads),
            intermediate: try fields.integer("feed_forward_length", in: 1...1 << 20), vocabulary: embedding[0],
            contextLength: try fields.integer("context_length", in: 1...1 << 24, otherwise: 32_768),
            tiesEmbeddings: !weights.holds("lm_head.weight"))
        epsilon = Float(try fields.number("attention.layer_norm_rms_epsilon", in: 0...1) ?? 1e-6)
        rotaryBase = try fields.number("rope.freq_base", in: 1.000_001...1e15) ?? 1_000_000
        guard width % heads == 0, headWidth % 2 == 0 else {
            throw fields.wrong("attention.head_count", "\(heads) heads do not divide a width of \(width) evenly")
        }
        guard heads % keyValueHeads == 0 else {
            throw fields.wrong("attention.head_count_kv", "\(keyValueHeads) do not divide \(heads) query heads")
        }
        try readRotary(fields)
    }

    private mutating func readRotary(_ fields: GGUFFields) throws(QwenError) {
        // The fourth section is always empty.
        if let sections = try fields.integers("rope.dimension_sections", in: 0...1 << 16) {
            rotarySections = Array(sections.prefix(3))
        }
        guard rotarySections.count == 3, rotarySections.reduce(0, +) == headWidth / 2 else {
            throw fields.wrong(
                "rope.dimension_sections",
                "found \(rotarySections), but three numbers were expected whose sum is half a head's \(headWidth)")
        }
        let kind = try fields.text("rope.scaling.type") ?? "none"
        switch kind {
        case "none": return
        case "yarn":
            var scaling = RotaryScaling(
                factor: try fields.number("rope.scaling.factor", in: 1...1e6) ?? 1,
                originalLength: try fields.number("rope.scaling.original_context_length", in: 1...1e9)
                    ?? Double(contextLength))
            scaling.attentionFactor = try fields.number("rope.scaling.attn_factor", in: 1e-6...1e9)
            scaling.fastTurns = try fields.number("rope.scaling.yarn_beta_fast", in: 1e-6...1e9) ?? 32
            scaling.slowTurns = try fields.number("rope.scaling.yarn_beta_slow", in: 1e-6...1e9) ?? 1
            self.scaling = scaling
        default: throw fields.wrong("rope.scaling.type", "found \(quoted(kind)), but only none and yarn are known")
        }
    }
}

extension VisionConfiguration {
    init(_ file: GGUFFile, _ weights: CheckpointTensors) throws(QwenError) {
        let fields = GGUFFields(file: file, prefix: "clip.vision.")
        let blocks = try fields.integer("block_count", in: 1...1 << 12)
        guard let merger = weights.shape(of: "visual.merger.mlp.2.weight"), let output = merger.first else {
            throw .checkpoint(.missingTensor("mm.2.weight", file: file.path, expected: []))
        }
        // Old converters leave the length of the MLP out or write 0.
        guard let gate = weights.shape(of: "visual.blocks.0.mlp.gate_proj.weight"), let intermediate = gate.first else {
            throw .checkpoint(.missingTensor("v.blk.0.ffn_gate.weight", file: file.path, expected: []))
        }
        self.init(
            blocks: blocks, width: try fields.integer("embedding_length", in: 1...1 << 16),
            heads: try fields.integer("attention.head_count", in: 1...1 << 12), intermediate: intermediate,
            outputWidth: output, windowSize: try fields.integer("window_size", in: 28...1 << 16, otherwise: 112),
            fullAttentionBlocks: try Self.fullAttentionBlocks(fields, of: blocks))
        guard (1...1 << 16).contains(output), (1...1 << 20).contains(intermediate) else {
            throw fields.wrong("feed_forward_length", "expected tower widths, found \(intermediate) and \(output)")
        }
        guard width % heads == 0, width / heads % 4 == 0 else {
            throw fields.wrong("attention.head_count", "\(heads) heads do not divide a width of \(width) into fours")
        }
        guard windowSize % 28 == 0 else {
            throw fields.wrong("window_size", "expected a multiple of 28 pixels, found \(windowSize)")
        }
        let patch = try fields.integer("patch_size", in: 1...1 << 16, otherwise: 14)
        guard patch == 14 else { throw fields.wrong("patch_size", "found \(patch), but Qwen2.5-VL has 14") }
    }

    /// Every nth block, or those in a list.
    private static func fullAttentionBlocks(_ fields: GGUFFields, of blocks: Int) throws(QwenError) -> Set<Int> {
        for key in ["wa_layer_indexes", "fullatt_block_indexes"] {
            if let listed = try fields.integers(key, in: 0...1 << 12), !listed.isEmpty { return Set(listed) }
        }
        let step = try fields.integer("n_wa_pattern", in: 1...1 << 12, otherwise: 8)
        return Set((0..<blocks).filter { ($0 + 1) % step == 0 })
    }
}
