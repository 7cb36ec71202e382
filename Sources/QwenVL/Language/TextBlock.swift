import Checkpoints
import Tensors

/// One transformer block of the language model.
///
///     x ← x + O · attention(Q·n, K·n, V·n),    n = normalised x
///     x ← x + D · (silu(G·n) ⊙ U·n),           n = normalised x
struct TextBlock: Sendable {
    let attentionGain: [Float]
    let query: LinearLayer
    let key: LinearLayer
    let value: LinearLayer
    let output: LinearLayer
    let feedForwardGain: [Float]
    let gate: LinearLayer
    let up: LinearLayer
    let down: LinearLayer
    let epsilon: Float

    init(
        _ index: Int, of tensors: any ModelTensors, _ configuration: TextConfiguration
    ) throws(CheckpointError) {
        let (name, width) = ("model.layers.\(index)", configuration.width)
        let (queries, keys) = (
            configuration.heads * configuration.headWidth, configuration.keyValueHeads * configuration.headWidth
        )
        func layer(_ part: String, _ outputs: Int, _ inputs: Int, bias: Bool = false) throws(CheckpointError)
            -> LinearLayer
        { try LinearLayer("\(name).\(part)", outputs: outputs, inputs: inputs, bias: bias, of: tensors) }
        attentionGain = try tensors.floats("\(name).input_layernorm.weight", count: width)
        query = try layer("self_attn.q_proj", queries, width, bias: true)
        key = try layer("self_attn.k_proj", keys, width, bias: true)
        value = try layer("self_attn.v_proj", keys, width, bias: true)
        output = try layer("self_attn.o_proj", width, queries)
        feedForwardGain = try tensors.floats("\(name).post_attention_layernorm.weight", count: width)
        gate = try layer("mlp.gate_proj", configuration.intermediate, width)
        up = try layer("mlp.up_proj", configuration.intermediate, width)
        down = try layer("mlp.down_proj", width, configuration.intermediate)
        epsilon = configuration.epsilon
    }

    /// Takes the states `[tokens, width]` in `work` through the block, in place.
    ///
    /// - Parameters:
    ///   - block: its number, by which each stretch's cache is found.
    ///   - stretches: whose tokens the rows are, in order.
    ///   - last: how many of the last rows are wanted, with a single stretch; of the others only keys and values are computed.
    ///     `nil` for all.
    func apply(
        block: Int, angles: RotaryAngles, stretches: [Stretch], last: Int? = nil, _ work: LanguageWorkspace,
        on engine: Engine
    ) {
        let rows = 0..<work.states.rows
        let wanted = (rows.upperBound - (last ?? rows.upperBound))..<rows.upperBound
        project(
            rows, [(key, work.keys), (value, work.values)] + (wanted == rows ? [(query, work.queries)] : []), work,
            on: engine)
        if wanted != rows, !wanted.isEmpty { project(wanted, [(query, work.queries.rows(wanted))], work, on: engine) }
        engine.rotate(work.keys, cosines: angles.cosines, sines: angles.sines)
        var start = 0
        for stretch in stretches {
            let (rows, cache) = (start..<start + stretch.tokens, stretch.cache.blocks[block])
            cache.append(keys: work.keys.rows(rows), values: work.values.rows(rows), on: engine)
            start = rows.upperBound
        }
        precondition(last == nil || stretches.count == 1, "the last rows of \(stretches.count) stretches")
        guard !wanted.isEmpty else { return }
        attend(block: block, wanted, angles: angles, stretches: stretches, work, on: engine)
        feedForward(wanted, work, on: engine)
    }

    /// Makes queries, keys or values of some rows.
    private func project(
        _ rows: Range<Int>, _ outputs: [(layer: LinearLayer, y: Matrix)], _ work: LanguageWorkspace, on engine: Engine
    ) {
        engine.project(
            work.states.rows(rows), gain: attentionGain, epsilon: epsilon, into: outputs,
            work: work.normalised.rows(rows))
    }

    private func attend(
        block: Int, _ wanted: Range<Int>, angles: RotaryAngles, stretches: [Stretch], _ work: LanguageWorkspace,
        on engine: Engine
    ) {
        let queries = work.queries.rows(wanted)
        engine.rotate(queries, cosines: angles.cosines.rows(wanted), sines: angles.sines.rows(wanted))
        var start = 0
        var parts: [(queries: Matrix, cache: KeyValueCache, output: Matrix)] = []
        for stretch in stretches {
            let rows = (start..<start + stretch.tokens).clamped(to: wanted)
            parts.append((work.queries.rows(rows), stretch.cache.blocks[block], work.attended.rows(rows)))
            start += stretch.tokens
        }
        engine.attendCausally(parts)
        engine.add(
            work.attended.rows(wanted), through: output, to: work.states.rows(wanted),
            work: work.normalised.rows(wanted))
    }

    private func feedForward(_ wanted: Range<Int>, _ work: LanguageWorkspace, on engine: Engine) {
        engine.addFeedForward(
            to: work.states.rows(wanted), gain: feedForwardGain, epsilon: epsilon, gate: gate, up: up, down: down,
            work: work.normalised.rows(wanted)
        ) { work.wide(tokens: wanted.count) }
    }
}
