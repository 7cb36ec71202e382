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

    @Option(
        help:
            "What a model is shown of each screenshot after the first: all of it (whole), or only what has changed since the one before (changes), which is read several times faster."
    )
    var see = ScreenView.whole

    @Option(help: "The dialect in which a model is asked and answers (default: by the model).")
    var dialect: DialectName?

    @Option(
        help: ArgumentHelp(
            "Finds the places of targets that the policy's model names in words or by an element's number: elements (all), told, text or icons, or a model that points (qwen:DIR, an address, or a name in models.json).",
            valueName: "elements|told|text|icons|MODEL"))
    var grounder: String?

    @Option(
        name: .customLong("planner-sees"),
        help:
            "With --grounder, what the policy's model is shown of the screen (default: both; elements for a model without vision)."
    )
    var plannerSees: PlannerView?

    @OptionGroup var server: ServerOptions

    @Option(help: "The Tesseract language of the text on the screen that a script names.")
    var lang = "eng"

    func validate() throws {
        if let history, history < 0 { throw ValidationError("--history: expected 0 or more, found \(history)") }
        if plannerSees != nil, grounder == nil { throw ValidationError("--planner-sees needs --grounder") }
        if grounder != nil, see != .whole {
            throw ValidationError("--see changes cannot be used with --grounder: a planner is shown whole screens")
        }
        if grounder != nil, dialect != nil || history != nil {
            throw ValidationError(
                "--grounder cannot be used with --dialect or --history: the model names targets, not points")
        }
    }

    /// - Parameter onlyPlans: whether a model is asked for a plan and nothing else, so that it is not tried out.
    /// - Throws: for an unknown name, a checkpoint that cannot be opened, a server's key that cannot be read, and a server
    ///   that cannot be asked what an unknown model can do.
    func maker(of policy: String, onlyPlans: Bool = false) async throws -> PolicyMaker {
        try await PolicyMaker(policy, self, onlyPlans: onlyPlans)
    }
}

extension PlannerView: ExpressibleByArgument {}

/// What a model is shown of each screenshot.
enum ScreenView: String, ExpressibleByArgument, CaseIterable {
    case whole, changes
}
