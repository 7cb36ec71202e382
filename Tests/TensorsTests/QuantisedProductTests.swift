import Foundation
import Tensors
import TestInputs
import Testing

@Suite struct QuantisedProductTests {
    static let formats: [ElementFormat] = [.q4_0, .q5_0, .q5_1, .q8_0, .q4_K, .q5_K, .q6_K]
    static let instructions = Instructions.allCases.filter(\.isAvailable)

    /// Each activation is off by at most 1/254 of the largest in its block of 32, float sums by a little more.
    private func isWithinBound(
        _ y: Matrix, _ x: Matrix, _ weights: [Float], bias: [Float]?, slack: Double = 1.0001
    ) -> Bool {
        (0..<x.rows).allSatisfy { token in
            let row = x.row(token)
            let largest = stride(from: 0, to: row.count, by: 32).map { start in
                row[start..<start + 32].reduce(0) { max($0, abs($1)) }
            }
            return (0..<y.columns).allSatisfy { output in
                let (sum, bound) = Self.sumAndBound(
                    row, largest, weights, from: output * row.count, slack: slack)
                return abs(Double(y[token, output]) - sum - Double(bias?[output] ?? 0)) <= bound
            }
        }
    }

    /// The product of a row with weights, and how far from it another may be. Plain loops, which a debug build runs fast.
    private static func sumAndBound(
        _ row: [Float], _ largest: [Float], _ weights: [Float], from start: Int, slack: Double
    ) -> (sum: Double, bound: Double) {
        var (sum, bound) = (0.0, 1e-6)
        row.withUnsafeBufferPointer { row in
            weights.withUnsafeBufferPointer { weights in
                var index = 0
                while index < row.count {
                    let end = index + 32
                    let most = Double(largest[index / 32])
                    var (size, heaviest) = (0.0, 0.0)
                    while index < end {
                        let weight = Double(weights[start + index])
                        sum += Double(row[index]) * weight
                        let magnitude = abs(weight)
                        size += magnitude
                        if magnitude > heaviest { heaviest = magnitude }
                        index += 1
                    }
                    // The last bounds what rounding makes of the minimum and the steps, which are added apart.
                    bound += most * (size / 254 * slack + heaviest * 32 * 1e-5)
                }
            }
        }
        return (sum, bound)
    }

