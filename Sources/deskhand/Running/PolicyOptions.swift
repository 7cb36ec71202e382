import ArgumentParser
import Dialects

/// The policy options of every command that asks a policy.
struct PolicyOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Maximum pixels of the screen after resizing for the model.", valueName: "N"))
    var maxPixels: Int?

    @Option(
        help: ArgumentHelp(
            "Number of earlier screenshots that a model is shown (default: as its dialect says).", valueName: "N"))
    var history: Int?

    @Option(help: "The dialect in which a model is asked and answers (default: by the model).")
    var dialect: DialectName?

    @OptionGroup var server: ServerOptions

    @Option(help: "The Tesseract language of the text on the screen that a script names.")
    var lang = "eng"

    func validate() throws {
        if let history, history < 0 { throw ValidationError("--history: expected 0 or more, found \(history)") }
    }

    /// - Throws: for an unknown name, a checkpoint that cannot be opened, or a server's key that cannot be read.
    func maker(of policy: String) throws -> PolicyMaker { try PolicyMaker(policy, self) }
}
