import Tensors
import TestInputs
import Testing

@Suite struct ConvolutionTests {
    @Test(arguments: [
        (7, 9, 3, 5, (3, 3), 1), (8, 6, 4, 2, (3, 3), 2), (5, 11, 2, 3, (1, 9), 1), (5, 4, 2, 3, (9, 1), 1),
        (40, 50, 8, 6, (3, 3), 1), (9, 9, 6, 4, (1, 1), 1), (1, 1, 3, 2, (3, 3), 2),
    ])
    func `a convolution is the sum over neighbourhoods with zeros outside`(
        height: Int, width: Int, inputs: Int, outputs: Int, kernel: (Int, Int), stride: Int
    ) throws {
        var random = SeededGenerator(seed: UInt64(height * width))
        let x = FeatureMap(height: height, width: width, features: random.matrix(height * width, inputs))
        let depth = kernel.0 * kernel.1 * inputs
        let (weight, bias) = (random.matrix(outputs, depth).elements, random.matrix(1, outputs).elements)
        let convolution = Convolution(weight: weight, bias: bias, kernel: kernel, stride: stride, hasReLU: true)
        let plain = try Engine(threads: 2).convolve(x, convolution)
        #expect(plain.height == (height + stride - 1) / stride && plain.width == (width + stride - 1) / stride)
        let shortcut = FeatureMap(
            height: plain.height, width: plain.width, features: random.matrix(plain.features.rows, outputs))
        let y = try Engine(threads: 3).convolve(x, convolution, adding: shortcut)
        for row in 0..<y.height {
            for column in 0..<y.width {
                for output in 0..<outputs {
                    var sum = Double(bias[output])
                    for (j, i) in (0..<kernel.0).flatMap({ j in (0..<kernel.1).map { (j, $0) } }) {
                        let (v, u) = (stride * row + j - kernel.0 / 2, stride * column + i - kernel.1 / 2)
                        guard v >= 0, u >= 0, v < height, u < width else { continue }
                        for input in 0..<inputs {
                            let factor = weight[output * depth + (j * kernel.1 + i) * inputs + input]
                            sum += Double(x.features[v * width + u, input]) * Double(factor)
                        }
                    }
                    let place = row * y.width + column
                    #expect(abs(Double(plain.features[place, output]) - max(0, sum)) < 1e-4)
                    let added = sum + Double(shortcut.features[place, output])
                    #expect(abs(Double(y.features[place, output]) - max(0, added)) < 1e-4)
                }
            }
        }
    }

    @Test func `each place of a map is added to the four places that it covers`() throws {
        let small = FeatureMap(height: 2, width: 1, features: Matrix(rows: 2, columns: 1, [1, 2]))
        let large = FeatureMap(height: 4, width: 2, features: Matrix(rows: 8, columns: 1, (0..<8).map(Float.init)))
        try Engine(threads: 2).addEnlarged(small, to: large)
        #expect(large.features.elements == [1, 2, 3, 4, 6, 7, 8, 9])
    }
}
