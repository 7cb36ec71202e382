import QwenVL

/// How many operations the phases of a model take; a multiply-add is two. Normalisation, rotation and the activation are not
/// counted.
struct ModelWork {
    let configuration: ModelConfiguration

    /// Reading tokens behind `past` others; of the last block and the head only the last token's row is computed.
    func reading(_ tokens: Int, after past: Int = 0) -> Double {
        let text = configuration.text
        let seen = Double(tokens) * (Double(past) + Double(tokens + 1) / 2)
        let last = keysAndValues * Double(tokens) + afterKeys
        return 2 * (blockWeights * Double(text.blocks - 1) * Double(tokens) + last)
            + attention(seen) * Double(text.blocks - 1) + attention(Double(past + tokens)) + head
    }

    /// A step of decoding for each of `answers` behind `past` tokens.
    func step(answers: Int = 1, after past: Int) -> Double {
        let text = configuration.text
        let one = 2 * blockWeights * Double(text.blocks) + attention(Double(past + 1)) * Double(text.blocks) + head
        return one * Double(answers)
    }

    /// Encoding a picture of so many patches.
    func seeing(rows: Int, columns: Int) -> Double {
        let (vision, patches) = (configuration.vision, Double(rows * columns))
        let width = Double(vision.width)
        let block = 4 * width * width + 3 * width * Double(vision.intermediate)
        let linear = 2 * patches * (block * Double(vision.blocks) + Double(3 * 2 * 14 * 14) * width)
        let merged = 2 * patches / 4 * (16 * width * width + 4 * width * Double(vision.outputWidth))
        let full = Double(vision.fullAttentionBlocks.count)
        let pairs = full * patches * patches + (Double(vision.blocks) - full) * windowPairs(rows, columns)
        return linear + merged + 4 * width * pairs
    }

    /// Pairs of patches in the same window of eight by eight.
    private func windowPairs(_ rows: Int, _ columns: Int) -> Double {
        func squares(_ length: Int) -> Double { Double(length / 8 * 64 + (length % 8) * (length % 8)) }
        return squares(rows) * squares(columns)
    }

    private var headWidth: Int { configuration.text.width / configuration.text.heads }
    private var keysAndValues: Double {
        2 * Double(configuration.text.width * configuration.text.keyValueHeads * headWidth)
    }
    /// The weights of a block beside those of keys and values.
    private var afterKeys: Double {
        let text = configuration.text
        return Double(2 * text.width * text.width + 3 * text.width * text.intermediate)
    }
    private var blockWeights: Double { keysAndValues + afterKeys }
    private var head: Double { 2 * Double(configuration.text.vocabulary * configuration.text.width) }
    /// Scores and sums of a block for so many pairs of tokens.
    private func attention(_ pairs: Double) -> Double { 4 * Double(configuration.text.width) * pairs }
}
