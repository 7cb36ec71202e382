/// How a checkpoint wants its answers to be drawn, unless the user says otherwise (`generation_config.json`).
package struct GenerationDefaults: Hashable, Sendable {
    /// Whether tokens are drawn by chance (`do_sample`) rather than taken by rank.
    package var samples = false
    /// What the logits are divided by before drawing (`temperature`).
    package var temperature: Double = 1
    /// The likeliest tokens among which is drawn, `nil` for all (`top_k`; 0 in the file).
    var topK: Int? = 50
    /// The probability that the likeliest tokens among which is drawn have together (`top_p`).
    var topP: Double = 1
    /// What positive logits of tokens that occurred are divided by, and negative ones multiplied (`repetition_penalty`).
    package var repetitionPenalty: Double = 1
    /// The tokens that end an answer (`eos_token_id`); empty where the file does not say.
    package var endTokens: [Int] = []
    /// The most tokens of an answer, where the file says so (`max_new_tokens`).
    var maxNewTokens: Int?

    /// What the reference does without a file.
    package init() {}

    /// Reads `generation_config.json` in `folder`; without the file the reference's own defaults hold.
    package static func read(folder: String) throws(QwenError) -> GenerationDefaults {
        guard let file = try ConfigurationFields.read("generation_config.json", in: folder) else {
            return GenerationDefaults()
        }
        return try GenerationDefaults(file)
    }

    init(_ file: ConfigurationFields) throws(QwenError) {
        samples = try file.flag("do_sample") ?? samples
        temperature = try file.number("temperature", in: 0...1e6) ?? temperature
        let count = try file.integer("top_k", in: 0...1 << 20, otherwise: 50)
        topK = count == 0 ? nil : count
        topP = try file.number("top_p", in: 0...1) ?? topP
        repetitionPenalty = try file.number("repetition_penalty", in: 1e-6...1e6) ?? repetitionPenalty
        endTokens = try file.integers("eos_token_id", in: 0...1 << 20) ?? []
        if file.has("max_new_tokens") { maxNewTokens = try file.integer("max_new_tokens", in: 1...1 << 30) }
    }
}
