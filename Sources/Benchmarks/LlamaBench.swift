import Foundation

/// llama.cpp's `llama-bench`, which reads a prompt and writes an answer with a model in a .gguf file, and its
/// `llama-mtmd-cli`, which reads a picture.
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
        let data = try output(of: [
            "llama-bench", "-m", model, "-p", "\(prompt)", "-n", "\(answer)", "-r", "1", "-o", "json",
        ])
        let tests = (try? JSONDecoder().decode([Test].self, from: data)) ?? []
        guard let read = tests.first(where: { $0.n_prompt == prompt })?.seconds,
            let written = tests.first(where: { $0.n_gen == answer })?.seconds
        else { return nil }
        return (read, written)
    }

    /// The seconds that the vision tower takes for a picture; `nil` without the program, or a tower (mmproj) beside the model.
    func look(at picture: String) throws -> Double? {
        let folder = URL(filePath: model).deletingLastPathComponent()
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        guard let tower = files.first(where: { $0.contains("mmproj") && $0.hasSuffix(".gguf") }),
            Peer.path(of: "llama-mtmd-cli") != nil
        else { return nil }
        let data = try output(of: [
            "llama-mtmd-cli", "-m", model, "--mmproj", folder.appending(path: tower).path, "--image", picture,
            "-p", "What is on this screen?", "-n", "1", "--chat-template", "chatml",
        ])
        let found = String(decoding: data, as: UTF8.self).firstMatch(
            of: #/(slice encoded|batch encoding done) in (\d+) ms/#)
        return found.flatMap { Double($0.2) }.map { $0 / 1000 }
    }

    /// What one of the programs prints, messages included, on as many threads as there are processors.
    private func output(of command: [String]) throws -> Data {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = command + ["-t", "\(ProcessInfo.processInfo.activeProcessorCount)"]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = command[0] == "llama-bench" ? FileHandle.nullDevice : output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return data
    }

    /// One entry of the program's JSON, with its names.
    private struct Test: Decodable {
        let n_prompt: Int
        let n_gen: Int
        let avg_ns: Double

        var seconds: Double { avg_ns / 1e9 }
    }
}
