import Foundation
import QwenVL
import Tensors

/// Measures a model phase by phase, and how the cost of each grows.
package struct ModelBench {
    private let model: BenchedModel
    private let runner: ModelRunner
    private let sizes: BenchSizes
    private let say: @Sendable (String) -> Void

    /// - Parameters:
    ///   - threads: how many work; by default as many as there are processors.
    ///   - sizes: what is measured.
    ///   - say: told what is being measured, for people who wait.
    package init(
        _ model: BenchedModel, threads: Int?, sizes: BenchSizes, _ say: @escaping @Sendable (String) -> Void
    ) throws {
        (self.model, self.sizes, self.say) = (model, sizes, say)
        runner = try ModelRunner(model, threads: threads)
    }

    /// Measures everything; curves leave out what needs more memory than there is.
    package func report() throws -> ModelBenchReport {
        say("measuring what the processor can do")
        let limits = runner.engine.measureLimits()
        PeakMemory.reset()
        let (phases, context) = try phases(limits)
        let memory = ModelBenchReport.Memory(
            peak: PeakMemory.bytes, weights: model.weightBytes, cache: context * bytesOfToken)
        return ModelBenchReport(
            model: model.name, processor: Self.processor, threads: runner.engine.threads,
            limits: ModelBenchReport.Limits(
                float32GFLOPS: limits.float32 / 1e9, bfloat16GFLOPS: limits.bfloat16.map { $0 / 1e9 },
                int8GOPS: limits.int8.map { $0 / 1e9 }, bandwidthGBs: limits.bandwidth / 1e9),
            phases: phases, memory: memory, curves: try curves())
    }

    private var bytesOfToken: Int { runner.bytesOfToken }

    /// Seconds of the best of several runs.
    private func best(_ run: () throws -> Double) rethrows -> Double {
        var found = Double.infinity
        for _ in 0..<sizes.rounds { found = min(found, try run()) }
        return found
    }

    // MARK: Phases

    private func phases(
        _ limits: EngineLimits
    ) throws -> (phases: [ModelBenchReport.Phase], context: Int) {
        say("first token")
        let first = runner.read(22, into: runner.context())
        let (work, screen) = (ModelWork(configuration: model.configuration), sizes.screen)
        say("vision of \(screen.width)×\(screen.height)")
        let (vision, grid) = try seeing(screen)
        let (prompt, answer) = (grid.tokens + BenchSizes.words, sizes.answer)
        say("prefill of \(prompt) tokens")
        let prefill = best { runner.read(prompt, into: runner.context()) }
        say("decode of \(answer) tokens")
        let decode = best { runner.write(answer, into: [runner.context(of: prompt)]) }
        say("next steps")
        let past = prompt + answer
        let same = best { next(BenchSizes.words, after: past) }
        let new = best { next(prompt, after: past) }
        let phases = [
            model.opened.map { .init(name: "load to first token of 22", seconds: $0 / .seconds(1) + first) },
            phase(
                "vision, \(screen.width)×\(screen.height)", vision, grid.rows * grid.columns, "patches",
                work.seeing(rows: grid.rows, columns: grid.columns), limits),
            phase("prefill", prefill, prompt, "tokens", work.reading(prompt), limits),
            self.decode(decode, work, context: prompt, limits),
            ModelBenchReport.Phase(
                name: "first step: picture, prompt, \(answer) tokens", seconds: vision + prefill + decode),
            ModelBenchReport.Phase(name: "next step, unchanged screen", seconds: same),
            ModelBenchReport.Phase(name: "next step, another screen", seconds: vision + new),
        ].compactMap(\.self)
        return (phases, past + prompt + answer)
    }

    /// The seconds for a screen, and its patches.
    private func seeing(_ screen: (width: Int, height: Int)) throws -> (Double, PatchGrid) {
        // The first time touches the weights.
        _ = try runner.see(width: 112, height: 112)
        let runs = try (0..<sizes.rounds).map { _ in try runner.see(width: screen.width, height: screen.height) }
        return (runs.map(\.seconds).min() ?? .nan, runs[0].grid)
    }

    /// The seconds for new tokens and an answer behind a context.
    private func next(_ tokens: Int, after past: Int) -> Double {
        let cache = runner.context(of: past)
        return runner.read(tokens, into: cache) + runner.write(sizes.answer, into: [cache])
    }

    private func phase(
        _ name: String, _ seconds: Double, _ items: Int, _ unit: String, _ operations: Double, _ limits: EngineLimits
    ) -> ModelBenchReport.Phase {
        let (numbers, peak) = multiplied(limits)
        return .init(
            name: name, seconds: seconds, items: items, unit: unit, gops: operations / seconds / 1e9,
            shareOfPeak: operations / seconds / peak, numbers: numbers)
    }

    private func decode(
        _ seconds: Double, _ work: ModelWork, context: Int, _ limits: EngineLimits
    ) -> ModelBenchReport.Phase {
        let steps = sizes.answer
        let bytes = Double(steps) * Double(model.bytesPerToken + context * bytesOfToken)
        return .init(
            name: "decode behind \(context) tokens", seconds: seconds, items: steps, unit: "tokens",
            gops: work.step(after: context) * Double(steps) / seconds / 1e9,
            shareOfBandwidth: bytes / seconds / limits.bandwidth)
    }

    /// The numbers that products of many rows are made of on this processor, and the peak for them.
    private func multiplied(_ limits: EngineLimits) -> (String, Double) {
        if let bfloat16 = limits.bfloat16, Instructions.best == .amx || !model.isQuantised,
            Instructions.best.multiplyBFloat16
        {
            return ("bfloat16", bfloat16)
        }
        if model.isQuantised, let int8 = limits.int8 { return ("int8", int8) }
        return ("float32", limits.float32)
    }

    // MARK: Curves

    private func curves() throws -> [ModelBenchReport.Curve] {
        [try pixels(), reading(), decoding(), history(), try threads(), batches()]
    }

    private func curve<Size>(
        _ name: String, of: String, _ unit: String, _ all: [Size],
        _ measure: (Size) throws -> (size: Int, label: String, value: Double)
    ) rethrows -> ModelBenchReport.Curve {
        var curve = ModelBenchReport.Curve(name: name, of: of, unit: unit)
        for size in all {
            let found = try measure(size)
            say("\(name): \(found.label)")
            curve.points.append(.init(size: Double(found.size), label: found.label, value: found.value))
        }
        return curve
    }

    private func pixels() throws -> ModelBenchReport.Curve {
        try curve("vision", of: "pixels of the screen", "seconds", sizes.screens.filter(fits)) { screen in
            let label = "\(screen.width)×\(screen.height)"
            return (
                screen.width * screen.height, label, try runner.see(width: screen.width, height: screen.height).seconds
            )
        }
    }

    private func reading() -> ModelBenchReport.Curve {
        let tokens = sizes.piece
        return curve(
            "prefill, \(tokens) tokens behind a context", of: "tokens of context", "tokens/s",
            sizes.contexts.filter { fits(tokens: $0) }
        ) {
            ($0, Self.tokens($0), Double(tokens) / runner.read(tokens, into: runner.context(of: $0)))
        }
    }

    private func decoding() -> ModelBenchReport.Curve {
        curve("decode", of: "tokens of context", "tokens/s", sizes.contexts.filter { fits(tokens: $0) }) {
            ($0, Self.tokens($0), 8 / runner.write(8, into: [runner.context(of: $0)]))
        }
    }

    private func history() -> ModelBenchReport.Curve {
        let step = 1334 + BenchSizes.words
        return curve(
            "reading a step's words", of: "screenshots of 1280×800 in the history", "seconds",
            sizes.histories.filter { fits(tokens: ($0 + 1) * 1394) }
        ) {
            ($0, "\($0)", runner.read(BenchSizes.words, into: runner.context(of: ($0 + 1) * step)))
        }
    }

    private func threads() throws -> ModelBenchReport.Curve {
        let all = runner.engine.threads
        let counts = sequence(first: 1) { $0 < all ? min(2 * $0, all) : nil }
        return try curve("prefill, \(sizes.piece) tokens", of: "threads", "tokens/s", Array(counts)) {
            let runner = try ModelRunner(model, threads: $0)
            return ($0, "\($0)", Double(sizes.piece) / runner.read(sizes.piece, into: runner.context()))
        }
    }

    private func batches() -> ModelBenchReport.Curve {
        curve(
            "decode behind 512 tokens each", of: "answers at once", "tokens/s",
            sizes.batches.filter { fits(tokens: $0 * 512) }
        ) { count in
            let contexts = (0..<count).map { _ in runner.context(of: 512) }
            return (count, "\(count)", Double(4 * count) / runner.write(4, into: contexts))
        }
    }

    /// Whether there is memory for a context of so many tokens, and as much again.
    private func fits(tokens: Int) -> Bool { fits(2 * tokens * bytesOfToken) }

    /// Whether there is memory for what a screen becomes in the vision tower.
    private func fits(_ screen: (width: Int, height: Int)) -> Bool {
        let (vision, patches) = (model.configuration.vision, screen.width * screen.height / 196)
        return fits(patches * (6 * vision.width + 2 * vision.intermediate + 1176) * MemoryLayout<Float>.stride)
    }

    private func fits(_ bytes: Int) -> Bool { MemoryNeed.available.map { bytes < $0 } ?? true }

    private static func tokens(_ count: Int) -> String { "\(count >> 10)k" }

    private static var processor: String {
        let text = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix("model name") }
        return line?.split(separator: ":").last?.trimmingCharacters(in: .whitespaces) ?? "unknown processor"
    }
}

/// What a run of ``ModelBench`` measures.
package struct BenchSizes: Sendable {
    var screen = (width: 1280, height: 800)
    var answer = 32
    var rounds = 2
    var screens = [(640, 400), (1024, 640), (1280, 800), (1920, 1080), (2560, 1440), (3840, 2160)].map {
        (width: $0.0, height: $0.1)
    }
    var contexts = [1, 2, 4, 8, 16, 32].map { $0 << 10 }
    var piece = 256
    var histories = [0, 1, 2, 4, 8]
    var batches = [1, 2, 4, 8, 16]

    /// The tokens of a step beside its picture.
    static let words = 60

    /// Everything; takes half an hour on two cores.
    package static let all = BenchSizes()

    /// For about a minute.
    package static var quick: BenchSizes {
        var sizes = BenchSizes()
        (sizes.screen, sizes.answer, sizes.rounds, sizes.piece) = ((640, 400), 8, 1, 64)
        sizes.screens = [(320, 200), (640, 400), (960, 600)].map { (width: $0.0, height: $0.1) }
        (sizes.contexts, sizes.histories, sizes.batches) = ([1 << 10, 4 << 10], [0, 2], [1, 4])
        return sizes
    }
}
