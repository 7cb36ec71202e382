import Checkpoints
import Tensors

/// What a user wants to know of a checkpoint before using it.
package struct CheckpointSummary: Encodable, Sendable {
    /// The weights that are stored in one format.
    package struct Format: Encodable, Sendable {
        /// The format's name, such as `bfloat16`.
        package let name: String
        /// The number of tensors stored in it.
        package let tensors: Int
        /// Their size in bytes.
        package let bytes: Int
    }

    /// The dimensions of the language model.
    package struct Text: Encodable, Sendable {
        /// The dimensions of the decoder; `width` is the hidden size.
        package let width, blocks, heads, keyValueHeads, intermediate, vocabulary, contextLength: Int
        /// Whether the output projection is the token embedding.
        package let tiesEmbeddings: Bool
        /// How many times longer YaRN makes the context, if it does.
        package let stretch: Double?
    }

    /// The dimensions of the vision tower.
    package struct Vision: Encodable, Sendable {
        /// The dimensions of the vision tower; `windowSize` is in pixels.
        package let width, blocks, heads, intermediate, outputWidth, windowSize: Int
        /// The indices of the blocks whose attention is not windowed.
        package let fullAttentionBlocks: [Int]
        let tokensPerSecond: Float
    }

    /// The least and most pixels of a picture.
    package struct PixelLimits: Encodable, Sendable {
        /// The bounds of the smart resize, in pixels of the resized picture.
        package let minimum, maximum: Int
    }

    /// How the checkpoint's authors generate text.
    package struct Generation: Encodable, Sendable {
        /// Whether tokens are sampled; otherwise the likeliest is taken.
        package let samples: Bool
        /// The sampler's parameters.
        package let temperature, topP, repetitionPenalty: Double
        let topK: Int?
        /// The ids of the tokens that end an answer.
        package let endTokens: [Int]

        private enum CodingKeys: String, CodingKey {
            case samples, temperature, repetitionPenalty, endTokens
            case topP = "topProbability"
            case topK = "topCount"
        }
    }

    /// Bytes, see ``MemoryNeed``.
    package struct Memory: Encodable, Sendable {
        /// Bytes of the weights, of one token in the cache, and of what a screenshot of 1920x1080 pixels takes.
        package let weights, token, screenshot: Int
        /// Bytes of one token in the cache by how keys and values are stored; `token` is that of `bf16`.
        package let tokenByFormat: [String: Int]
        /// Bytes that the machine has free; `nil` if that is not known.
        package let available: Int?
    }

    let path: String
    /// `qwen2_5_vl`, in files of this kind: `safetensors` or `gguf`.
    package let architecture, container: String
    /// The files of the weights, by name.
    package let files: [String]
    /// The number of parameters.
    package let parameters: Int
    /// What the tensors are stored in.
    package let formats: [Format]
    /// How weights are packed, `nil` where they are plain.
    package let quantisation: String?
    /// The decoder.
    package let text: Text
    /// The vision tower.
    package let vision: Vision
    /// The number of tokens that the tokenizer has.
    package let tokens: Int
    /// How pictures and the frames of videos are resized.
    package let images, video: PixelLimits
    /// How the checkpoint's authors generate text.
    package let generation: Generation
    /// How much memory the model takes.
    package let memory: Memory
}

extension Checkpoint {
    /// What the checkpoint holds, without its weights' values.
    package var summary: CheckpointSummary {
        let (text, vision, need) = (configuration.text, configuration.vision, memory)
        return CheckpointSummary(
            path: path, architecture: "qwen2_5_vl", container: isGGUF ? "gguf" : "safetensors",
            files: weights.files.map(\.path), parameters: weights.parameterCount, formats: formats,
            quantisation: quantisation,
            text: .init(
                width: text.width, blocks: text.blocks, heads: text.heads, keyValueHeads: text.keyValueHeads,
                intermediate: text.intermediate, vocabulary: text.vocabulary, contextLength: text.contextLength,
                tiesEmbeddings: text.tiesEmbeddings, stretch: text.scaling?.factor),
            vision: .init(
                width: vision.width, blocks: vision.blocks, heads: vision.heads, intermediate: vision.intermediate,
                outputWidth: vision.outputWidth, windowSize: vision.windowSize,
                fullAttentionBlocks: vision.fullAttentionBlocks.sorted(), tokensPerSecond: vision.tokensPerSecond),
            tokens: tokenizer.endID, images: .init(preprocessor.images), video: .init(preprocessor.video),
            generation: .init(generation),
            memory: .init(
                weights: need.weights, token: need.token, screenshot: need.forScreenshot,
                tokenByFormat: Dictionary(
                    uniqueKeysWithValues: KeyValueFormat.allCases.map { ($0.rawValue, need.token($0)) }),
                available: MemoryNeed.available))
    }

    private var isGGUF: Bool { weights.files.first?.path.lowercased().hasSuffix(".gguf") == true }

    private var formats: [CheckpointSummary.Format] {
        Dictionary(grouping: weights.formats, by: \.format).map { format, stored in
            .init(
                name: format.rawValue, tensors: stored.count, bytes: stored.reduce(0) { $0 + $1.tensor.bytes.count })
        }.sorted { ($0.bytes, $0.name) > ($1.bytes, $1.name) }
    }

    private var quantisation: String? {
        if let group = weights.packedGroupSize { return "awq, 4 bits, groups of \(group)" }
        let packed = formats.map(\.name).filter { $0.hasPrefix("q") }
        return packed.isEmpty ? nil : packed.joined(separator: ", ")
    }
}

extension CheckpointSummary.PixelLimits {
    init(_ sizing: SmartResize) { self.init(minimum: sizing.minimum, maximum: sizing.maximum) }
}

extension CheckpointSummary.Generation {
    init(_ defaults: GenerationDefaults) {
        self.init(
            samples: defaults.samples, temperature: defaults.temperature, topP: defaults.topP,
            repetitionPenalty: defaults.repetitionPenalty, topK: defaults.topK, endTokens: defaults.endTokens)
    }
}
