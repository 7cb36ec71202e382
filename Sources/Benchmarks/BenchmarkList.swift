/// The subjects that `deskhand benchmark` measures, in the order of its table.
package enum BenchmarkList {
    /// All of them.
    ///
    /// - Parameters:
    ///   - starts: how often each program is started to see whether it was at rest.
    ///   - model: a Qwen2.5-VL checkpoint's folder; without one neither it nor its tokenizer is measured.
    package static func all(starts: Int = 3, model: String? = nil) -> [any Benchmark] {
        // The one that measures memory comes first, before others have taken any.
        [
            EpisodeBenchmark(), CaptureBenchmark(), PNGBenchmark(), TypingBenchmark(), SettleBenchmark(rounds: starts),
            DisplayBenchmark(), AccessibilityBenchmark(),
            ElementsBenchmark(tokenizer: model), GroundingBenchmark(), RecordingBenchmark(),
            TraceSizeBenchmark(), ServerBenchmark(),
            CancellationBenchmark(), TasksBenchmark(), MatrixBenchmark(),
        ]
            + (model.map {
                [
                    TokenizerBenchmark(checkpoint: $0), ConstraintBenchmark(checkpoint: $0),
                    ModelBenchmark(checkpoint: $0), NextStepBenchmark(checkpoint: $0),
                    BatchBenchmark(checkpoint: $0),
                ]
            } ?? [])
    }
}
