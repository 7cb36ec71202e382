import Checkpoints

extension TextConfiguration {
    /// Bounds far above any published model, so that no product of dimensions overflows.
    private static let widths = 1...1 << 16
    private static let counts = 1...1 << 12

    init(_ fields: ConfigurationFields, tied: Bool) throws(QwenError) {
        let heads = try fields.integer("num_attention_heads", in: Self.counts)
        self.init(
            width: try fields.integer("hidden_size", in: Self.widths),
            blocks: try fields.integer("num_hidden_layers", in: Self.counts), heads: heads,
            keyValueHeads: try fields.integer("num_key_value_heads", in: Self.counts, otherwise: heads),
            intermediate: try fields.integer("intermediate_size", in: 1...1 << 20),
            vocabulary: try fields.integer("vocab_size", in: 1...1 << 20),
            contextLength: try fields.integer("max_position_embeddings", in: 1...1 << 24, otherwise: 32_768),
            tiesEmbeddings: tied)
        epsilon = Float(try fields.number("rms_norm_eps", in: 0...1) ?? 1e-5)
        guard width % heads == 0, headWidth % 2 == 0 else {
            throw fields.wrong("num_attention_heads", "\(heads) heads do not divide a width of \(width) evenly")
        }
        guard heads % keyValueHeads == 0 else {
            throw fields.wrong("num_key_value_heads", "\(keyValueHeads) do not divide \(heads) query heads")
        }
        try fields.require("head_dim", is: headWidth)
        try Self.refuseOtherKinds(fields)
        try readRotary(fields)
    }

    private static func refuseOtherKinds(_ fields: ConfigurationFields) throws(QwenError) {
        let activation = try fields.text("hidden_act") ?? "silu"
        guard activation == "silu" else {
            throw fields.wrong("hidden_act", "found \(quoted(activation)), but Qwen2.5-VL has \"silu\"")
        }
        guard try fields.flag("use_sliding_window") != true else {
            throw fields.wrong("use_sliding_window", "found true, but Qwen2.5-VL attends to everything before")
        }
    }

    /// `rope_scaling` as published, or `rope_parameters` of newer saves, which also holds the base.
    private mutating func readRotary(_ fields: ConfigurationFields) throws(QwenError) {
        let rotary = try fields.fields(fields.has("rope_scaling") ? "rope_scaling" : "rope_parameters")
        let holder = if let rotary, rotary.has("rope_theta") { rotary } else { fields }
        rotaryBase = try holder.number("rope_theta", in: 1.000_001...1e15) ?? 1_000_000
        if let sections = try rotary?.integers("mrope_section", in: 0...1 << 16) { rotarySections = sections }
        guard rotarySections.count == 3, rotarySections.reduce(0, +) == headWidth / 2 else {
            throw (rotary ?? fields).wrong(
                "mrope_section",
                "found \(rotarySections), but three numbers were expected whose sum is half a head's \(headWidth)")
        }
        guard let rotary else { return }
        let kind = try rotary.text(rotary.has("rope_type") ? "rope_type" : "type") ?? "default"
        switch kind {
        case "default", "mrope": scaling = nil
        case "yarn": scaling = try RotaryScaling(rotary, contextLength: contextLength)
        default:
            throw rotary.wrong("type", "found \(quoted(kind)), but only \"mrope\", \"default\" and \"yarn\" are known")
        }
    }
}

extension RotaryScaling {
    init(_ fields: ConfigurationFields, contextLength: Int) throws(QwenError) {
        let positive = 1e-6...1e9
        let original = try fields.number("original_max_position_embeddings", in: 1...1e9) ?? Double(contextLength)
        let factor = try fields.number("factor", in: 1...1e6) ?? max(Double(contextLength) / original, 1)
        self.init(factor: factor, originalLength: original)
        fastTurns = try fields.number("beta_fast", in: positive) ?? fastTurns
        slowTurns = try fields.number("beta_slow", in: positive) ?? slowTurns
        attentionFactor = try fields.number("attention_factor", in: positive)
        scale = try fields.number("mscale", in: 0...1e9)
        scaleOfAll = try fields.number("mscale_all_dim", in: 0...1e9)
        roundsBounds = try fields.flag("truncate") ?? roundsBounds
        guard fastTurns >= slowTurns else {
            throw fields.wrong("beta_fast", "\(fastTurns) is less than beta_slow, \(slowTurns)")
        }
    }
}
