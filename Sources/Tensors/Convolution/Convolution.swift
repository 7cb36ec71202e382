/// The weights of a convolution, optionally followed by a ReLU.
///
///     y[v, u, o] = b[o] + Σ x[s·v + j − ⌊J/2⌋, s·u + i − ⌊I/2⌋, c] · w[o, j, i, c]
///
/// x is padded with zeros: stride 1 keeps the size, stride 2 halves it, rounded up.
package struct Convolution: Sendable {
    /// J and I, both odd.
    package let kernel: (height: Int, width: Int)
    /// s, between neighbouring positions of the output.
    package let stride: Int
    /// The channels of x.
    package let inputs: Int
    /// The channels of y.
    package let outputs: Int
    /// Whether a ReLU follows.
    package let hasReLU: Bool
    let weight: [Float]
    let bias: [Float]

    /// - Parameters:
    ///   - weight: `[outputs, height, width, inputs]`.
    ///   - bias: `[outputs]`.
    package init(
        weight: [Float], bias: [Float], kernel: (height: Int, width: Int), stride: Int = 1, hasReLU: Bool
    ) {
        let positions = kernel.height * kernel.width
        precondition(
            stride > 0 && kernel.height % 2 == 1 && kernel.width % 2 == 1 && !bias.isEmpty
                && weight.count % (bias.count * positions) == 0,
            "\(weight.count) weights of \(kernel.height)x\(kernel.width) for \(bias.count) outputs")
        (self.kernel, self.stride, self.hasReLU) = (kernel, stride, hasReLU)
        (inputs, outputs) = (weight.count / (bias.count * positions), bias.count)
        (self.weight, self.bias) = (weight, bias)
    }

    /// The weights of one output.
    var depth: Int { kernel.height * kernel.width * inputs }
}
