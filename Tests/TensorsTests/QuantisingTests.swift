import Foundation
import Tensors
import TestInputs
import Testing

@Suite struct QuantisingTests {
    static let formats: [ElementFormat] = [.q8_0, .q4_K, .q6_K]

    /// What weights become when they are quantised on the way into a product, as rows of floats.
    private func quantised(_ values: [Float], outputs: Int, inputs: Int, _ format: ElementFormat) throws -> [Float] {
        let file = try WeightFile(values, shape: [outputs, inputs], format: .float32)
        let panels = try PanelFile(try PlainWeights(file.tensor), format)
        let stored = try StoredPanels(panels.tensor, format, outputs: outputs, inputs: inputs)
        let rows = Matrix(rows: outputs, columns: inputs)
        DecodedWeights(stored).copyRows(Array(0..<outputs), into: rows)
        return rows.elements
    }

    /// √(Σ (a − b)² / Σ b²)
    private func relativeError(_ found: [Float], _ expected: [Float]) -> Double {
        let missed = zip(found, expected).reduce(0.0) { $0 + pow(Double($1.0) - Double($1.1), 2) }
        return (missed / expected.reduce(0.0) { $0 + pow(Double($1), 2) }).squareRoot()
    }

    /// The best that levels of equal distance can do with normally distributed weights is little better.
    @Test(arguments: zip(formats, [0.0056, 0.075, 0.0185]))
    func `weights keep their values as closely as their bits allow`(format: ElementFormat, bound: Double) throws {
        var random = SeededGenerator(seed: 11)
        for scale: Float in [0.02, 5e-3, 50] {
            let values = random.floats(20 * 512, scale: scale)
            let found = try quantised(values, outputs: 20, inputs: 512, format)
            #expect(relativeError(found, values) < bound, "scale \(scale)")
        }
    }

    @Test(arguments: zip(formats, [0.0075, 0.105, 0.027]))
    func `weights of one sign and with an outlier are kept as well`(format: ElementFormat, bound: Double) throws {
        var random = SeededGenerator(seed: 12)
        let positive = random.floats(16 * 256).map { abs($0) + 1 }
        #expect(relativeError(try quantised(positive, outputs: 16, inputs: 256, format), positive) < bound)
        var outlier = random.floats(16 * 256)
        outlier[700] = 40
        let found = try quantised(outlier, outputs: 16, inputs: 256, format)
        #expect(abs(found[700] - 40) < 40 * 0.04)
        // Rows without it are as good as before.
        #expect(relativeError(Array(found[1024...]), Array(outlier[1024...])) < bound)
    }

    @Test(arguments: formats) func `zeros, equal weights and whole levels come back`(format: ElementFormat) throws {
        let cases: [(Int) -> Float] = [{ _ in 0 }, { _ in -0.5 }, { _ in 3 }, { Float($0 % 16) - 8 }]
        for value in cases {
            let values = (0..<16 * 256).map(value)
            let found = try quantised(values, outputs: 16, inputs: 256, format)
            let largest = values.map(abs).max() ?? 0
            #expect(zip(found, values).allSatisfy { abs($0 - $1) <= largest * 0.036 })
        }
    }

    @Test(arguments: formats, [Float.nan, .infinity, -.infinity])
    func `what is not a number stays in its block`(format: ElementFormat, value: Float) throws {
        var values = [Float](repeating: 1, count: 2 * 512)
        values[300] = value
        let found = try quantised(values, outputs: 2, inputs: 512, format)
        #expect(!found[300].isFinite && found[512...].allSatisfy(\.isFinite) && found[..<256].allSatisfy(\.isFinite))
    }

    @Test(arguments: formats) func `weights beyond the halves' range become the largest that there are`(
        format: ElementFormat
    ) throws {
        let found = try quantised([Float](repeating: 1e30, count: 256), outputs: 1, inputs: 256, format)
        #expect(found.allSatisfy { $0.isFinite && $0 > 1e4 })
    }

