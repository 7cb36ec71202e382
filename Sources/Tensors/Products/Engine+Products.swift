import CKernels

/// Writes rows of a weight as float32 to where the pointer shows.
typealias PanelWriter = @Sendable (Range<Int>, UnsafeMutablePointer<Float>) -> Void

extension Engine {
    /// `y ← x · Wᵀ + b` for any number of rows: each chunk has a panel of the weight written out as float32 and multiplies all of x with it.
    func multiplyPanels(_ x: Matrix, rowLength: Int, into y: Matrix, bias: [Float]?, _ write: @escaping PanelWriter) {
        guard x.rows > 0 else { return }
        let height = Self.panelHeight(outputs: y.columns)
        let (xs, ys, outputs, tokens) = (Shared(x), Shared(y), y.columns, x.rows)
        let depth = Self.depthAtOnce(tokens: tokens, height: height)
        run(chunks: (outputs + height - 1) / height) { [self, library] chunk, scratch in
            let rows = chunk * height..<min(outputs, (chunk + 1) * height)
            let panel = scratch.floats(rows.count * rowLength)
            write(rows, panel)
            if let bias {
                bias.withUnsafeBufferPointer { bias in
                    guard let bias = bias.baseAddress else { return }
                    for token in 0..<tokens {
                        (ys.row(token) + rows.lowerBound).update(from: bias + rows.lowerBound, count: rows.count)
                    }
                }
            }
            for start in stride(from: 0, to: rowLength, by: depth) {
                guard !isInterrupted(with: scratch) else { return }
                library.multiply(
                    rows: tokens, columns: rows.count, depth: min(depth, rowLength - start), xs.row(0) + start,
                    stride: xs.stride, panel + start, stride: rowLength, bTransposed: true,
                    into: ys.row(0) + rows.lowerBound, stride: ys.stride, adding: bias != nil || start > 0)
            }
        }
    }

    /// How many inputs are multiplied before an interruption is looked for: about 1.6 billion operations, 20 to 60 ms of
    /// one core. A multiple of the depth by which OpenBLAS cuts up its work itself, so that nothing is packed twice.
    private static func depthAtOnce(tokens: Int, height: Int) -> Int {
        let unit = 768
        return max(unit, 1_600_000_000 / (2 * tokens * height) / unit * unit)
    }

    /// How many rows of a weight are written out at once: few enough that all threads have work, many enough that packing x again for each panel costs little.
    private static func panelHeight(outputs: Int) -> Int {
        let quarter = (outputs + 3) / 4
        return min(512, max(64, (quarter + 15) / 16 * 16))
    }

    /// The same for at most `ck_most_few_rows` rows of x, straight from the stored elements.
    func multiplyFewRows(_ x: Matrix, _ weight: SharedBytes, _ weights: PlainWeights, into y: Matrix, bias: [Float]?) {
        guard x.rows > 0 else { return }
        let (rowBytes, format, inputs) = (weights.rowBytes, weights.kernelFormat, weights.inputs)
        fewRows(x, into: y, bias: bias, rowLength: inputs) { rows, _ in
            (weight.row(rows.lowerBound, rowBytes), format)
        }
    }

    /// The same, decoding a few rows of the weight at a time.
    func multiplyFewRows(
        _ x: Matrix, decoding inputs: Int, into y: Matrix, bias: [Float]?, _ write: @escaping PanelWriter
    ) {
        guard x.rows > 0 else { return }
        fewRows(x, into: y, bias: bias, rowLength: inputs) { rows, scratch in
            let panel = scratch.floats(rows.count * inputs)
            write(rows, panel)
            return (UnsafeRawPointer(panel), ck_float32)
        }
    }

    /// Multiplies chunks of rows of a weight, about 131,000 elements each, where `rows` tells what they look like.
    private func fewRows(
        _ x: Matrix, into y: Matrix, bias: [Float]?, rowLength: Int,
        rows find: @escaping @Sendable (Range<Int>, Scratch) -> (UnsafeRawPointer?, ck_format)
    ) {
        let height = max(8, (1 << 17) / max(1, rowLength) / 8 * 8)
        let (xs, ys, outputs, tokens) = (Shared(x), Shared(y), y.columns, x.rows)
        run(chunks: (outputs + height - 1) / height) { chunk, scratch in
            let rows = chunk * height..<min(outputs, (chunk + 1) * height)
            let (weight, format) = find(rows, scratch)
            func multiply(_ bias: UnsafePointer<Float>?) {
                ck_few_rows(
                    weight, format, rowLength, rows.count, xs.row(0), xs.stride, tokens, bias,
                    ys.row(0) + rows.lowerBound, ys.stride)
            }
            guard let bias else { return multiply(nil) }
            bias.withUnsafeBufferPointer { multiply($0.baseAddress.map { $0 + rows.lowerBound }) }
        }
    }
}
