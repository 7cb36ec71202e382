package import Checkpoints
import Foundation
import Tensors

/// A model as it was downloaded: its weights, left mapped, and everything that was published beside them.
package struct Checkpoint: Sendable {
    /// The folder or file it was opened by.
    package let path: String
    /// The weights by their published names.
    package let weights: CheckpointTensors
    /// The sizes of the model.
    package let configuration: ModelConfiguration
    /// The tokenizer that belongs to the weights.
    package let tokenizer: Tokenizer
    /// What its publisher says of sampling.
    package let generation: GenerationDefaults
    /// How pictures are prepared.
    package let preprocessor: PreprocessorConfiguration

    package init(
        path: String, weights: CheckpointTensors, configuration: ModelConfiguration, tokenizer: Tokenizer,
        generation: GenerationDefaults, preprocessor: PreprocessorConfiguration
    ) {
        self.path = path
        self.weights = weights
        self.configuration = configuration
        self.tokenizer = tokenizer
        self.generation = generation
        self.preprocessor = preprocessor
    }

    /// What weights are quantised to when they are first used; `nil` for none.
    package internal(set) var plan: QuantisationPlan?

    /// The weights as the parts of the model ask for them.
    package var tensors: any ModelTensors {
        guard let plan else { return weights }
        return QuantisedTensors(weights) { plan.format(of: $0, outputs: $1, inputs: $2) }
    }

    /// Opens the folder of a Hugging Face checkpoint, or a model in the files of llama.cpp.
    ///
    /// - Parameters:
    ///   - path: a folder, or a `.gguf` file.
    ///   - tower: the vision tower's file for a `.gguf` model, or `nil` for the one that lies beside it.
    ///   - checksMemory: whether a model that the machine's memory cannot hold is refused.
    /// - Throws: ``QwenError``, which says what is wrong with which file and what to do.
    package static func open(
        _ path: String, tower: String? = nil, checksMemory: Bool = true
    ) throws(QwenError) -> Checkpoint {
        let checkpoint: Checkpoint
        switch try CheckpointPlace(path) {
        case .folder(let folder): checkpoint = try open(folder: folder)
        case .gguf(let file): checkpoint = try open(gguf: file, tower: tower)
        }
        try checkpoint.configuration.check(checkpoint.weights)
        try checkpoint.checkRowsOfPrompt()
        if checksMemory { try checkpoint.memory.check(available: MemoryNeed.available, path: path) }
        return checkpoint
    }

    /// Makes sure that the embedding has a row for each token that prompts are made of.
    private func checkRowsOfPrompt() throws(QwenError) {
        let names = ["im_start", "im_end", "vision_start", "vision_end", "image_pad", "video_pad"]
        let largest = names.compactMap { try? tokenizer.id(ofAddedToken: "<|\($0)|>") }.max() ?? 0
        guard largest < configuration.text.vocabulary else {
            throw .unknownToken(id: largest, rows: configuration.text.vocabulary)
        }
    }

    /// What it takes to run the model.
    package var memory: MemoryNeed {
        MemoryNeed(configuration, weights: weights.stored.reduce(0) { $0 + $1.bytes.count })
    }

    private static func open(folder: String) throws(QwenError) -> Checkpoint {
        // Before the weights, so that another kind of model is told by its name.
        _ = try ModelConfiguration.read(folder: folder)
        let weights: CheckpointTensors
        do { weights = try CheckpointTensors(safetensorsIn: folder) } catch { throw .checkpoint(error) }
        let configuration = try ModelConfiguration.read(folder: folder) { weights.holds("lm_head.weight") }
        return Checkpoint(
            path: folder, weights: weights, configuration: configuration,
            tokenizer: try Tokenizer.read(folder: folder), generation: try GenerationDefaults.read(folder: folder),
            preprocessor: try PreprocessorConfiguration.read(folder: folder))
    }
}
