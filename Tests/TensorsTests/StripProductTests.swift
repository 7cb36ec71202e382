import Tensors
import TestInputs
import Testing

/// Products of many rows with quantised weights, in bytes with a scale for each 128 inputs.
@Suite struct StripProductTests {
    static let instructions = Instructions.allCases.filter { $0.isAvailable && $0 != .amx }
    private static let group = 128

    /// With activations off by at most a and weights by at most b, 1/254 of the largest of their group, a product is off by at
    /// most a · |w| + b · |x| + a · b. The largest that a block of random bytes can hold is a quarter above what it does hold.
    ///
    /// - Parameter largest: what blocks can hold, where that is more.
    private static func isWithinBound(
        _ y: Matrix, _ x: Matrix, _ weights: [Float], largest: [Float]? = nil, bias: [Float]?
    ) -> Bool {
        (0..<x.rows).allSatisfy { token in
            let row = x.row(token)
            return (0..<y.columns).allSatisfy { output in
                let (sum, bound) = sumAndBound(row, weights, largest ?? weights, from: output * row.count)
                return abs(Double(y[token, output]) - sum - Double(bias?[output] ?? 0)) <= bound
            }
        }
    }

    /// Plain loops, which a debug build runs fast.
    private static func sumAndBound(
        _ row: [Float], _ weights: [Float], _ largest: [Float], from start: Int
    ) -> (Double, Double) {
        var (sum, bound) = (0.0, 1e-5)
        row.withUnsafeBufferPointer { row in
            weights.withUnsafeBufferPointer { weights in
                var index = 0
                while index < row.count {
                    let (first, end) = (index, min(index + group, row.count))
                    var (sizes, most) = ((x: 0.0, w: 0.0), (x: 0.0, w: 0.0))
                    while index < end {
                        let (x, w) = (Double(row[index]), Double(weights[start + index]))
                        sum += x * w
                        sizes = (sizes.x + abs(x), sizes.w + abs(w))
                        most = (max(most.x, abs(x)), max(most.w, abs(w)))
                        most.w = max(most.w, abs(Double(largest[start + index])))
                        index += 1
                    }
                    let (a, b) = (most.x / 254, most.w * 1.25 / 254)
                    bound += a * sizes.w + b * sizes.x + Double(end - first) * (a * b + most.x * most.w * 1e-5)
                }
            }
        }
        return (sum, bound)
    }

    @Test(arguments: QuantisedProductTests.formats, instructions)
    func `a product is that of the decoded weights, as closely as bytes allow`(
        format: ElementFormat, instructions: Instructions
    ) throws {
        let engine = try Engine(threads: 2, instructions: instructions)
        // Bundles of several heights, inputs in several pieces, outputs that fill neither a strip nor a panel.
        for (tokens, inputs, outputs) in [(33, 256, 1), (40, 2304, 17), (47, 512, 70)] {
            var random = SeededGenerator(seed: UInt64(tokens))
            let file = try BlockFile(format, outputs: outputs, inputs: inputs, &random)
            let weights = try QuantisedWeights(file.tensor)
            let floats = try file.tensor.floats()
            let (x, bias) = (random.matrix(tokens, inputs), random.floats(outputs))
            for bias in [nil, bias] {
                let y = Matrix(rows: tokens, columns: outputs, repeatElement(.nan, count: tokens * outputs))
                weights.multiply(x, into: y, bias: bias, on: engine)
                #expect(Self.isWithinBound(y, x, floats, bias: bias), "\(tokens), \(inputs), \(outputs)")
            }
        }
    }

