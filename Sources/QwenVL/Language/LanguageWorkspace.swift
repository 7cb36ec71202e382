package import Tensors

/// Working memory of the language model, used again from block to block and from pass to pass.
package final class LanguageWorkspace {
    /// The tokens' states, `[tokens, width]`: embeddings before a pass, what the last block made of them after it.
    package private(set) var states: Matrix
    private(set) var normalised: Matrix
    private(set) var queries: Matrix
    private(set) var keys: Matrix
    private(set) var values: Matrix
    private(set) var attended: Matrix
    private var gate: Matrix
    private var up: Matrix

    /// Creates room for a model of these sizes.
    package init(_ configuration: TextConfiguration) {
        let head = configuration.headWidth
        states = Matrix(rows: 0, columns: configuration.width)
        normalised = Matrix(rows: 0, columns: configuration.width)
        queries = Matrix(rows: 0, columns: configuration.heads * head)
        keys = Matrix(rows: 0, columns: configuration.keyValueHeads * head)
        values = Matrix(rows: 0, columns: configuration.keyValueHeads * head)
        attended = Matrix(rows: 0, columns: configuration.heads * head)
        gate = Matrix(rows: 0, columns: configuration.intermediate)
        up = Matrix(rows: 0, columns: configuration.intermediate)
    }

    /// Makes room for as many tokens; what was in it is lost.
    package func prepare(tokens: Int) {
        states.resize(rows: tokens)
        normalised.resize(rows: tokens)
        queries.resize(rows: tokens)
        keys.resize(rows: tokens)
        values.resize(rows: tokens)
        attended.resize(rows: tokens)
    }

    /// Room for what lies within the feed-forward half of a block, made when it is first asked for.
    func wide(tokens: Int) -> (gate: Matrix, up: Matrix) {
        gate.resize(rows: tokens)
        up.resize(rows: tokens)
        return (gate, up)
    }

    /// The memory that one token takes, in bytes.
    static func bytesPerToken(_ configuration: TextConfiguration) -> Int {
        let heads = 2 * configuration.heads + 2 * configuration.keyValueHeads
        let floats = 2 * configuration.width + heads * configuration.headWidth + 2 * configuration.intermediate
        return floats * MemoryLayout<Float>.stride
    }
}
