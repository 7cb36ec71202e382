/// Weights of equal width, one below the other, each multiplied in its own form: the separate query, key and value weights of a file whose model multiplies them at once.
package struct JoinedWeights: LinearWeights {
    /// The rows of all parts.
    package let outputs: Int
    /// The elements of a row.
    package let inputs: Int
    private let parts: [any LinearWeights]

    /// - Parameter parts: at least one, all with the same number of inputs.
    package init(_ parts: [any LinearWeights]) {
        precondition(Set(parts.map(\.inputs)).count == 1, "parts of \(parts.map(\.inputs)) inputs")
        self.parts = parts
        inputs = parts.first?.inputs ?? 0
        outputs = parts.reduce(0) { $0 + $1.outputs }
    }

    package func multiply(_ x: Matrix, into y: Matrix, bias: [Float]?, on engine: Engine) {
        check(x, y, bias)
        var start = 0
        for part in parts {
            let columns = start..<start + part.outputs
            part.multiply(x, into: y.columns(columns), bias: bias.map { Array($0[columns]) }, on: engine)
            start = columns.upperBound
        }
    }

    package func copyRows(_ rows: [Int], into y: Matrix) {
        check(rows, y)
        for (target, row) in rows.enumerated() {
            var row = row
            for part in parts {
                if row < part.outputs {
                    part.copyRows([row], into: y.rows(target..<target + 1))
                    break
                }
                row -= part.outputs
            }
        }
    }
}
