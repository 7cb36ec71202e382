package import Tensors

/// The tensors of a model, some of which are quantised when they are first used.
package struct QuantisedTensors: ModelTensors {
    private let stored: CheckpointTensors
    private let format: @Sendable (_ name: String, _ outputs: Int, _ inputs: Int) -> ElementFormat?

    /// - Parameter format: what a weight is quantised to; `nil` leaves it as it is.
    package init(
        _ stored: CheckpointTensors,
        format: @escaping @Sendable (_ name: String, _ outputs: Int, _ inputs: Int) -> ElementFormat?
    ) {
        (self.stored, self.format) = (stored, format)
    }

    package func holds(_ name: String) -> Bool { stored.holds(name) }

    package func linear(_ name: String, outputs: Int, inputs: Int) throws(CheckpointError) -> any LinearWeights {
        let weights = try stored.linear(name, outputs: outputs, inputs: inputs)
        guard let format = format(name, outputs, inputs), !(weights is QuantisedWeights) else { return weights }
        return QuantisedWeights(quantising: weights, to: format) ?? weights
    }

    package func floats(_ name: String, count: Int) throws(CheckpointError) -> [Float] {
        try stored.floats(name, count: count)
    }
}
