import ArgumentParser
import QwenVL

/// The model that a command runs.
struct ModelSource: ParsableArguments {
    @Option(help: ArgumentHelp("A checkpoint's folder, or a .gguf file.", valueName: "DIR"))
    var model: String

    @Option(help: ArgumentHelp("The mmproj (vision tower) of a .gguf model (default: beside it).", valueName: "FILE"))
    var mmproj: String?

    @Option(help: "Number of threads (default: the number of processors).")
    var threads: Int?

    func validate() throws {
        guard threads.map({ 1...1024 ~= $0 }) ?? true else { throw ValidationError("--threads: expected 1 to 1024") }
    }

    /// Opens it; the weights are read when first used.
    func open() throws -> QwenModel { try QwenModel(at: model, tower: mmproj, threads: threads) }
}
