import Images
import Traces

extension RecordedComparison {
    /// What of it cannot be meant; `nil` where all can.
    var fault: String? {
        let rules = [("all steps", everywhere)] + steps.map { ("step \($0.key)", $0.value) }.sorted { $0.0 < $1.0 }
        return rules.lazy.compactMap { place, rule in rule.fault.map { "for \(place): \($0)" } }.first
    }
}

extension ComparisonRule {
    fileprivate var fault: String? {
        if let threshold, !(0...1).contains(threshold) { return "threshold: expected 0 to 1, found \(threshold)" }
        if let allowedPixels, allowedPixels < 0 { return "allowed_pixels: expected 0 or more, found \(allowedPixels)" }
        if let patience, !(0...ReplayTolerance.maximumPatience).contains(patience) {
            return "patience: expected 0 to 3600 seconds, found \(patience)"
        }
        if let budget, StepBudget(budget) == nil {
            return "budget: expected seconds such as 5 or a factor such as 3x, found '\(budget)'"
        }
        if let only, only.allSatisfy(\.isEmpty) { return "only: expected a region to compare, found none" }
        return nil
    }
}
