/// The weight of a linear layer, in whatever form it is stored: `[outputs, inputs]`.
package protocol LinearWeights: Sendable {
    var outputs: Int { get }
    var inputs: Int { get }

    /// `y ← x · Wᵀ + b`
    ///
    /// - Parameters:
    ///   - x: `[tokens, inputs]`.
    ///   - y: `[tokens, outputs]`, overwritten; shares no elements with `x`.
    ///   - bias: `[outputs]`, or `nil` for none.
    func multiply(_ x: Matrix, into y: Matrix, bias: [Float]?, on engine: Engine)

    /// Writes single rows of the weight as float32, as an embedding that shares its memory with the output layer does.
    ///
    /// - Parameters:
    ///   - rows: each from 0 to before `outputs`, in any order.
    ///   - y: `[rows.count, inputs]`, overwritten.
    func copyRows(_ rows: [Int], into y: Matrix)

    /// Tells the system that the stored weights are not needed in memory for now.
    func release()
}

extension LinearWeights {
    package func release() {}
}

extension LinearWeights {
    /// Checks shapes at the door of `multiply`.
    func check(_ x: Matrix, _ y: Matrix, _ bias: [Float]?) {
        precondition(x.columns == inputs, "x has \(x.columns) columns, the weight takes \(inputs)")
        precondition(y.columns == outputs && y.rows == x.rows, "y is [\(y.rows), \(y.columns)]")
        precondition(bias?.count ?? outputs == outputs, "the bias has \(bias?.count ?? 0) elements")
    }

    /// Checks shapes at the door of `copyRows`.
    func check(_ rows: [Int], _ y: Matrix) {
        precondition(y.rows == rows.count && y.columns == inputs, "y is [\(y.rows), \(y.columns)]")
        precondition(rows.allSatisfy { $0 >= 0 && $0 < outputs }, "a row beyond \(outputs)")
    }
}
