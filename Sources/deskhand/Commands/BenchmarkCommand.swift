import ArgumentParser
import Benchmarks
import Foundation

/// `deskhand benchmark`
struct BenchmarkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "benchmark",
        abstract: "Measures Deskhand against comparable tools, and prints the table of the documentation.",
        discussion: """
            Deskhand and the peer run alternately, so that both meet the same disturbances; compare ratios, since machines
            differ. Peers that are not installed are left out: scrot, xdotool, mss, PyAutoGUI,
            pynput, tesseract, PyScreeze, tokenizers, transformers, llama-bench.
            """)

    @Option(help: "Only these subjects; may be repeated.")
    var only: [String] = []

    @Option(help: "Number of starts of each program.")
    var starts = 3

    @Option(
        help: ArgumentHelp(
            "Measure this Qwen2.5-VL checkpoint too: a folder beside transformers, a .gguf file beside llama.cpp.",
            valueName: "DIR|FILE"))
    var model: String?

    @Flag(help: "Print JSON instead of the table.")
    var json = false

    func validate() throws {
        guard (1...1000).contains(starts) else { throw ValidationError("--starts: expected 1 to 1000") }
        let known = BenchmarkList.all(model: model).map(\.name)
        if model == nil,
            let lacking = only.first(where: { ["model", "next-step", "tokenizer", "constraint"].contains($0) })
        {
            throw ValidationError("--only \(lacking) needs a checkpoint: --model DIR")
        }
        if let stranger = only.first(where: { !known.contains($0) }) {
            throw ValidationError("unknown benchmark '\(stranger)'; known are \(known.joined(separator: ", "))")
        }
    }

    func run() async throws {
        var rows: [BenchmarkRow] = []
        var failures = 0
        for benchmark in BenchmarkList.all(starts: starts, model: model)
        where only.isEmpty || only.contains(benchmark.name) {
            do {
                rows += try await benchmark.measure { say($0) }.map { BenchmarkRow($0, of: benchmark.name) }
            } catch {
                say("\(benchmark.name) could not be measured: \(error)")
                failures += 1
            }
        }
        if json {
            StandardOutput.show(json: try BenchmarkRow.json(rows))
        } else {
            StandardOutput.show(BenchmarkRow.table(rows))
        }
        if failures > 0 { throw ExitStatus.couldNotRun.code }
    }

    private func say(_ text: String) {
        StandardError.say(text)
    }
}
