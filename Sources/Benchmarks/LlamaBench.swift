import Foundation

/// llama.cpp's `llama-bench`, which reads a prompt and writes an answer with a model in a .gguf file.
struct LlamaBench {
    /// What the benchmark's table calls it.
    let name = "llama.cpp"
    private let model: String

    /// `nil` when it is not installed or the model is not a .gguf file.
    init?(model: String) {
        guard model.hasSuffix(".gguf"), Peer.path(of: "llama-bench") != nil else { return nil }
        self.model = model
    }

    /// The seconds for a prompt and for the tokens of an answer; `nil` when it fails. The answer follows an empty context,
    /// which is at most 6 % faster than after a prompt of 1400 tokens.
    func measure(prompt: Int, answer: Int) throws -> (prefill: Double, decode: Double)? {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [
            "llama-bench", "-m", model, "-p", "\(prompt)", "-n", "\(answer)", "-r", "1", "-o", "json", "-t",
            "\(ProcessInfo.processInfo.activeProcessorCount)",
        ]
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        let tests = (try? JSONDecoder().decode([Test].self, from: data)) ?? []
        guard let read = tests.first(where: { $0.n_prompt == prompt })?.seconds,
            let written = tests.first(where: { $0.n_gen == answer })?.seconds
        else { return nil }
        return (read, written)
    }

    /// One entry of the program's JSON, with its names.
    private struct Test: Decodable {
        let n_prompt: Int
        let n_gen: Int
        let avg_ns: Double

        var seconds: Double { avg_ns / 1e9 }
    }
}
