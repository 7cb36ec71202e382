import Checkpoints
import Tensors

/// One transformer block of the vision tower.
///
///     x ← x + P · attention(QKV · n),          n = normalised x
///     x ← x + D · (silu(G·n) ⊙ U·n),           n = normalised x
struct VisionBlock: Sendable {
    private let attentionGain: [Float]
    private let projection: LinearLayer
    private let output: LinearLayer
    private let feedForwardGain: [Float]
    private let gate: LinearLayer
    private let up: LinearLayer
    private let down: LinearLayer
    private let heads: Int

    /// What is added to the mean square; no checkpoint says otherwise.
    static let epsilon: Float = 1e-6

    init(
        _ index: Int, of tensors: any ModelTensors, _ configuration: VisionConfiguration
    ) throws(CheckpointError) {
        let (name, width, between) = ("visual.blocks.\(index)", configuration.width, configuration.intermediate)
        func layer(_ part: String, _ outputs: Int, _ inputs: Int) throws(CheckpointError) -> LinearLayer {
            try LinearLayer("\(name).\(part)", outputs: outputs, inputs: inputs, bias: true, of: tensors)
        }
        attentionGain = try tensors.floats("\(name).norm1.weight", count: width)
        projection = try layer("attn.qkv", 3 * width, width)
        output = try layer("attn.proj", width, width)
        feedForwardGain = try tensors.floats("\(name).norm2.weight", count: width)
        gate = try layer("mlp.gate_proj", between, width)
        up = try layer("mlp.up_proj", between, width)
        down = try layer("mlp.down_proj", width, between)
        heads = configuration.heads
    }

    /// Takes the states in `work` through the block, in place.
    ///
    /// - Parameter boundaries: each patch attends to those between the same two of them.
    func apply(_ work: VisionWorkspace, angles: PatchAngles, boundaries: [Int], on engine: Engine) {
        let width = work.states.columns
        engine.project(
            work.states, gain: attentionGain, epsilon: Self.epsilon, into: [(projection, work.projected)],
            work: work.normalised)
        let queries = work.projected.columns(0..<width)
        let keys = work.projected.columns(width..<2 * width)
        engine.rotate(queries, cosines: angles.cosines, sines: angles.sines)
        engine.rotate(keys, cosines: angles.cosines, sines: angles.sines)
        engine.attend(
            queries: queries, keys: keys, values: work.projected.columns(2 * width..<3 * width), heads: heads,
            boundaries: boundaries, into: work.attended)
        engine.add(work.attended, through: output, to: work.states, work: work.normalised)
        engine.addFeedForward(
            to: work.states, gain: feedForwardGain, epsilon: Self.epsilon, gate: gate, up: up, down: down,
            work: work.normalised
        ) { work.wide() }
    }
}
