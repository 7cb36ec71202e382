/// The dimensions of the language model (`text_config`, or the top level of an older `config.json`).
package struct TextConfiguration: Hashable, Sendable {
    /// Elements of a token's state (`hidden_size`).
    package var width: Int
    /// Transformer blocks (`num_hidden_layers`).
    package var blocks: Int
    /// Query heads (`num_attention_heads`).
    package var heads: Int
    /// Heads of keys and values (`num_key_value_heads`).
    package var keyValueHeads: Int
    /// Elements between the two halves of a block's MLP (`intermediate_size`).
    package var intermediate: Int
    /// Rows of the embedding and of the head (`vocab_size`), more than the tokenizer has tokens.
    package var vocabulary: Int
    /// `rms_norm_eps`.
    package var epsilon: Float = 1e-6
    /// The base of the rotary frequencies (`rope_theta`).
    var rotaryBase: Double = 1_000_000
    /// How many rotary frequencies follow the time, the row and the column (`mrope_section`); their sum is half a head's width.
    package var rotarySections: [Int]
    /// Stretched positions, or `nil` for plain ones.
    package var scaling: RotaryScaling?
    /// The most tokens of a conversation (`max_position_embeddings`).
    package var contextLength: Int
    /// Whether the head shares the embedding's weight (`tie_word_embeddings`).
    package var tiesEmbeddings: Bool

    /// Elements of one head.
    var headWidth: Int { width / heads }

    init(
        width: Int, blocks: Int, heads: Int, keyValueHeads: Int, intermediate: Int, vocabulary: Int,
        rotarySections: [Int] = [16, 24, 24], contextLength: Int = 128_000, tiesEmbeddings: Bool
    ) {
        self.width = width
        self.blocks = blocks
        self.heads = heads
        self.keyValueHeads = keyValueHeads
        self.intermediate = intermediate
        self.vocabulary = vocabulary
        self.rotarySections = rotarySections
        self.contextLength = contextLength
        self.tiesEmbeddings = tiesEmbeddings
    }
}

/// Positions stretched for long contexts: YaRN (Peng et al. 2023), `rope_scaling` of type `yarn`.
package struct RotaryScaling: Hashable, Sendable {
    /// How many times longer the context becomes.
    package var factor: Double
    /// The context the model was trained with (`original_max_position_embeddings`).
    package var originalLength: Double
    /// Turns within the original context above which a frequency is left alone, and below which it is stretched fully.
    package var fastTurns: Double = 32
    var slowTurns: Double = 1
    /// What cosines and sines are multiplied by; `nil` for 0.1 · ln(factor) + 1.
    package var attentionFactor: Double?
    /// `mscale` and `mscale_all_dim`, of which the attention factor is made when both are given.
    var scale: Double?
    var scaleOfAll: Double?
    /// Whether the bounds of the ramp are rounded outwards to whole frequencies (`truncate`).
    package var roundsBounds = true

    init(factor: Double, originalLength: Double) {
        self.factor = factor
        self.originalLength = originalLength
    }
}
