package import Checkpoints
package import Tensors

/// The language model of Qwen2.5-VL: token and picture states in, logits of the next token out.
///
/// Activations are float32 whatever the weights are stored as.
package final class LanguageModel: Sendable {
    /// Its sizes.
    package let configuration: TextConfiguration
    /// What multiplies for it.
    package let engine: Engine
    /// How it stores keys and values.
    package let cacheFormat: KeyValueFormat
    private let embedding: any LinearWeights
    private let blocks: [TextBlock]
    private let finalGain: [Float]
    private let head: any LinearWeights
    private let frequencies: RotaryFrequencies

    /// Is told of the states after each stage of a pass, `[tokens, width]`: number 0 is the embeddings with the pictures in place, k the output of block k, as transformers counts `hidden_states`. The last block's output is not among them: the last number is that of the normalised states, which ``logits(ofRows:in:observer:)`` makes.
    package typealias Observer = (_ stage: Int, _ states: Matrix) -> Void

    /// Finds the model's tensors.
    ///
    /// - Parameter cacheFormat: how keys and values are stored; by default in bfloat16, by an engine of precision `exact` as
    ///   they are.
    /// - Throws: `CheckpointError` naming a tensor that is missing or has another shape.
    package init(
        _ tensors: any ModelTensors, _ configuration: TextConfiguration, on engine: Engine,
        cacheFormat: KeyValueFormat? = nil
    ) throws(CheckpointError) {
        let (rows, width) = (configuration.vocabulary, configuration.width)
        embedding = try tensors.linear("model.embed_tokens.weight", outputs: rows, inputs: width)
        var blocks: [TextBlock] = []
        for index in 0..<configuration.blocks { blocks.append(try TextBlock(index, of: tensors, configuration)) }
        finalGain = try tensors.floats("model.norm.weight", count: width)
        head =
            configuration.tiesEmbeddings
            ? embedding : try tensors.linear("lm_head.weight", outputs: rows, inputs: width)
        self.blocks = blocks
        self.configuration = configuration
        self.engine = engine
        self.cacheFormat = cacheFormat ?? (engine.precision == .exact ? .float : .bf16)
        frequencies = RotaryFrequencies(configuration)
    }

    /// What is to hold the keys and values of one sequence.
    package func makeCache() -> SequenceCache { SequenceCache(configuration, format: cacheFormat) }

    /// Writes the embeddings of tokens.
    ///
    /// - Parameters:
    ///   - ids: each below the vocabulary's size.
    ///   - states: `[ids.count, width]`, overwritten.
    package func embed(_ ids: [Int], into states: Matrix) { embedding.copyRows(ids, into: states) }

    /// Takes the states in `work` through all blocks and adds their keys and values to the stretches' caches.
    ///
    /// - Parameters:
    ///   - positions: one for each row.
    ///   - stretches: whose tokens the rows are, in order; together as many as there are rows.
    ///   - last: of how many of the last rows the states are wanted after the last block, with a single stretch; the other
    ///     rows are then unspecified. `nil` for all.
    ///   - engine: an interruptible one of the model's ``engine``; when it was interrupted, states and caches are to be
    ///     dropped as far as this pass wrote them.
    package func pass(
        _ work: LanguageWorkspace, positions: [TokenPosition], stretches: [Stretch], last: Int? = nil,
        on engine: Engine? = nil, observer: Observer? = nil
    ) {
        let rows = work.states.rows
        precondition(positions.count == rows, "\(positions.count) positions for \(rows) tokens")
        precondition(stretches.reduce(0) { $0 + $1.tokens } == rows, "the stretches are not the \(rows) tokens")
        let angles = frequencies.angles(at: positions)
        for (number, block) in blocks.enumerated() {
            observer?(number, work.states)
            block.apply(
                block: number, angles: angles, stretches: stretches, last: number == blocks.count - 1 ? last : nil,
                work,
                on: engine ?? self.engine)
        }
    }

    /// The logits of the token that follows each of some rows of the states in `work`, after a pass.
    ///
    /// - Returns: `[rows.count, vocabulary]`.
    package func logits(
        ofRows rows: [Int], in work: LanguageWorkspace, on interruptible: Engine? = nil, observer: Observer? = nil
    ) -> Matrix {
        let engine = interruptible ?? engine
        let chosen = Matrix(rows: rows.count, columns: configuration.width)
        chosen.copyRows(rows, of: work.states)
        engine.normalise(chosen, gain: finalGain, epsilon: configuration.epsilon, into: chosen)
        observer?(configuration.blocks, chosen)
        let logits = Matrix(rows: rows.count, columns: configuration.vocabulary)
        head.multiply(chosen, into: logits, bias: nil, on: engine)
        return logits
    }
}
