import Tensors
import TestInputs
import Testing

/// Products in float32.
@Suite struct ProductTests {
    static let formats: [ElementFormat] = [.float32, .float16, .bfloat16]
    /// Tokens, inputs, outputs: nothing, one, few and many rows, odd sizes, several panels.
    static let shapes = [
        (0, 16, 8), (1, 1, 1), (1, 64, 33), (2, 15, 5), (3, 100, 64), (4, 257, 130), (5, 31, 1), (17, 48, 600),
        (33, 129, 2100), (6, 1176, 70),
    ]

    @Test(arguments: formats, shapes)
    func `a product is that of the stored weights`(format: ElementFormat, shape: (Int, Int, Int)) throws {
        var random = SeededGenerator(seed: UInt64(shape.0 * 10_000 + shape.1))
        let (tokens, inputs, outputs) = shape
        let file = try WeightFile(random.floats(inputs * outputs), shape: [outputs, inputs], format: format)
        let weights = try PlainWeights(file.tensor)
        let (x, bias) = (random.matrix(tokens, inputs), random.floats(outputs))
        let engine = try Engine(threads: 2, precision: .exact)
        for bias in [nil, bias] {
            let y = Matrix(rows: tokens, columns: outputs, repeatElement(.nan, count: tokens * outputs))
            weights.multiply(x, into: y, bias: bias, on: engine)
            #expect(distance(y.elements, Self.product(x, file.values, outputs, bias)) < 1e-6)
        }
    }

    @Test(arguments: [1, 4, 40]) func `decoded weights give the same as stored ones`(tokens: Int) throws {
        var random = SeededGenerator(seed: 5)
        let file = try WeightFile(random.floats(70 * 300), shape: [300, 70], format: .float32)
        let (stored, decoded) = (
            try PlainWeights(file.tensor), DecodedWeights(ArrayDecoder(rows: 300, columns: 70, file.values))
        )
        let (x, y, z) = (
            random.matrix(tokens, 70), Matrix(rows: tokens, columns: 300), Matrix(rows: tokens, columns: 300)
        )
        let engine = try Engine(threads: 2, precision: .exact)
        stored.multiply(x, into: y, bias: nil, on: engine)
        decoded.multiply(x, into: z, bias: nil, on: engine)
        #expect(y.elements == z.elements)
    }

    @Test(arguments: [1, 3, 50]) func `the number of threads does not change a product`(tokens: Int) throws {
        var random = SeededGenerator(seed: 6)
        let file = try WeightFile(random.floats(700 * 90), shape: [700, 90], format: .bfloat16)
        let weights = try PlainWeights(file.tensor)
        let (x, bias) = (random.matrix(tokens, 90), random.floats(700))
        let results = try [1, 2, 3].map { threads in
            let y = Matrix(rows: tokens, columns: 700)
            weights.multiply(x, into: y, bias: bias, on: try Engine(threads: threads, precision: .exact))
            return y.elements
        }
        #expect(results[0] == results[1] && results[0] == results[2])
    }

    @Test(arguments: formats) func `weights need no alignment`(format: ElementFormat) throws {
        var random = SeededGenerator(seed: 7)
        let file = try WeightFile(random.floats(40 * 33), shape: [40, 33], format: format, padding: 3)
        let weights = try PlainWeights(file.tensor)
        let engine = try Engine(threads: 1, precision: .exact)
        for tokens in [2, 9] {
            let (x, y) = (random.matrix(tokens, 33), Matrix(rows: tokens, columns: 40))
            weights.multiply(x, into: y, bias: nil, on: engine)
            #expect(distance(y.elements, Self.product(x, file.values, 40, nil)) < 1e-6)
        }
    }

