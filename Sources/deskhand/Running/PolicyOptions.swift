import ArgumentParser

/// What a policy that was named sees and reads with: the options of every command that asks one.
struct PolicyOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The most pixels at which a model sees the screen.", valueName: "N"))
    var maxPixels: Int?

    @Option(help: ArgumentHelp("How many earlier screenshots a model is shown.", valueName: "N"))
    var history = 2

    @Option(help: "The language of the text on the screen that a script names, as Tesseract names it.")
    var lang = "eng"

    func validate() throws {
        guard history >= 0 else { throw ValidationError("--history takes a number from 0") }
    }

    /// - Throws: what keeps the policy of this name from being used: an unknown name, a checkpoint.
    func maker(of policy: String) throws -> PolicyMaker {
        try PolicyMaker(policy, maximum: maxPixels, history: history, language: lang)
    }
}
