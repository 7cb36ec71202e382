import Foundation
import Tensors

/// Linear layers on mapped bfloat16 weights: many rows at once, as in reading a prompt, and one row, as in answering.
struct MatrixBenchmark: Benchmark {
    let name = "matrix"

    init() {}

    func measure(_ say: @Sendable (String) -> Void) async throws -> [Measurement] {
        say("writing 256 MB of weights")
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("weights-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        // Every weight is 0.0079.
        try Data(repeating: 0x3C, count: Self.bytes).write(to: URL(fileURLWithPath: path))
        let file = try MappedFile(path: path)
        let engine = try Engine()
        say("multiplying on \(engine.threads) threads")
        return [try manyRows(file, engine), try oneRow(file, engine)]
    }

    private static let bytes = 256 << 20

    private func manyRows(_ file: MappedFile, _ engine: Engine) throws -> Measurement {
        let (tokens, inputs, outputs) = (1024, 2048, 2048)
        let weights = try weights(in: file, outputs: outputs, inputs: inputs)
        let operations = 2 * Double(tokens * inputs * outputs)
        let speeds = speeds(of: operations, repeated: 15, weights, tokens: tokens, on: engine)
        let samples = Samples(speeds, unit: "GFLOP/s")
        return Measurement(
            subject: "1024x2048x2048, weights in bfloat16", ours: samples,
            reach: ("at least 350 GFLOP/s", samples.median >= 350), note: "\(engine.threads) threads")
    }

    private func oneRow(_ file: MappedFile, _ engine: Engine) throws -> Measurement {
        let weights = try weights(in: file, outputs: Self.bytes / 2 / 2048, inputs: 2048)
        let speeds = speeds(of: Double(Self.bytes), repeated: 15, weights, tokens: 1, on: engine)
        let samples = Samples(speeds, unit: "GB/s")
        return Measurement(
            subject: "one row times 256 MB of bfloat16", ours: samples,
            reach: ("at least 35 GB/s", samples.median >= 35), note: "\(engine.threads) threads")
    }

    private func weights(in file: MappedFile, outputs: Int, inputs: Int) throws -> PlainWeights {
        guard let bytes = file.bytes.slice(from: 0, length: outputs * inputs * 2) else {
            throw CocoaError(.fileReadCorruptFile)
        }
        return try PlainWeights(
            StoredTensor(name: "weights", format: .bfloat16, shape: [outputs, inputs], bytes: bytes))
    }

    /// Billions of `work` a second, each of several times after one that warms up.
    private func speeds(
        of work: Double, repeated times: Int, _ weights: PlainWeights, tokens: Int, on engine: Engine
    ) -> [Double] {
        let x = Matrix(rows: tokens, columns: weights.inputs)
        let y = Matrix(rows: tokens, columns: weights.outputs)
        x.fill(with: 0.5)
        let speeds = (0...times).map { _ in
            let start = ContinuousClock.now
            weights.multiply(x, into: y, bias: nil, on: engine)
            return work / ((ContinuousClock.now - start) / .seconds(1)) / 1e9
        }
        return Array(speeds.dropFirst())
    }
}
