import ArgumentParser
import Evaluation
import Traces

extension ComparisonMode: ExpressibleByArgument {}

extension ComparisonRule {
    /// Refuses numbers that cannot be meant.
    func validate() throws {
        guard (0...1).contains(threshold ?? 0), allowedPixels ?? 0 >= 0, (0...3600).contains(patience ?? 0) else {
            throw ValidationError(
                "--threshold: expected 0 to 1; --allow: expected 0 or more; --patience: expected 0 to 3600 seconds")
        }
        if let budget, StepBudget(budget) == nil {
            throw ValidationError("--budget: expected seconds such as 5 or a factor such as 3x, found '\(budget)'")
        }
    }
}