    @Test(arguments: formats) func `a product is the same quantised at first use, from a file, and in memory`(
        format: ElementFormat
    ) throws {
        var random = SeededGenerator(seed: 13)
        let (outputs, inputs, engine) = (70, 512, try Engine(threads: 2))
        let file = try WeightFile(random.floats(outputs * inputs), shape: [outputs, inputs], format: .bfloat16)
        let plain = try PlainWeights(file.tensor)
        let panels = try PanelFile(plain, format)
        let stored = QuantisedWeights(try StoredPanels(panels.tensor, format, outputs: outputs, inputs: inputs))
        let lazy = try #require(QuantisedWeights(quantising: plain, to: format))
        for tokens in [1, 3, 20] {
            let x = random.matrix(tokens, inputs)
            let (y, z) = (Matrix(rows: tokens, columns: outputs), Matrix(rows: tokens, columns: outputs))
            stored.multiply(x, into: y, bias: nil, on: engine)
            lazy.multiply(x, into: z, bias: nil, on: engine)
            #expect(y.elements == z.elements)
            // The reference multiplies what the file holds, decoded.
            let exact = Matrix(rows: tokens, columns: outputs)
            stored.multiply(x, into: exact, bias: nil, on: try Engine(threads: 1, precision: .exact))
            #expect(distance(y.elements, exact.elements.map(Double.init)) < 0.02)
        }
    }

    @Test(arguments: formats) func `what is multiplied is what is read back`(format: ElementFormat) throws {
        var random = SeededGenerator(seed: 14)
        let (outputs, inputs) = (37, 512)
        let file = try WeightFile(random.floats(outputs * inputs), shape: [outputs, inputs], format: .float32)
        let panels = try PanelFile(try PlainWeights(file.tensor), format)
        let weights = QuantisedWeights(try StoredPanels(panels.tensor, format, outputs: outputs, inputs: inputs))
        let rows = Matrix(rows: outputs, columns: inputs)
        weights.copyRows(Array(0..<outputs), into: rows)
        // One input alone is quantised without an error, so that the product is a column of the weight.
        let x = Matrix(rows: inputs, columns: inputs)
        for input in 0..<inputs { x[input, input] = 127 }
        let y = Matrix(rows: inputs, columns: outputs)
        // Few rows at once, for which weights are taken as they are.
        let engine = try Engine(threads: 2, instructions: .portable)
        for start in stride(from: 0, to: inputs, by: 32) {
            weights.multiply(x.rows(start..<start + 32), into: y.rows(start..<start + 32), bias: nil, on: engine)
        }
        for input in 0..<inputs {
            for output in 0..<outputs {
                #expect(abs(y[input, output] / 127 - rows[output, input]) < 2e-5)
            }
        }
    }

    @Test func `bytes that are no such panels are refused`() throws {
        let file = try WeightFile([Float](repeating: 0, count: 1 << 12), shape: [1 << 12], format: .float32)
        #expect(throws: TensorsError.self) { try StoredPanels(file.tensor, .q8_0, outputs: 16, inputs: 32) }
        #expect(StoredPanels.shape(.q4_K, outputs: 16, inputs: 32) == nil)
        #expect(StoredPanels.shape(.q4_0, outputs: 16, inputs: 256) == nil)
        #expect(StoredPanels.shape(.q8_0, outputs: 0, inputs: 256) == nil)
        #expect(StoredPanels.shape(.q8_0, outputs: 17, inputs: 32)?.first == 2)
    }
}

/// A weight quantised into a mapped file.
struct PanelFile: ~Copyable {
    let tensor: StoredTensor
    private let path: String

    init(_ weights: any LinearWeights, _ format: ElementFormat) throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("panels-\(UUID().uuidString)").path
        let source = try #require(QuantisingPanelSource(weights, to: format))
        var bytes = Data()
        source.write(on: try Engine(threads: 2)) { bytes.append(contentsOf: $0) }
        try bytes.write(to: URL(fileURLWithPath: path))
        let shape = try #require(StoredPanels.shape(format, outputs: weights.outputs, inputs: weights.inputs))
        tensor = try StoredTensor(
            name: "w", format: .uint8, shape: shape, bytes: try MappedFile(path: path).bytes)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
