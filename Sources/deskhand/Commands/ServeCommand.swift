import ArgumentParser
import Foundation
import QwenVL
import Serving
import Tensors

/// `deskhand serve`
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serves a Qwen2.5-VL checkpoint or the screen model behind OpenAI's chat-completions API.",
        discussion: """
            deskhand serve --model DIR --listen 127.0.0.1:8000
            deskhand run Tasks/desktop/editor-save --policy openai:http://127.0.0.1:8000/v1#NAME
            deskhand serve --screen-model       # no checkpoint: the model deskhand-screen finds places on pictures

            Text, pictures and video frames as data URLs, tools, streaming, response_format, seeds. Nothing is fetched from URLs. \
            /v1/models, /health and /metrics (Prometheus) tell of it.
            Exit codes: 0 stopped by a signal, 2 it cannot listen, 64 misused, 65 the checkpoint is missing or broken.
            """)

    @Option(help: ArgumentHelp("A checkpoint's folder or .gguf file.", valueName: "DIR"))
    var model: String?

    @Flag(help: "Serve the screen model, too, as deskhand-screen: a grounding model that needs no checkpoint.")
    var screenModel = false

    @Option(help: ArgumentHelp("The mmproj (vision tower) of a .gguf model (default: beside it).", valueName: "FILE"))
    var mmproj: String?

    @Option(help: "What clients call the model (default: the name of its file or folder).")
    var name: String?

    @Option(help: ArgumentHelp("Where to listen; port 0 for a free one.", valueName: "ADDRESS:PORT"))
    var listen = "127.0.0.1:8000"

    @OptionGroup var access: AccessOptions

    @Option(help: "Number of threads (default: the number of processors).")
    var threads: Int?

    @Option(
        help: ArgumentHelp("Quantise the weights to 8 or 4 bits when they are first used.", valueName: "8|4"))
    var bits: Int?

    @Option(help: "Maximum pixels of each picture after resizing; 784 make one token.")
    var maxPixels: Int?

    @Option(help: "Maximum tokens of an answer.")
    var maxTokens = 4096

    @Option(help: "Maximum number of requests that wait; more are answered with 429.")
    var maxWaiting = 128

    @Option(help: "Maximum number of answers that are written side by side; others wait.")
    var maxBatch = 4

    @Option(
        help: ArgumentHelp(
            "How keys and values are stored: bf16, int8 (half the memory) or float.", valueName: "bf16|int8|float"))
    var kvCache = KeyValueFormat.bf16

    @Option(help: "Maximum size of a request, in MiB.")
    var maxRequest = 64

    @Option(help: "Conversations whose tokens are kept for their next turn.")
    var conversations = 4

    func validate() throws {
        guard model != nil || screenModel else {
            throw ValidationError("give --model DIR, --screen-model or both")
        }
        guard name != PlaceAnswers.name else {
            throw ValidationError("--name: '\(PlaceAnswers.name)' is the screen model")
        }
        guard bits.map({ QuantisationPlan.Bits(rawValue: $0) != nil }) ?? true else {
            throw ValidationError("--bits: expected 8 or 4, found \(bits ?? 0)")
        }
        let ranges: [(String, Int?, ClosedRange<Int>)] = [
            ("--threads", threads, 1...1024), ("--max-pixels", maxPixels, 784...100_000_000),
            ("--max-tokens", maxTokens, 1...1_000_000), ("--max-waiting", maxWaiting, 0...100_000),
            ("--max-request", maxRequest, 1...1024), ("--conversations", conversations, 1...64),
            ("--max-batch", maxBatch, 1...64),
        ]
        for (option, value, range) in ranges {
            guard let value, !range.contains(value) else { continue }
            throw ValidationError("\(option): expected \(range.lowerBound) to \(range.upperBound), found \(value)")
        }
    }

    func run() async throws {
        ServerMemory.bound(returnsBuffers: false)
        guard let address = ServerAddress(listen) else {
            throw ValidationError("--listen: expected ADDRESS:PORT, found '\(listen)'")
        }
        let access = try access.access(at: address)
        do {
            let engine = try model.map(engine(of:))
            let places = screenModel ? PlaceAnswers(maximumWaiting: maxWaiting) : nil
            var limits = HTTPLimits()
            limits.body = maxRequest << 20
            let bounds = limits
            try await ServerRun.untilSignal {
                try await ModelOverHTTP(engine, places: places).run(at: address, access: access, limits: bounds) {
                    port in
                    StandardOutput.stream("http://\(ServerAddress(host: address.host, port: port))/v1\n")
                }
            }
        } catch {
            throw ExitStatus(for: error).report(error)
        }
    }

    private func engine(of model: String) throws -> ModelEngine {
        try ModelEngine(
            try QwenModel(
                at: model, tower: mmproj, threads: threads, bits: bits.flatMap(QuantisationPlan.Bits.init),
                cacheFormat: kvCache),
            name: name ?? Self.ownName(of: model), maximumPixels: maxPixels, maximumTokens: maxTokens,
            maximumWaiting: maxWaiting, maximumBatch: maxBatch, conversations: conversations)
    }

    private static func ownName(of model: String) -> String {
        let file = URL(filePath: model).absoluteURL.standardizedFileURL
        return file.pathExtension == "gguf" ? file.deletingPathExtension().lastPathComponent : file.lastPathComponent
    }
}
