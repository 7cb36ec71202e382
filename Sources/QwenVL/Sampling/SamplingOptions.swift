/// How the next token is chosen from its logits.
package struct SamplingOptions: Hashable, Sendable {
    /// What the logits are divided by before one is drawn; 0 takes the likeliest every time.
    package var temperature: Double
    /// Draws among that many likeliest tokens, and those that are equal to the last of them; `nil` among all.
    package var topK: Int?
    /// Draws among the likeliest tokens that together have at least this probability.
    package var topP: Double
    /// What positive logits of tokens that are in the prompt or the answer are divided by, and negative ones multiplied; 1 changes nothing.
    package var repetitionPenalty: Double
    /// Where the generator begins.
    package var seed: UInt64

    /// Creates options of sampling.
    package init(
        temperature: Double = 0, topK: Int? = nil, topP: Double = 1, repetitionPenalty: Double = 1,
        seed: UInt64 = 0
    ) {
        self.temperature = temperature
        self.topK = topK
        self.topP = topP
        self.repetitionPenalty = repetitionPenalty
        self.seed = seed
    }

    /// As a checkpoint wants it.
    init(_ defaults: GenerationDefaults, seed: UInt64 = 0) {
        self.init(
            temperature: defaults.samples ? defaults.temperature : 0, topK: defaults.topK,
            topP: defaults.topP, repetitionPenalty: defaults.repetitionPenalty, seed: seed)
    }
}
