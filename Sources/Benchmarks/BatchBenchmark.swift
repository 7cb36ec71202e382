import QwenVL

/// What a step costs that goes on with several answers of Qwen2.5-VL at a time, each after a prompt of some 1,000 tokens, and
/// the memory beside the weights and what is kept of the prompts.
///
/// Weights may be random: the time does not depend on them.
struct BatchBenchmark: Benchmark {
    let name = "batch"
    private let checkpoint: String
    private static let sizes = [1, 2, 4, 8, 16]
    private static let rounds = 2
    private static let steps = 12
    private static let words = 1000

    /// - Parameter checkpoint: the folder or .gguf file of the checkpoint.
    init(checkpoint: String) { self.checkpoint = checkpoint }

    func measure(_ say: @Sendable (String) -> Void) async throws -> [Measurement] {
        PeakMemory.reset()
        let model = try QwenModel(at: checkpoint)
        var generator = SplitMix64(seed: 7)
        let words = (0..<Self.words).map { _ in String(UnicodeScalar(UInt8(97 + generator.next() % 26))) }
        let request = ModelRequest([.user([.text(words.joined(separator: " "))])])
        say("reading the weights and the prompt once")
        let first = Conversation()
        let tokens = try model.answer(to: request, options(1), in: first).counts.prompt
        var seconds: [Int: [Double]] = [:]
        var (cacheBytes, bytes) = (0, 0.0)
        for round in 1...Self.rounds {
            for size in Self.sizes {
                say("round \(round) of \(Self.rounds): \(size) at a time")
                let conversations = (0..<size).map { _ in first.copy() }
                seconds[size, default: []].append(try step(model, request, conversations))
                cacheBytes = conversations.reduce(0) { $0 + ($1.cache?.bytes ?? 0) } + (first.cache?.bytes ?? 0)
                bytes = PeakMemory.bytes
            }
        }
        return Self.sizes.map { size in
            let samples = Samples((seconds[size] ?? []).map { $0 * 1000 }, unit: "ms")
            return Measurement(
                subject: "a step of \(size) answers, \(tokens) tokens before each", ours: samples,
                note: "\((Double(size) * 10_000 / samples.minimum).rounded() / 10) tok/s")
        } + [memory(bytes, weights: model.checkpoint.summary.memory.weights, cache: cacheBytes)]
    }

    private func memory(_ bytes: Double, weights: Int, cache: Int) -> Measurement {
        let unit = 1_073_741_824.0
        let least = Double(weights + cache)
        return Measurement(
            subject: "peak memory, \(Self.sizes.last ?? 0) answers", ours: Samples([bytes / unit], unit: "GiB"),
            reach: ("at most 1.15 × weights, keys and values", bytes <= 1.15 * least),
            note: "weights, keys and values: \((least / unit * 100).rounded() / 100) GiB")
    }

    /// - Returns: the seconds of a step.
    private func step(_ model: QwenModel, _ request: ModelRequest, _ conversations: [Conversation]) throws -> Double {
        let asks = conversations.map { QwenModel.Ask(request, options: options(Self.steps + 1), in: $0) }
        let decode = try model.answers(to: asks)[0].times.decode
        return decode / .seconds(1) / Double(Self.steps)
    }

    private func options(_ tokens: Int) -> GenerationOptions {
        var options = GenerationOptions(maxNewTokens: tokens)
        options.drafts = false
        return options
    }
}