    @Test(arguments: QuantisedProductTests.formats)
    func `extreme blocks multiply as their decoded weights do`(format: ElementFormat) throws {
        let fillers: [UInt8] = [0x00, 0x7F, 0x80, 0xFF]
        var largest = [Float](repeating: 0, count: 18 * 512)
        func file(_ filler: UInt8) throws -> BlockFile {
            var random = SeededGenerator(seed: 9)
            return try BlockFile(format, outputs: 18, inputs: 512, filler: filler, &random)
        }
        for filler in fillers {
            largest = zip(largest, try file(filler).tensor.floats()).map { max($0, abs($1)) }
        }
        // All at the edge of int8, of one sign and of both, zeros, and values whose quantisation underflows.
        let values: [(Int) -> Float] = [
            { _ in 127 }, { _ in -127 }, { $0.isMultiple(of: 2) ? 3e30 : -3e30 }, { _ in 0 }, { $0 == 40 ? 1 : 0 },
            { _ in 0x1p-140 },
        ]
        let x = Matrix(rows: 36, columns: 512, (0..<36 * 512).map { values[$0 / 512 % 6]($0 % 512) })
        for filler in fillers {
            let blocks = try file(filler)
            let floats = try blocks.tensor.floats()
            for instructions in Self.instructions {
                let y = Matrix(rows: 36, columns: 18)
                try QuantisedWeights(blocks.tensor).multiply(
                    x, into: y, bias: nil, on: try Engine(threads: 1, instructions: instructions))
                #expect(
                    Self.isWithinBound(y, x, floats, largest: largest, bias: nil), "\(filler), \(instructions)")
            }
        }
    }

    @Test(arguments: QuantisedProductTests.formats)
    func `all instructions give the same, but for fused products`(format: ElementFormat) throws {
        var random = SeededGenerator(seed: 3)
        let file = try BlockFile(format, outputs: 50, inputs: 512, &random)
        let (weights, x) = (try QuantisedWeights(file.tensor), random.matrix(41, 512))
        let results = try Self.instructions.map { instructions in
            let y = Matrix(rows: 41, columns: 50)
            weights.multiply(x, into: y, bias: nil, on: try Engine(threads: 1, instructions: instructions))
            return y.elements
        }
        for result in results.dropFirst() { #expect(result == results.last) }
        // Without fused products weights at the edge between two bytes may become the other.
        #expect(distance(results[0], results[results.count - 1].map(Double.init)) < 2e-3)
    }

    @Test func `neither threads nor neighbours change a row's product`() throws {
        var random = SeededGenerator(seed: 4)
        let file = try BlockFile(.q4_K, outputs: 700, inputs: 512, &random)
        let (weights, x) = (try QuantisedWeights(file.tensor), random.matrix(80, 512))
        let whole = Matrix(rows: 80, columns: 700)
        weights.multiply(x, into: whole, bias: nil, on: try Engine(threads: 1))
        for (threads, rows) in [(1, 0..<33), (2, 40..<80), (3, 5..<61)] {
            let y = Matrix(rows: rows.count, columns: 700)
            weights.multiply(x.rows(rows), into: y, bias: nil, on: try Engine(threads: threads))
            #expect(y.elements == whole.rows(rows).elements)
        }
    }

    @Test(arguments: [Float.nan, .infinity, -.infinity])
    func `what is not a number does not vanish, and stays in its row`(value: Float) throws {
        for instructions in Self.instructions {
            var random = SeededGenerator(seed: 5)
            let file = try BlockFile(.q8_0, outputs: 20, inputs: 64, &random)
            let (x, y) = (random.matrix(40, 64), Matrix(rows: 40, columns: 20))
            x[13, 33] = value
            let engine = try Engine(threads: 1, instructions: instructions)
            try QuantisedWeights(file.tensor).multiply(x, into: y, bias: nil, on: engine)
            for row in 0..<40 {
                #expect(y.row(row).allSatisfy { $0.isFinite == (row != 13) && $0.isNaN == (row == 13) })
            }
        }
    }

    @Test(arguments: instructions) func `a layer packed by AutoAWQ is multiplied like others`(
        instructions: Instructions
    ) throws {
        var random = SeededGenerator(seed: 8)
        let (inputs, outputs) = (384, 40)
        let file = try AWQFile(outputs: outputs, inputs: inputs, group: 128, &random)
        let weights = try #require(QuantisedWeights(file.rows))
        let decoded = Matrix(rows: outputs, columns: inputs)
        DecodedWeights(file.rows).copyRows(Array(0..<outputs), into: decoded)
        let (x, y) = (random.matrix(35, inputs), Matrix(rows: 35, columns: outputs))
        weights.multiply(x, into: y, bias: nil, on: try Engine(threads: 2, instructions: instructions))
        #expect(Self.isWithinBound(y, x, decoded.elements, bias: nil))
    }

    @Test func `slices are read and written where they lie`() throws {
        var random = SeededGenerator(seed: 7)
        let file = try BlockFile(.q5_K, outputs: 24, inputs: 256, &random)
        let (wide, target) = (random.matrix(42, 300), Matrix(rows: 40, columns: 50))
        let x = wide.rows(1..<41).columns(40..<296)
        try QuantisedWeights(file.tensor).multiply(
            x, into: target.columns(10..<34), bias: nil, on: try Engine(threads: 2))
        let y = Matrix(rows: 40, columns: 24, target.columns(10..<34).elements)
        #expect(Self.isWithinBound(y, x, try file.tensor.floats(), bias: nil))
        let untouched = target.columns(0..<10).elements + target.columns(34..<50).elements
        #expect(untouched.allSatisfy { $0 == 0 })
    }

    @Test(arguments: [1, 3, 40]) func `rows in eight bits need not end with a block`(tokens: Int) throws {
        for inputs in [20, 100, 300] {
            var random = SeededGenerator(seed: UInt64(inputs))
            let values = random.floats(37 * inputs)
            let file = try WeightFile(values, shape: [37, inputs], format: .float32)
            let panels = try PanelFile(try PlainWeights(file.tensor), .q8_0)
            let weights = QuantisedWeights(try StoredPanels(panels.tensor, .q8_0, outputs: 37, inputs: inputs))
            let rows = Matrix(rows: 2, columns: inputs)
            weights.copyRows([36, 0], into: rows)
            #expect(distance(rows.row(0), Array(values[36 * inputs..<37 * inputs]).map(Double.init)) < 0.01)
            #expect(distance(rows.row(1), Array(values[..<inputs]).map(Double.init)) < 0.01)
            let decoded = Matrix(rows: 37, columns: inputs)
            weights.copyRows(Array(0..<37), into: decoded)
            // What follows a row must not be taken for a part of it.
            let wide = random.matrix(tokens, inputs + 50, scale: 100)
            let x = wide.columns(0..<inputs)
            for instructions in Self.instructions {
                let y = Matrix(rows: tokens, columns: 37)
                weights.multiply(x, into: y, bias: nil, on: try Engine(threads: 2, instructions: instructions))
                let narrow = Matrix(rows: tokens, columns: inputs, x.elements)
                #expect(Self.isWithinBound(y, narrow, decoded.elements, bias: nil), "\(inputs) inputs")
            }
        }
    }
}
