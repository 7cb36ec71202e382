import ArgumentParser
import Evaluation
import Traces

/// How screens are compared, as `replay` and `trace mask` take it.
struct ComparisonOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Compare \(ComparisonMode.allCases.map(\.rawValue).joined(separator: ", ")) (default: pixels).",
            discussion:
                "With elements, what programs tell must be the same, and not where it stands or how it is drawn; with text, the words on the screen."
        ))
    var compare: ComparisonMode?

    @Option(help: "Maximum colour distance of equal pixels, from 0 (exactly equal) to 1 (default: 0.02).")
    var threshold: Double?

    @Option(help: ArgumentHelp("Maximum number of differing pixels of a screen (default: 0).", valueName: "pixels"))
    var allow: Int?

    @Option(help: "Timeout for a screen to match, in seconds (default: 10).")
    var patience: Double?

    @Option(
        help: ArgumentHelp(
            "Time limit for a step's screen: seconds, or a multiple of the recorded time such as 3x.",
            valueName: "seconds|factor"))
    var budget: String?

    /// What was given.
    var rule: ComparisonRule {
        var rule = ComparisonRule()
        rule.mode = compare
        rule.threshold = threshold
        rule.allowedPixels = allow
        rule.patience = patience
        rule.budget = budget
        return rule
    }

    /// Refuses numbers out of range.
    func validate() throws {
        guard (0...1).contains(threshold ?? 0), allow ?? 0 >= 0, (0...3600).contains(patience ?? 0) else {
            throw ValidationError(
                "--threshold: expected 0 to 1; --allow: expected 0 or more; --patience: expected 0 to 3600 seconds")
        }
        if let budget, StepBudget(budget) == nil {
            throw ValidationError("--budget: expected seconds such as 5 or a factor such as 3x, found '\(budget)'")
        }
    }
}

extension ComparisonMode: ExpressibleByArgument {}
