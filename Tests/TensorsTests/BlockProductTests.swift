import Tensors
import TestInputs
import Testing

/// The products of a transformer's block, which take another way where weights are quantised and rows many.
@Suite struct BlockProductTests {
    private static let instructions = Instructions.allCases.filter(\.isAvailable)

    /// Layers `[48, 64]`, `[150, 48]` twice, and `[48, 150]`, in eight bits.
    private struct Layers {
        let output, gate, up, down: LinearLayer

        init(_ random: inout SeededGenerator) throws {
            func layer(_ outputs: Int, _ inputs: Int) throws -> LinearLayer {
                let file = try WeightFile(
                    random.floats(outputs * inputs, scale: 0.2), shape: [outputs, inputs], format: .float32)
                let weight = try #require(
                    QuantisedWeights(quantising: PlainWeights(file.tensor), to: .q8_0))
                // Made while the file is there.
                let x = Matrix(rows: 1, columns: inputs)
                weight.multiply(x, into: Matrix(rows: 1, columns: outputs), bias: nil, on: try Engine(threads: 1))
                return LinearLayer(weight: weight, bias: random.floats(outputs))
            }
            output = try layer(48, 64)
            gate = try layer(150, 48)
            up = try layer(150, 48)
            down = try layer(48, 150)
        }
    }

    /// The same with products one after another, and floats between.
    private func reference(_ layers: Layers, _ x: Matrix, _ y: Matrix, _ gain: [Float], on engine: Engine) -> Matrix {
        let (states, n) = (Matrix(rows: x.rows, columns: 48), Matrix(rows: x.rows, columns: 48))
        layers.output.apply(y, into: states, on: engine)
        engine.add(x, to: states)
        engine.normalise(states, gain: gain, epsilon: 1e-6, into: n)
        let (gates, ups) = (Matrix(rows: x.rows, columns: 150), Matrix(rows: x.rows, columns: 150))
        layers.gate.apply(n, into: gates, on: engine)
        layers.up.apply(n, into: ups, on: engine)
        engine.applySwiGLU(gates, up: ups)
        layers.down.apply(gates, into: n, on: engine)
        engine.add(n, to: states)
        return states
    }

    @Test(arguments: [1, 20, 33, 50], instructions)
    func `a block's products are what they are one after another`(tokens: Int, instructions: Instructions) throws {
        var random = SeededGenerator(seed: UInt64(tokens))
        let layers = try Layers(&random)
        let (x, y, gain) = (random.matrix(tokens, 48), random.matrix(tokens, 64), random.floats(48))
        let engine = try Engine(threads: 2, instructions: instructions)
        let expected = reference(layers, x, y, gain, on: engine)
        let (states, work) = (Matrix(rows: tokens, columns: 48, x.elements), Matrix(rows: tokens, columns: 48))
        engine.add(y, through: layers.output, to: states, work: work)
        engine.addFeedForward(
            to: states, gain: gain, epsilon: 1e-6, gate: layers.gate, up: layers.up, down: layers.down, work: work
        ) { (Matrix(rows: tokens, columns: 150), Matrix(rows: tokens, columns: 150)) }
        // The same numbers are rounded, but not always to the same side.
        #expect(distance(states.elements, expected.elements.map(Double.init)) < 1e-2)
        let exact = reference(layers, x, y, gain, on: try Engine(threads: 1, precision: .exact))
        #expect(distance(states.elements, exact.elements.map(Double.init)) < 4e-2)
    }

    @Test(arguments: [5, 40]) func `several layers read the same normalised rows`(tokens: Int) throws {
        var random = SeededGenerator(seed: 2)
        let layers = try Layers(&random)
        let (x, gain, engine) = (random.matrix(tokens, 48), random.floats(48), try Engine(threads: 2))
        let (first, second) = (Matrix(rows: tokens, columns: 150), Matrix(rows: tokens, columns: 150))
        engine.project(
            x, gain: gain, epsilon: 1e-6, into: [(layers.gate, first), (layers.up, second)],
            work: Matrix(rows: tokens, columns: 48))
        let (n, expected) = (Matrix(rows: tokens, columns: 48), Matrix(rows: tokens, columns: 150))
        engine.normalise(x, gain: gain, epsilon: 1e-6, into: n)
        for (layer, found) in [(layers.gate, first), (layers.up, second)] {
            layer.apply(n, into: expected, on: engine)
            #expect(found.elements == expected.elements)
        }
    }

    @Test func `what is not a number stays in its row`() throws {
        var random = SeededGenerator(seed: 3)
        let layers = try Layers(&random)
        let (x, gain, engine) = (random.matrix(40, 48), random.floats(48), try Engine(threads: 2))
        x[7, 3] = .nan
        engine.addFeedForward(
            to: x, gain: gain, epsilon: 1e-6, gate: layers.gate, up: layers.up, down: layers.down,
            work: Matrix(rows: 40, columns: 48)
        ) { (Matrix(rows: 40, columns: 150), Matrix(rows: 40, columns: 150)) }
        for row in 0..<40 { #expect(x.row(row).allSatisfy { $0.isNaN == (row == 7) }) }
    }
}
