/// The weights of a convolution, followed by a rectifier or not.
///
///     y[v, u, o] = b[o] + Σ x[s·v + j − ⌊J/2⌋, s·u + i − ⌊I/2⌋, c] · w[o, j, i, c]
///
/// Places outside x count as zero: at stride 1 the size stays, at stride 2 it is halved, rounded up.
package struct Convolution: Sendable {
    /// J and I, both odd.
    package let kernel: (height: Int, width: Int)
    /// s, between neighbouring places of the output.
    package let stride: Int
    /// The channels of x.
    package let inputs: Int
    /// The channels of y.
    package let outputs: Int
    /// Whether negative outputs become 0.
    package let isRectified: Bool
    let weight: [Float]
    let bias: [Float]

    /// - Parameters:
    ///   - weight: `[outputs, height, width, inputs]`.
    ///   - bias: `[outputs]`.
    package init(
        weight: [Float], bias: [Float], kernel: (height: Int, width: Int), stride: Int = 1, isRectified: Bool
    ) {
        let positions = kernel.height * kernel.width
        precondition(
            stride > 0 && kernel.height % 2 == 1 && kernel.width % 2 == 1 && !bias.isEmpty
                && weight.count % (bias.count * positions) == 0,
            "\(weight.count) weights of \(kernel.height)x\(kernel.width) for \(bias.count) outputs")
        (self.kernel, self.stride, self.isRectified) = (kernel, stride, isRectified)
        (inputs, outputs) = (weight.count / (bias.count * positions), bias.count)
        (self.weight, self.bias) = (weight, bias)
    }

    /// The weights of one output.
    var depth: Int { kernel.height * kernel.width * inputs }
}
