/// The dimensions of the vision tower (`vision_config` of a checkpoint).
///
/// Patches of 14 pixels, pairs of frames and squares of two by two patches are the architecture's; a checkpoint with others is refused when it is read.
package struct VisionConfiguration: Hashable, Sendable {
    /// Transformer blocks (`depth`).
    package var blocks: Int
    /// Elements of a patch's state (`hidden_size`).
    package var width: Int
    /// Attention heads (`num_heads`).
    package var heads: Int
    /// Elements between the two halves of a block's MLP (`intermediate_size`).
    package var intermediate: Int
    /// Elements of a row that the merger gives to the language model (`out_hidden_size`).
    package var outputWidth: Int
    /// The side of an attention window in pixels (`window_size`).
    var windowSize: Int
    /// The blocks that attend to a whole frame instead of windows (`fullatt_block_indexes`).
    package var fullAttentionBlocks: Set<Int>
    /// Steps of the time position in a second of video (`tokens_per_second`).
    package var tokensPerSecond: Float

    init(
        blocks: Int = 32, width: Int = 1280, heads: Int = 16, intermediate: Int = 3420, outputWidth: Int,
        windowSize: Int = 112, fullAttentionBlocks: Set<Int> = [7, 15, 23, 31], tokensPerSecond: Float = 2
    ) {
        self.blocks = blocks
        self.width = width
        self.heads = heads
        self.intermediate = intermediate
        self.outputWidth = outputWidth
        self.windowSize = windowSize
        self.fullAttentionBlocks = fullAttentionBlocks
        self.tokensPerSecond = tokensPerSecond
    }
}
