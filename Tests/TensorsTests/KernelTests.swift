import Foundation
import Tensors
import TestInputs
import Testing

@Suite struct KernelTests {
    /// Rows and columns: none, one, around the vector length, odd, many.
    static let shapes = [(0, 4), (1, 1), (3, 15), (2, 16), (5, 17), (7, 1280), (300, 333)]
    private let engine: Engine

    init() throws { engine = try Engine(threads: 2) }

    @Test(arguments: shapes) func `rows are divided by their root mean square`(shape: (Int, Int)) {
        var random = SeededGenerator(seed: UInt64(shape.1))
        let (x, gain) = (random.matrix(shape.0, shape.1), random.floats(shape.1))
        let expected = Self.rows(x) { row in
            let mean = row.map { $0 * $0 }.reduce(0, +) / Double(row.count)
            return zip(row, gain).map { $0 / (mean + 1e-6).squareRoot() * Double($1) }
        }
        let y = Matrix(rows: shape.0, columns: shape.1)
        engine.normalise(x, gain: gain, epsilon: 1e-6, into: y)
        #expect(distance(y.elements, expected) < 5e-7)
        engine.normalise(x, gain: gain, epsilon: 1e-6, into: x)
        #expect(x.elements == y.elements)
    }

    @Test(arguments: shapes) func `SwiGLU gates by the sigmoid`(shape: (Int, Int)) {
        var random = SeededGenerator(seed: UInt64(shape.1 + 1))
        let (gate, up) = (random.matrix(shape.0, shape.1, scale: 4), random.matrix(shape.0, shape.1))
        let ups = up.elements
        let expected = zip(gate.elements, ups).map { Double($0) / (1 + exp(-Double($0))) * Double($1) }
        engine.applySwiGLU(gate, up: up)
        for (found, expected) in zip(gate.elements, expected) {
            #expect(abs(Double(found) - expected) <= 5e-7 * abs(expected))
        }
    }

    @Test func `SwiGLU survives large values`() {
        let gate = Matrix(rows: 1, columns: 5, [-.infinity, -200, -90, 200, 3e38])
        engine.applySwiGLU(gate, up: Matrix(rows: 1, columns: 5, [1, 1, 1, 1, 1]))
        #expect(gate[0, 0].isNaN, "−∞ / ∞, as in the reference")
        #expect(abs(gate[0, 1]) < 1e-37 && abs(gate[0, 2]) < 1e-36)
        #expect(gate[0, 3] == 200 && gate[0, 4] == 3e38)
    }

    @Test(arguments: shapes) func `GELU is the exact one`(shape: (Int, Int)) {
        var random = SeededGenerator(seed: UInt64(shape.1 + 2))
        let x = random.matrix(shape.0, shape.1, scale: 2)
        let expected = x.elements.map { Double($0) / 2 * (1 + erf(Double($0) / 2.0.squareRoot())) }
        engine.applyGELU(x)
        #expect(distance(x.elements, expected) < 2e-7)
    }

    @Test(arguments: shapes) func `softmax gives shares of one`(shape: (Int, Int)) {
        var random = SeededGenerator(seed: UInt64(shape.1 + 3))
        let x = random.matrix(shape.0, shape.1, scale: 10)
        let expected = Self.rows(x) { row in
            let exponentials = row.map { exp($0 - (row.max() ?? 0)) }
            return exponentials.map { $0 / exponentials.reduce(0, +) }
        }
        engine.applySoftmax(x)
        #expect(distance(x.elements, expected) < 2e-6)
    }

    @Test func `softmax takes infinite and very different scores`() {
        let x = Matrix(rows: 2, columns: 3, [-.infinity, 0, 0, 1e30, -1e30, 0])
        engine.applySoftmax(x)
        #expect(x.elements == [0, 0.5, 0.5, 1, 0, 0])
    }

    @Test(arguments: shapes) func `residuals are added`(shape: (Int, Int)) {
        var random = SeededGenerator(seed: UInt64(shape.1 + 4))
        let (x, y) = (random.matrix(shape.0, shape.1), random.matrix(shape.0, shape.1))
        let expected = zip(x.elements, y.elements).map { $0 + $1 }
        engine.add(y, to: x)
        #expect(x.elements == expected)
    }

    @Test(arguments: [(0, 2, 4), (1, 1, 1), (5, 3, 20), (9, 16, 40), (4, 2, 64)])
    func `each head turns by its token's angles`(tokens: Int, heads: Int, half: Int) {
        var random = SeededGenerator(seed: UInt64(half))
        let (wide, angles) = (random.matrix(tokens, heads * 2 * half + 3), random.matrix(tokens, half, scale: 3))
        let x = wide.columns(1..<heads * 2 * half + 1)
        let cosines = Matrix(rows: tokens, columns: half, angles.elements.map { cos($0) })
        let sines = Matrix(rows: tokens, columns: half, angles.elements.map { sin($0) })
        var expected = (0..<tokens).map { x.row($0).map(Double.init) }
        for token in 0..<tokens {
            for pair in 0..<heads * half {
                let (first, second) = (
                    pair / half * 2 * half + pair % half, pair / half * 2 * half + pair % half + half
                )
                let (a, b) = (expected[token][first], expected[token][second])
                let (c, s) = (Double(cosines[token, pair % half]), Double(sines[token, pair % half]))
                (expected[token][first], expected[token][second]) = (a * c - b * s, b * c + a * s)
            }
        }
        engine.rotate(x, cosines: cosines, sines: sines)
        #expect(distance(x.elements, expected.flatMap { $0 }) < 2e-7)
    }

    private static func rows(_ x: Matrix, _ transform: ([Double]) -> [Double]) -> [Double] {
        (0..<x.rows).flatMap { transform(x.row($0).map(Double.init)) }
    }
}
