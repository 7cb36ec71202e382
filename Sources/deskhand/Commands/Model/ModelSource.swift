import ArgumentParser
import Dialects
import ModelServers
import QwenVL
import Tensors

/// The model that a command runs.
struct ModelSource: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A checkpoint's folder, a .gguf file, or a model behind a server: openai:URL#MODEL, responses:MODEL, anthropic:MODEL, gemini:MODEL, or its name in models.json.",
            valueName: "DIR|MODEL"))
    var model: String

    @Option(help: ArgumentHelp("The mmproj (vision tower) of a .gguf model (default: beside it).", valueName: "FILE"))
    var mmproj: String?

    @Option(help: "Number of threads (default: the number of processors).")
    var threads: Int?

    @Flag(
        help:
            "Multiply in float32, the reference, instead of with activations quantised to int8 or bfloat16; `model dump` always does."
    )
    var exact = false

    @Option(
        help: ArgumentHelp(
            "Quantise a checkpoint's weights to 8 or 4 bits when they are first used; `model quantize` does it once for all.",
            valueName: "8|4"))
    var bits: Int?

    @Option(
        help: ArgumentHelp(
            "How keys and values are stored: bf16, int8 (half the memory) or float (default: bf16, with --exact float).",
            valueName: "bf16|int8|float"))
    var kvCache: KeyValueFormat?

    func validate() throws {
        guard bits.map({ QuantisationPlan.Bits(rawValue: $0) != nil }) ?? true else {
            throw ValidationError("--bits: expected 8 or 4")
        }
        guard bits == nil || !exact else {
            throw ValidationError("--exact multiplies weights as they are stored; leave out --bits")
        }
        guard !exact || kvCache ?? .float == .float else {
            throw ValidationError("--exact keeps keys and values as they are; leave out --kv-cache")
        }
        guard threads.map({ 1...1024 ~= $0 }) ?? true else { throw ValidationError("--threads: expected 1 to 1024") }
    }

    @OptionGroup var server: ServerOptions

    /// The model behind a server that is named; `nil` for a checkpoint.
    ///
    /// - Parameter maximum: the maximum number of pixels of a picture.
    func chat(maximum: Int? = nil) throws -> ServerChat? {
        guard case .server(let settings) = try server.choice(model) else { return nil }
        guard mmproj == nil, threads == nil, bits == nil, !exact, kvCache == nil else {
            throw ValidationError(
                "--mmproj, --threads, --bits, --exact and --kv-cache are for a checkpoint, not for a model behind a server"
            )
        }
        return try ServerChat(
            settings, speaking: Dialect.chosen(nil, for: settings), maximum: maximum, account: server.makeAccount())
    }

    /// Opens it; the weights are read when first used.
    ///
    /// - Parameter exact: whether it multiplies in float32, whatever the user says.
    func open(exact: Bool = false) throws -> QwenModel {
        try QwenModel(
            at: path, tower: mmproj, threads: threads, precision: exact || self.exact ? .exact : .fast,
            bits: bits.flatMap(QuantisationPlan.Bits.init), cacheFormat: exact ? .float : kvCache)
    }

    /// The path of the checkpoint.
    private var path: String { model.hasPrefix("qwen:") ? String(model.dropFirst("qwen:".count)) : model }
}

extension KeyValueFormat: ExpressibleByArgument {}
