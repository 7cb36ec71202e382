import Tensors
import TestInputs
import Testing

/// The instructions with which this processor multiplies bfloat16.
let bfloat16Instructions = Instructions.allCases.filter { $0.multiplyBFloat16 && $0.isAvailable }

/// Products of many rows in bfloat16, where the processor can.
@Suite(.enabled(if: !bfloat16Instructions.isEmpty)) struct TileProductTests {
    /// Both factors are rounded to eight bits, so each product is off by at most 1/256.
    private static func isWithinBound(_ y: Matrix, _ x: Matrix, _ weights: [Float], bias: [Float]?) -> Bool {
        (0..<x.rows).allSatisfy { token in
            let row = x.row(token)
            return (0..<y.columns).allSatisfy { output in
                let (sum, size) = product(row, weights, from: output * row.count)
                return abs(Double(y[token, output]) - sum - Double(bias?[output] ?? 0)) <= size / 255 + 1e-6
            }
        }
    }

    /// The sum of products and of their magnitudes, in a plain loop, which a debug build runs fast.
    private static func product(_ row: [Float], _ weights: [Float], from start: Int) -> (Double, Double) {
        var (sum, size) = (0.0, 0.0)
        row.withUnsafeBufferPointer { row in
            weights.withUnsafeBufferPointer { weights in
                var index = 0
                while index < row.count {
                    let product = Double(row[index]) * Double(weights[start + index])
                    sum += product
                    size += abs(product)
                    index += 1
                }
            }
        }
        return (sum, size)
    }

    @Test(arguments: [ElementFormat.float16, .bfloat16], bfloat16Instructions)
    func `products of 16-bit weights are within the bound`(format: ElementFormat, instructions: Instructions) throws {
        let engine = try Engine(threads: 2, instructions: instructions)
        // Odd sizes; more inputs than are multiplied at once; outputs for several threads.
        for (tokens, inputs, outputs) in [(16, 32, 32), (17, 31, 1), (70, 100, 33), (33, 2150, 47), (16, 64, 300)] {
            var random = SeededGenerator(seed: UInt64(tokens * inputs))
            let file = try WeightFile(
                random.floats(inputs * outputs), shape: [outputs, inputs], format: format, padding: 1)
            let floats = try file.tensor.floats()
            let (x, bias) = (random.matrix(tokens, inputs), random.floats(outputs))
            for bias in [nil, bias] {
                let y = Matrix(rows: tokens, columns: outputs, repeatElement(.nan, count: tokens * outputs))
                try PlainWeights(file.tensor).multiply(x, into: y, bias: bias, on: engine)
                #expect(Self.isWithinBound(y, x, floats, bias: bias), "\(tokens), \(inputs), \(outputs)")
            }
        }
    }

    @Test(.enabled(if: Instructions.amx.isAvailable), arguments: QuantisedProductTests.formats)
    func `products of quantised weights are within the bound`(format: ElementFormat) throws {
        for (tokens, inputs, outputs) in [(16, 256, 40), (35, 2304, 17), (20, 512, 150)] {
            var random = SeededGenerator(seed: UInt64(tokens * inputs))
            let file = try BlockFile(format, outputs: outputs, inputs: inputs, &random)
            let floats = try file.tensor.floats()
            let (x, bias) = (random.matrix(tokens, inputs), random.floats(outputs))
            let y = Matrix(rows: tokens, columns: outputs, repeatElement(.nan, count: tokens * outputs))
            try QuantisedWeights(file.tensor).multiply(
                x, into: y, bias: bias, on: try Engine(threads: 2, instructions: .amx))
            #expect(Self.isWithinBound(y, x, floats, bias: bias), "\(tokens), \(inputs), \(outputs)")
        }
    }

    @Test(.enabled(if: Instructions.amx.isAvailable), arguments: [16, 20])
    func `a layer packed by AutoAWQ is within the bound, whose weights are rounded to float16 first`(tokens: Int) throws
    {
        var random = SeededGenerator(seed: UInt64(tokens))
        let (inputs, outputs) = (384, 40)
        let file = try AWQFile(outputs: outputs, inputs: inputs, group: 128, &random)
        let weights = try #require(QuantisedWeights(file.rows))
        let decoded = Matrix(rows: outputs, columns: inputs)
        DecodedWeights(file.rows).copyRows(Array(0..<outputs), into: decoded)
        let x = random.matrix(tokens, inputs)
        let y = Matrix(rows: tokens, columns: outputs, repeatElement(.nan, count: tokens * outputs))
        weights.multiply(x, into: y, bias: nil, on: try Engine(threads: 2, instructions: .amx))
        #expect(Self.isWithinBound(y, x, decoded.elements, bias: nil))
    }

    @Test(arguments: bfloat16Instructions)
    func `the number of threads does not change a product`(instructions: Instructions) throws {
        var random = SeededGenerator(seed: 1)
        let file = try WeightFile(random.floats(700 * 90), shape: [700, 90], format: .bfloat16)
        let (weights, x) = (try PlainWeights(file.tensor), random.matrix(40, 90))
        let results = try [1, 2, 3].map { threads in
            let y = Matrix(rows: 40, columns: 700)
            weights.multiply(x, into: y, bias: nil, on: try Engine(threads: threads, instructions: instructions))
            return y.elements
        }
        #expect(results[0] == results[1] && results[0] == results[2])
    }

    @Test func `weights of 32 bits are not rounded, nor are any by an exact engine`() throws {
        var random = SeededGenerator(seed: 2)
        for (format, precision) in [(ElementFormat.float32, Precision.fast), (.bfloat16, .exact)] {
            let file = try WeightFile(random.floats(33 * 64), shape: [33, 64], format: format)
            let (x, y, z) = (random.matrix(20, 64), Matrix(rows: 20, columns: 33), Matrix(rows: 20, columns: 33))
            let weights = try PlainWeights(file.tensor)
            weights.multiply(x, into: y, bias: nil, on: try Engine(threads: 1, precision: precision))
            weights.multiply(x, into: z, bias: nil, on: try Engine(threads: 1, instructions: .portable))
            #expect(y.elements == z.elements)
        }
    }

    @Test(arguments: bfloat16Instructions)
    func `what is not a number stays none, in its row alone`(instructions: Instructions) throws {
        var random = SeededGenerator(seed: 3)
        let file = try WeightFile(random.floats(40 * 64), shape: [40, 64], format: .bfloat16)
        let (x, y) = (random.matrix(18, 64), Matrix(rows: 18, columns: 40))
        x[17, 5] = .nan
        try PlainWeights(file.tensor).multiply(
            x, into: y, bias: nil, on: try Engine(threads: 1, instructions: instructions))
        #expect(y.row(17).allSatisfy(\.isNaN) && y.row(16).allSatisfy(\.isFinite))
    }

    @Test(arguments: bfloat16Instructions)
    func `slices are read and written where they lie`(instructions: Instructions) throws {
        var random = SeededGenerator(seed: 4)
        let file = try WeightFile(random.floats(24 * 32), shape: [24, 32], format: .float16)
        let (wide, target) = (random.matrix(22, 80), Matrix(rows: 20, columns: 50))
        let x = wide.rows(1..<21).columns(40..<72)
        try PlainWeights(file.tensor).multiply(
            x, into: target.columns(10..<34), bias: nil, on: try Engine(threads: 2, instructions: instructions))
        let y = Matrix(rows: 20, columns: 24, target.columns(10..<34).elements)
        #expect(Self.isWithinBound(y, x, try file.tensor.floats(), bias: nil))
        let untouched = target.columns(0..<10).elements + target.columns(34..<50).elements
        #expect(untouched.allSatisfy { $0 == 0 })
    }
}
