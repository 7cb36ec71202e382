/// The products of a transformer's block, which leave out what need not go through memory where weights are quantised and
/// rows many.
extension Engine {
    /// `y ← n · Wᵀ + b` of several layers, where n is `x` with each row divided by its root mean square and scaled by `gain`.
    ///
    /// - Parameters:
    ///   - x: `[tokens, width]`.
    ///   - outputs: the layers and where their results go, `[tokens, outputs]`.
    ///   - work: of the shape of `x`, for what lies between; then unspecified.
    package func project(
        _ x: Matrix, gain: [Float], epsilon: Float, into outputs: [(layer: LinearLayer, y: Matrix)], work: Matrix
    ) {
        let panels = outputs.compactMap { $0.layer.panels(forStripsOf: x.rows, on: self) }
        guard panels.count == outputs.count else {
            normalise(x, gain: gain, epsilon: epsilon, into: work)
            for (layer, y) in outputs { layer.apply(work, into: y, on: self) }
            return
        }
        let bundles = BundledRows(normalising: x, gain: gain, epsilon: epsilon, on: self)
        for (panels, output) in zip(panels, outputs) {
            multiply(bundles, panels, into: output.y, bias: output.layer.bias)
        }
    }

    /// `x ← x + y · Wᵀ + b`
    ///
    /// - Parameters:
    ///   - y: `[tokens, inputs]`.
    ///   - x: `[tokens, outputs]`, changed in place.
    ///   - work: of the shape of `x`, for what lies between; then unspecified.
    package func add(_ y: Matrix, through layer: LinearLayer, to x: Matrix, work: Matrix) {
        guard let panels = layer.panels(forStripsOf: y.rows, on: self) else {
            layer.apply(y, into: work, on: self)
            return add(work, to: x)
        }
        multiply(BundledRows(y, on: self), panels, into: x, bias: layer.bias, adding: true)
    }

    /// The feed-forward half of a block with SwiGLU (Shazeer 2020, eq. 6).
    ///
    ///     x ← x + D · (silu(G·n) ⊙ U·n),          n = normalised x
    ///
    /// - Parameters:
    ///   - x: `[tokens, width]`, changed in place.
    ///   - gain: what each normalised row is scaled by.
    ///   - work: of the shape of `x`, for what lies between; then unspecified.
    ///   - wide: makes two matrices `[tokens, outputs of the gate]`, where floats lie between; not called otherwise.
    package func addFeedForward(
        to x: Matrix, gain: [Float], epsilon: Float, gate: LinearLayer, up: LinearLayer, down: LinearLayer,
        work: Matrix, wide: () -> (gate: Matrix, up: Matrix)
    ) {
        let panels = [gate, up, down].compactMap { $0.panels(forStripsOf: x.rows, on: self) }
        guard panels.count == 3 else {
            let (gates, ups) = wide()
            normalise(x, gain: gain, epsilon: epsilon, into: work)
            gate.apply(work, into: gates, on: self)
            up.apply(work, into: ups, on: self)
            applySwiGLU(gates, up: ups)
            return add(gates, through: down, to: x, work: work)
        }
        let bundles = BundledRows(normalising: x, gain: gain, epsilon: epsilon, on: self)
        let between = multiplyGated(
            bundles, gate: (panels[0], gate.bias), up: (panels[1], up.bias), outputs: gate.weight.outputs)
        multiply(between, panels[2], into: x, bias: down.bias, adding: true)
    }
}
