/// A weight and its bias.
package struct LinearLayer: Sendable {
    package let weight: any LinearWeights
    /// `[outputs]`, or `nil` for a layer without one.
    package let bias: [Float]?

    /// Creates a layer.
    package init(weight: any LinearWeights, bias: [Float]?) { (self.weight, self.bias) = (weight, bias) }

    /// `y ← x · Wᵀ + b`
    package func apply(_ x: Matrix, into y: Matrix, on engine: Engine) {
        weight.multiply(x, into: y, bias: bias, on: engine)
    }

    /// The panels, where products of that many rows are made with strips.
    func panels(forStripsOf rows: Int, on engine: Engine) -> QuantisedPanels? {
        (weight as? QuantisedWeights)?.panels(forStripsOf: rows, on: engine)
    }
}