    @Test(arguments: formats, instructions)
    func `a product is that of the decoded weights, as closely as int8 activations allow`(
        format: ElementFormat, instructions: Instructions
    ) throws {
        let shapes = [
            (1, 256, 1), (2, 512, 16), (3, 256, 17), (5, 768, 70), (1, 2048, 33), (12, 256, 15), (15, 512, 40),
        ]
        let engine = try Engine(threads: 2, instructions: instructions)
        for (number, (tokens, inputs, outputs)) in shapes.enumerated() {
            var random = SeededGenerator(seed: UInt64(number))
            let file = try BlockFile(format, outputs: outputs, inputs: inputs, &random)
            let weights = try QuantisedWeights(file.tensor)
            let floats = try file.tensor.floats()
            let (x, bias) = (random.matrix(tokens, inputs), random.floats(outputs))
            for bias in [nil, bias] {
                let y = Matrix(rows: tokens, columns: outputs, repeatElement(.nan, count: tokens * outputs))
                weights.multiply(x, into: y, bias: bias, on: engine)
                #expect(
                    isWithinBound(y, x, floats, bias: bias), "\(tokens) tokens, \(inputs) inputs, \(outputs) outputs")
            }
        }
    }

    @Test(arguments: [ElementFormat.q4_0, .q5_0, .q5_1, .q8_0], instructions)
    func `rows need not fill 256 inputs`(format: ElementFormat, instructions: Instructions) throws {
        let engine = try Engine(threads: 1, instructions: instructions)
        for inputs in [32, 96, 288] {
            var random = SeededGenerator(seed: UInt64(inputs))
            let file = try BlockFile(format, outputs: 20, inputs: inputs, &random)
            let (x, y) = (random.matrix(2, inputs), Matrix(rows: 2, columns: 20))
            try QuantisedWeights(file.tensor).multiply(x, into: y, bias: nil, on: engine)
            #expect(isWithinBound(y, x, try file.tensor.floats(), bias: nil), "\(inputs) inputs")
        }
    }

    @Test(arguments: formats, [0x00, 0x7F, 0x80, 0xFF] as [UInt8])
    func `extreme blocks multiply as their decoded weights do`(format: ElementFormat, filler: UInt8) throws {
        for instructions in Self.instructions {
            var random = SeededGenerator(seed: UInt64(filler))
            let file = try BlockFile(format, outputs: 18, inputs: 512, filler: filler, &random)
            let engine = try Engine(threads: 1, instructions: instructions)
            let weights = try QuantisedWeights(file.tensor)
            // All at the edge of int8, of one sign and of both, zeros, and values whose quantisation underflows.
            let inputs: [(Int) -> Float] = [
                { _ in 127 }, { _ in -127 }, { $0.isMultiple(of: 2) ? 3e30 : -3e30 }, { _ in 0 },
                { $0 == 40 ? 1 : 0 }, { _ in 0x1p-140 },
            ]
            for input in inputs {
                let (x, y) = (Matrix(rows: 1, columns: 512, (0..<512).map(input)), Matrix(rows: 1, columns: 18))
                weights.multiply(x, into: y, bias: nil, on: engine)
                #expect(isWithinBound(y, x, try file.tensor.floats(), bias: nil), "\(instructions)")
            }
        }
    }

    @Test(arguments: formats) func `all instructions give the same, but for fused products`(format: ElementFormat)
        throws
    {
        var random = SeededGenerator(seed: 3)
        let file = try BlockFile(format, outputs: 50, inputs: 512, &random)
        let weights = try QuantisedWeights(file.tensor)
        let x = random.matrix(3, 512)
        let results = try Self.instructions.map { instructions in
            let y = Matrix(rows: 3, columns: 50)
            weights.multiply(x, into: y, bias: nil, on: try Engine(threads: 1, instructions: instructions))
            return y.elements
        }
        for result in results.dropFirst() { #expect(result == results.last) }
        #expect(distance(results[0], results[results.count - 1].map(Double.init)) < 1e-5)
    }

    @Test(arguments: [1, 2, 7]) func `neither threads nor neighbours change a row's product`(tokens: Int) throws {
        var random = SeededGenerator(seed: 4)
        let file = try BlockFile(.q4_K, outputs: 700, inputs: 512, &random)
        let weights = try QuantisedWeights(file.tensor)
        let x = random.matrix(tokens, 512)
        let single = try Engine(threads: 1)
        let alone = (0..<tokens).map { token in
            let y = Matrix(rows: 1, columns: 700)
            weights.multiply(x.rows(token..<token + 1), into: y, bias: nil, on: single)
            return y.row(0)
        }
        for threads in [1, 2, 3] {
            let y = Matrix(rows: tokens, columns: 700)
            weights.multiply(x, into: y, bias: nil, on: try Engine(threads: threads))
            #expect((0..<tokens).map { y.row($0) } == alone)
        }
    }

    @Test(arguments: [Float.nan, .infinity, -.infinity])
    func `what is not a number does not vanish`(value: Float) throws {
        for instructions in Self.instructions {
            var random = SeededGenerator(seed: 5)
            let file = try BlockFile(.q8_0, outputs: 20, inputs: 64, &random)
            let (x, y) = (random.matrix(2, 64), Matrix(rows: 2, columns: 20))
            x[1, 33] = value
            let engine = try Engine(threads: 1, instructions: instructions)
            try QuantisedWeights(file.tensor).multiply(x, into: y, bias: nil, on: engine)
            #expect(y.row(0).allSatisfy(\.isFinite) && y.row(1).allSatisfy(\.isNaN))
        }
    }

    @Test(arguments: instructions, [1, 3, 12])
    func `a layer packed by AutoAWQ is multiplied like others`(instructions: Instructions, tokens: Int) throws {
        var random = SeededGenerator(seed: UInt64(tokens))
        let (inputs, outputs) = (384, 40)
        let file = try AWQFile(outputs: outputs, inputs: inputs, group: 128, &random)
        let weights = try #require(QuantisedWeights(file.rows))
        let decoded = Matrix(rows: outputs, columns: inputs)
        DecodedWeights(file.rows).copyRows(Array(0..<outputs), into: decoded)
        let (x, y) = (random.matrix(tokens, inputs), Matrix(rows: tokens, columns: outputs))
        weights.multiply(x, into: y, bias: nil, on: try Engine(threads: 2, instructions: instructions))
        // Decoded weights are rounded to float16, by an eighth of what int8 changes.
        #expect(isWithinBound(y, x, decoded.elements, bias: nil, slack: 1.25))
        #expect(QuantisedWeights(try AWQFile(outputs: 8, inputs: 64, group: 32, &random).rows) == nil)
    }

    @Test func `an exact engine multiplies the decoded weights`() throws {
        var random = SeededGenerator(seed: 6)
        let file = try BlockFile(.q6_K, outputs: 40, inputs: 256, &random)
        let engine = try Engine(threads: 2, precision: .exact)
        let (x, y, z) = (random.matrix(2, 256), Matrix(rows: 2, columns: 40), Matrix(rows: 2, columns: 40))
        try QuantisedWeights(file.tensor).multiply(x, into: y, bias: nil, on: engine)
        DecodedWeights(try StoredRows(file.tensor)).multiply(x, into: z, bias: nil, on: engine)
        #expect(y.elements == z.elements)
    }

    @Test func `slices are read and written where they lie`() throws {
        var random = SeededGenerator(seed: 7)
        let file = try BlockFile(.q5_K, outputs: 24, inputs: 256, &random)
        let (wide, target) = (random.matrix(5, 300), Matrix(rows: 3, columns: 50))
        let x = wide.rows(1..<4).columns(40..<296)
        try QuantisedWeights(file.tensor).multiply(
            x, into: target.columns(10..<34), bias: nil, on: try Engine(threads: 2))
        let y = Matrix(rows: 3, columns: 24, target.columns(10..<34).elements)
        #expect(isWithinBound(y, x, try file.tensor.floats(), bias: nil))
        let untouched = target.columns(0..<10).elements + target.columns(34..<50).elements
        #expect(untouched.allSatisfy { $0 == 0 })
    }

    @Test func `an interrupted first use leaves nothing half made`() throws {
        var random = SeededGenerator(seed: 8)
        let file = try BlockFile(.q4_0, outputs: 600, inputs: 64, &random)
        let (weights, engine) = (try QuantisedWeights(file.tensor), try Engine(threads: 2))
        let (x, y) = (random.matrix(1, 64), Matrix(rows: 1, columns: 600))
        var questions = 0
        engine.interruptible(by: {
            questions += 1
            return questions > 2
        }) { weights.multiply(x, into: y, bias: nil, on: $0) }
        weights.multiply(x, into: y, bias: nil, on: engine)
        #expect(isWithinBound(y, x, try file.tensor.floats(), bias: nil))
    }

    @Test func `joined weights are one below the other, each in its own form`() throws {
        var random = SeededGenerator(seed: 9)
        let first = try BlockFile(.q8_0, outputs: 20, inputs: 64, &random)
        let second = try WeightFile(random.floats(5 * 64), shape: [5, 64], format: .float32)
        let joined = JoinedWeights([try QuantisedWeights(first.tensor), try PlainWeights(second.tensor)])
        let floats = try first.tensor.floats() + second.tensor.floats()
        let (x, y, bias) = (random.matrix(2, 64), Matrix(rows: 2, columns: 25), random.floats(25))
        joined.multiply(x, into: y, bias: bias, on: try Engine(threads: 2))
        #expect(isWithinBound(y, x, floats, bias: bias))
        let rows = Matrix(rows: 3, columns: 64)
        joined.copyRows([24, 0, 20], into: rows)
        for (place, row) in [24, 0, 20].enumerated() {
            #expect(rows.row(place) == Array(floats[row * 64..<(row + 1) * 64]))
        }
    }
}

