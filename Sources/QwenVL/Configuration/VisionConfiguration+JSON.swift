import Checkpoints

extension VisionConfiguration {
    init(_ fields: ConfigurationFields) throws(QwenError) {
        self.init(
            blocks: try fields.integer("depth", in: 1...1 << 12, otherwise: 32),
            width: try fields.integer("hidden_size", in: 1...1 << 16),
            heads: try fields.integer("num_heads", in: 1...1 << 12, otherwise: 16),
            intermediate: try fields.integer("intermediate_size", in: 1...1 << 20, otherwise: 3420),
            outputWidth: try fields.integer("out_hidden_size", in: 1...1 << 16, otherwise: 3584),
            windowSize: try fields.integer("window_size", in: 28...1 << 16, otherwise: 112),
            fullAttentionBlocks: Set(try fields.integers("fullatt_block_indexes", in: 0...1 << 12) ?? [7, 15, 23, 31]),
            tokensPerSecond: Float(try fields.number("tokens_per_second", in: 0...1e6) ?? 4))
        // Two dimensions turn two halves of a head each.
        guard width % heads == 0, width / heads % 4 == 0 else {
            throw fields.wrong("num_heads", "\(heads) heads do not divide a width of \(width) into fours")
        }
        guard windowSize % 28 == 0 else {
            throw fields.wrong("window_size", "expected a multiple of 28 pixels, found \(windowSize)")
        }
        for (key, value) in [
            ("patch_size", 14), ("spatial_patch_size", 14), ("spatial_merge_size", 2), ("temporal_patch_size", 2),
            ("in_channels", 3), ("in_chans", 3),
        ] {
            try fields.require(key, is: value)
        }
        let activation = try fields.text("hidden_act") ?? "silu"
        guard activation == "silu" else {
            throw fields.wrong("hidden_act", "found \(quoted(activation)), but Qwen2.5-VL has \"silu\"")
        }
    }
}
