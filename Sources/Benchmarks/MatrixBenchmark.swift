import Foundation
import Tensors

/// Linear layers on mapped weights: many rows at once, as in reading a prompt, and one row, as in answering, beside a plain
/// loop that reads as many bytes.
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
        let read = Samples((0..<Self.rounds).map { _ in Self.read(file, threads: engine.threads) }, unit: "GB/s")
        let plain = Measurement(
            subject: "256 MB read by a plain loop", ours: read, note: "\(engine.threads) threads")
        return [try manyRows(file, engine), try oneRow(file, engine), plain]
            + (try Self.blockFormats.map { try oneRow(file, engine, $0, beside: read) })
    }

    /// The formats of quantised models that most people have.
    private static let blockFormats: [ElementFormat] = [.q8_0, .q6_K, .q5_K, .q4_K, .q4_0]
    /// The weights of which a 3B model multiplies each once for a token.
    private static let weightsOf3B = 3_085_697_024.0

    /// Billions of bytes a second that looking for an absent byte goes through, on several threads.
    private static func read(_ file: MappedFile, threads: Int) -> Double {
        let part = bytes / threads
        let start = ContinuousClock.now
        DispatchQueue.concurrentPerform(iterations: threads) { index in
            let found = unsafe file.bytes.slice(from: index * part, length: part)?.withUnsafeBytes { bytes in
                unsafe bytes.baseAddress.flatMap { unsafe memchr($0, 0xFF, bytes.count) } != nil
            }
            precondition(found == false, "the byte is in no weight")
        }
        return Double(bytes) / ((ContinuousClock.now - start) / .seconds(1)) / 1e9
    }

    /// One row times weights in a block format; the first product repacks them and is not counted.
    private func oneRow(
        _ file: MappedFile, _ engine: Engine, _ format: ElementFormat, beside read: Samples
    ) throws -> Measurement {
        guard let rowBytes = StoredTensor.byteCount(of: [1, 2048], in: format),
            let stored = file.bytes.slice(from: 0, length: Self.bytes / rowBytes * rowBytes)
        else { throw CocoaError(.fileReadCorruptFile) }
        let outputs = stored.count / rowBytes
        let weights = try QuantisedWeights(
            StoredTensor(name: "weights", format: format, shape: [outputs, 2048], bytes: stored))
        let samples = Samples(
            speeds(of: Double(stored.count), repeated: Self.rounds, weights, tokens: 1, on: engine), unit: "GB/s")
        let tokens = samples.median * 1e9 / (Self.weightsOf3B * Double(rowBytes) / 2048)
        return Measurement(
            subject: "one row times 256 MB of \(format.rawValue)", ours: samples, peer: ("plain loop", read),
            reach: ("at least 0.7 × the loop", samples.median >= 0.7 * read.median),
            note: "\(tokens.formatted(.number.precision(.fractionLength(1)))) tokens/s of a 3B model of this format")
    }

    private static let bytes = 256 << 20
    private static let rounds = 15

    private func manyRows(_ file: MappedFile, _ engine: Engine) throws -> Measurement {
        let (tokens, inputs, outputs) = (1024, 2048, 2048)
        let weights = try weights(in: file, outputs: outputs, inputs: inputs)
        let operations = 2 * Double(tokens * inputs * outputs)
        let speeds = speeds(of: operations, repeated: Self.rounds, weights, tokens: tokens, on: engine)
        let samples = Samples(speeds, unit: "GFLOP/s")
        return Measurement(
            subject: "1024x2048x2048, weights in bfloat16", ours: samples,
            reach: ("at least 350 GFLOP/s", samples.median >= 350), note: "\(engine.threads) threads")
    }

    private func oneRow(_ file: MappedFile, _ engine: Engine) throws -> Measurement {
        let weights = try weights(in: file, outputs: Self.bytes / 2 / 2048, inputs: 2048)
        let speeds = speeds(of: Double(Self.bytes), repeated: Self.rounds, weights, tokens: 1, on: engine)
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
        of work: Double, repeated times: Int, _ weights: some LinearWeights, tokens: Int, on engine: Engine
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