/// Random blocks of a quantised format in a mapped file.
struct BlockFile: ~Copyable {
    let tensor: StoredTensor
    private let path: String

    /// - Parameter filler: what every byte is but the scales; random bytes without one.
    init(
        _ format: ElementFormat, outputs: Int, inputs: Int, filler: UInt8? = nil, _ random: inout SeededGenerator
    ) throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("blocks-\(UUID().uuidString)").path
        let (length, size, scales) = Self.layout(of: format)
        var bytes: [UInt8] = []
        for block in 0..<outputs * inputs / length {
            var one = (0..<size).map { _ in filler ?? UInt8.random(in: 0...255, using: &random) }
            for place in scales {
                // Some blocks are all zeros.
                let scale = Float16(block % 7 == 3 ? 0 : random.normal(0.01))
                withUnsafeBytes(of: scale.bitPattern.littleEndian) { one.replaceSubrange(place..<place + 2, with: $0) }
            }
            bytes += one
        }
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        tensor = try StoredTensor(
            name: "w", format: format, shape: [outputs, inputs], bytes: try MappedFile(path: path).bytes)
    }

    /// The elements and bytes of a block, and where its half-precision numbers lie.
    private static func layout(of format: ElementFormat) -> (length: Int, size: Int, scales: [Int]) {
        switch format {
        case .q4_0: (32, 18, [0])
        case .q5_0: (32, 22, [0])
        case .q5_1: (32, 24, [0, 2])
        case .q8_0: (32, 34, [0])
        case .q4_K: (256, 144, [0, 2])
        case .q5_K: (256, 176, [0, 2])
        default: (256, 210, [208])
        }
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// A layer in AutoAWQ's packing with random contents, in three mapped files.
struct AWQFile: ~Copyable {
    let rows: AWQRows
    private let paths: [String]

    init(outputs: Int, inputs: Int, group: Int, _ random: inout SeededGenerator) throws {
        var paths: [String] = []
        func tensor(_ name: String, _ format: ElementFormat, _ shape: [Int], _ bytes: [UInt8]) throws -> StoredTensor {
            let path = FileManager.default.temporaryDirectory.appendingPathComponent("awq-\(UUID().uuidString)").path
            paths.append(path)
            try Data(bytes).write(to: URL(fileURLWithPath: path))
            return try StoredTensor(name: name, format: format, shape: shape, bytes: try MappedFile(path: path).bytes)
        }
        func bytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) } }
        let scales = (0..<inputs / group * outputs).flatMap { _ in
            withUnsafeBytes(of: Float16(random.normal(0.01)).bitPattern.littleEndian) { Array($0) }
        }
        rows = try AWQRows(
            weights: tensor("w", .int32, [inputs, outputs / 8], bytes(inputs * outputs / 2)),
            zeros: tensor("z", .int32, [inputs / group, outputs / 8], bytes(inputs / group * outputs / 2)),
            scales: tensor("s", .float16, [inputs / group, outputs], scales))
        self.paths = paths
    }

    deinit { for path in paths { try? FileManager.default.removeItem(atPath: path) } }
}
