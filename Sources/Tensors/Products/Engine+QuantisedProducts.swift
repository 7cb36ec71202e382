import CKernels

extension Engine {
    /// `y ← x · Wᵀ + b` in integers, some panels at a time.
    ///
    /// - Parameters:
    ///   - x: as many rows as `y`, of the weight's inputs.
    ///   - bias: `[outputs]`, or `nil` for none.
    func multiply(_ x: LevelRows, _ panels: QuantisedPanels, into y: Matrix, bias: [Float]?) {
        let height = Self.panelsAtOnce(inputs: panels.inputs)
        let (ys, outputs, instructions) = (Shared(y), y.columns, instructions.kernel)
        run(chunks: (panels.count + height - 1) / height) { chunk, _ in
            let first = chunk * height * QuantisedPanels.height
            let count = min(outputs - first, height * QuantisedPanels.height)
            func multiply(_ bias: UnsafePointer<Float>?) {
                ck_multiply_panels(
                    instructions, panels.format, panels.panel(chunk * height), panels.inputs, count, x.base, x.stride,
                    x.rows, bias, ys.row(0) + first, ys.stride)
            }
            guard let bias else { return multiply(nil) }
            bias.withUnsafeBufferPointer { multiply($0.baseAddress.map { $0 + first }) }
        }
    }

    /// About 131,000 weights, which stay in the processor's cache while all rows of x are multiplied with them.
    private static func panelsAtOnce(inputs: Int) -> Int {
        max(1, (1 << 17) / (QuantisedPanels.height * inputs))
    }
}