    @Test(arguments: [2, 20]) func `slices are read and written where they lie`(tokens: Int) throws {
        var random = SeededGenerator(seed: 8)
        let file = try WeightFile(random.floats(24 * 32), shape: [24, 32], format: .float16)
        let (wide, target) = (random.matrix(tokens + 2, 80), Matrix(rows: tokens, columns: 50))
        let x = wide.rows(1..<tokens + 1).columns(40..<72)
        try PlainWeights(file.tensor).multiply(
            x, into: target.columns(10..<34), bias: nil, on: try Engine(threads: 2, precision: .exact))
        #expect(distance(target.columns(10..<34).elements, Self.product(x, file.values, 24, nil)) < 1e-6)
        let untouched = target.columns(0..<10).elements + target.columns(34..<50).elements
        #expect(untouched.allSatisfy { $0 == 0 })
    }

    @Test(arguments: formats) func `single rows of a weight can be looked up`(format: ElementFormat) throws {
        var random = SeededGenerator(seed: 9)
        let file = try WeightFile(random.floats(10 * 21), shape: [10, 3, 7], format: format)
        let y = Matrix(rows: 3, columns: 21)
        try PlainWeights(file.tensor).copyRows([9, 0, 9], into: y)
        #expect(y.row(0).map(Double.init) == Array(file.values[189..<210]))
        #expect(y.row(1).map(Double.init) == Array(file.values[0..<21]))
        #expect(y.row(2) == y.row(0))
        #expect(try file.tensor.floats().map(Double.init) == file.values)
    }

    @Test func `halves keep subnormals, infinities and signs`() throws {
        let special: [Float] =
            [6e-8, -6e-8, 6.1e-5, -0.0, .infinity, -.infinity, 65504, 1.0009766] + Array(repeating: 3.1e-6, count: 20)
        let file = try WeightFile(special, shape: [28], format: .float16)
        let floats = try file.tensor.floats()
        #expect(floats.map(Double.init) == file.values)
        #expect(floats[3].sign == .minus)
    }

    @Test func `a tensor of integers is no weight`() throws {
        let file = try WeightFile([0, 0], shape: [2], format: .float32)
        let integers = try StoredTensor(name: "ids", format: .int32, shape: [1, 2], bytes: file.tensor.bytes)
        #expect(throws: TensorsError.self) { try PlainWeights(integers) }
        #expect(throws: TensorsError.self) { try integers.floats() }
    }

    @Test func `callers on several threads take turns`() async throws {
        var random = SeededGenerator(seed: 10)
        let file = try WeightFile(random.floats(400 * 64), shape: [400, 64], format: .bfloat16)
        let (weights, engine) = (try PlainWeights(file.tensor), try Engine(threads: 3, precision: .exact))
        let input = random.floats(7 * 64)
        let results = await withTaskGroup(of: [Float].self) { group in
            for _ in 0..<40 {
                group.addTask {
                    let y = Matrix(rows: 7, columns: 400)
                    weights.multiply(Matrix(rows: 7, columns: 64, input), into: y, bias: nil, on: engine)
                    return y.elements
                }
            }
            return await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(results.count == 1)
    }

    private static func product(_ x: Matrix, _ weights: [Double], _ outputs: Int, _ bias: [Float]?) -> [Double] {
        (0..<x.rows).flatMap { token in
            let row = x.row(token)
            return (0..<outputs).map { output in
                (0..<x.columns).reduce(Double(bias?[output] ?? 0)) { sum, input in
                    sum + Double(row[input]) * weights[output * x.columns + input]
                }
            }
        }
    }
}

/// Hands out rows of an array.
private struct ArrayDecoder: RowDecoder {
    let rows: Int
    let columns: Int
    private let values: [Double]

    init(rows: Int, columns: Int, _ values: [Double]) {
        (self.rows, self.columns, self.values) = (rows, columns, values)
    }

    func decode(_ range: Range<Int>, into target: inout MutableSpan<Float>) {
        for index in 0..<range.count * columns { target[index] = Float(values[range.lowerBound * columns + index]) }
    }
}
